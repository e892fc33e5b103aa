import type { Entered } from '../../../items/drafts/entered.ts';
import type { Form } from '../form.ts';

/** A body as long as the API takes, and files beside it. */
export const DRAFT_LIMIT = { bytes: 40 * 1024 * 1024, name: '40 MB' } as const;

/** Fields of the content that the form holds as one text each, under their own name. */
const TEXTS = [
  'type',
  'unit',
  'column',
  'title',
  'shortTitle',
  'documentNumber',
  'writtenOn',
  'indexNumber',
  'validity',
  'source',
  'summary',
  'changeNote',
  'interprets',
  'cover',
  'body',
] as const;

export const GUIDE_TEXTS = [
  'code',
  'kind',
  'category',
  'level',
  'agency',
  'place',
  'hours',
  'phone',
  'complaintPhone',
  'onlineDepth',
  'result',
  'delivery',
  'onlineUrl',
] as const;
export const GUIDE_NUMBERS = ['legalDays', 'promisedDays', 'visits'] as const;

type Fields = Record<string, unknown>;

/** What nobody filled in is not there; what is no number stays as typed, and the gate names it. */
const numberOf = (text: string): unknown => {
  const plain = text.trim();
  if (plain === '') return undefined;
  return Number.isFinite(Number(plain)) ? Number(plain) : plain;
};
const textsOf = (form: Form, names: readonly string[], prefix = ''): Fields =>
  Object.fromEntries(names.map((name) => [name, form.get(`${prefix}${name}`)]));
const filled = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));

const MAX_ROWS = 200;
/** How many rows of this list came, empty ones too. */
const countRows = (form: Form, list: string): number => {
  const places = form.fields.flatMap(([name]) => {
    if (!name.startsWith(`${list}[`)) return [];
    const [, place] = /^\[(\d{1,3})\]/.exec(name.slice(list.length)) ?? [];
    return place === undefined ? [] : [Number(place) + 1];
  });
  return Math.min(MAX_ROWS, Math.max(0, ...places));
};

/** The rows in which somebody wrote something; the empty one at the end is for the next. */
const rowsOf = (form: Form, list: string, read: (prefix: string) => Fields, written: readonly string[]): Fields[] =>
  Array.from({ length: countRows(form, list) }, (_, index) => filled(read(`${list}[${index}].`))).filter((row) =>
    written.some((name) => row[name] !== undefined),
  );
const linesOf = (form: Form, list: string): string[] =>
  Array.from({ length: countRows(form, list) }, (_, index) => form.get(`${list}[${index}]`)).filter(
    (line) => line.trim() !== '',
  );

const materialOf = (form: Form) => (prefix: string) => ({
  ...textsOf(form, ['name', 'source', 'form', 'sample'], prefix),
  copies: numberOf(form.get(`${prefix}copies`)),
  required: form.get(`${prefix}required`) !== 'no',
});
const stepOf = (form: Form) => (prefix: string) => ({
  ...textsOf(form, ['name', 'note'], prefix),
  days: numberOf(form.get(`${prefix}days`)),
});

const feeOf = (form: Form): Fields | undefined => {
  const charged = form.get('guide.fee.charged');
  const fee = filled({
    ...textsOf(form, ['standard', 'basis'], 'guide.fee.'),
    charged: charged === '' ? undefined : charged === 'yes',
  });
  return Object.keys(fee).length > 0 ? fee : undefined;
};

const packageOf = (form: Form): Fields | undefined => {
  const scenario = form.get('guide.package.scenario');
  const list = 'guide.package.members';
  const names = ['name', 'agency', 'guide'];
  const members = rowsOf(form, list, (prefix) => textsOf(form, names, prefix), names);
  return scenario === '' && members.length === 0 ? undefined : { ...filled({ scenario }), members };
};

const guideOf = (form: Form): Fields =>
  filled({
    ...textsOf(form, GUIDE_TEXTS, 'guide.'),
    ...Object.fromEntries(GUIDE_NUMBERS.map((name) => [name, numberOf(form.get(`guide.${name}`))])),
    audience: form.all('guide.audience'),
    basis: linesOf(form, 'guide.basis'),
    conditions: linesOf(form, 'guide.conditions'),
    materials: rowsOf(form, 'guide.materials', materialOf(form), ['name', 'source', 'sample']),
    steps: rowsOf(form, 'guide.steps', stepOf(form), ['name', 'note', 'days']),
    fee: feeOf(form),
    questions: rowsOf(form, 'guide.questions', (prefix) => textsOf(form, ['question', 'answer'], prefix), [
      'question',
      'answer',
    ]),
    package: packageOf(form),
  });

/** `2026-11-25T09:00`, as a browser's field says it: Beijing time. */
const instantOf = (local: string): string =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local) ? `${local}:00+08:00` : local;

const attachmentsOf = (form: Form): Fields[] =>
  rowsOf(form, 'attachments', (prefix) => textsOf(form, ['asset', 'name'], prefix), ['asset']).filter(
    ({ asset }) => !form.all('dropAttachment').includes(String(asset)),
  );

/** The form as a content, complete or not; whether it may be published is for the gate to say. */
export const readDraftForm = (form: Form): Entered =>
  filled({
    ...textsOf(form, TEXTS),
    keywords: form
      .get('keywords')
      .split(/[、，,；;\s]+/)
      .filter((word) => word !== ''),
    disclosure: filled({ kind: form.get('disclosure.kind'), reason: form.get('disclosure.reason') }),
    ...(form.has('guide.shown') ? { guide: guideOf(form) } : {}),
    attachments: attachmentsOf(form),
    channels: form.get('channelsKind') === 'some' ? form.all('channels') : 'all',
    publishAt: instantOf(form.get('publishAt')),
  }) as Entered;
