import type { Guide } from '../../src/core/content.ts';

const STAGES: Readonly<Record<string, RegExp>> = {
  受理: /受理|收件|接件/,
  审核: /审核|审查|初审|复审|核查|查验/,
  审批: /审批|批准|核准|决定/,
  办结: /办结|制证|发证|制作|归档/,
  送达: /送达|领取|取件|邮寄|发放/,
};
/** Stages of a 承诺件 that no step names. */
export const missingStages = ({ kind, steps }: Guide): string[] => {
  // 当场办结 is all of them at one window.
  if (kind === '即办件') return [];
  const names = steps.map(({ name }) => name).join(' ');
  return Object.entries(STAGES).flatMap(([stage, form]) => (form.test(names) ? [] : [stage]));
};

/** Working days of the steps that say theirs, and whether all do. */
export const daysOf = ({ steps }: Guide) => {
  const known = steps.flatMap(({ days }) => days ?? []);
  // Half days are written as 0.5: hundredths are enough, and free of binary noise.
  const total = Math.round(known.reduce((sum, days) => sum + days, 0) * 100) / 100;
  return { total, complete: known.length === steps.length };
};
export const daysDiffer = (guide: Guide): boolean => {
  const { total, complete } = daysOf(guide);
  return complete ? total !== guide.promisedDays : total > guide.promisedDays;
};

const ON_SITE = /现场(?:勘查|勘验|踏勘|勘察|核查|检查)|实地(?:核查|勘查|踏勘|查看)/;
export const visitsTheSite = ({ steps }: Guide): boolean =>
  steps.some(({ name, note }) => ON_SITE.test(`${name} ${note ?? ''}`));

/** 身份证 and the like by name, other certificates with the two characters before: 收入证明, 资格证书. */
const CERTIFICATE = /身份证|户口簿|营业执照|\p{Script=Han}{2}(?:证明|证书|许可证)/gu;
/** 能够证明 is a verb. */
const isVerb = (term: string): boolean => /[能够可以来]证明$/.test(term);
/** Certificates the conditions speak of and no material provides. */
export const unlisted = ({ conditions, materials }: Guide): string[] => {
  const names = materials.map(({ name }) => name).join(' ');
  const terms = conditions.flatMap((text) => Array.from(text.matchAll(CERTIFICATE), ([term]) => term));
  return [...new Set(terms)].filter((term) => !isVerb(term) && !names.includes(term));
};
/** Materials whose whole name stands among the conditions. */
export const repeated = ({ conditions, materials }: Guide): string[] =>
  materials.map(({ name }) => name).filter((name) => name.length > 3 && conditions.some((text) => text.includes(name)));
