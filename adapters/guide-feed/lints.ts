import type { Source } from '../contract.ts';
import { levelOf } from '../kit/check-limits.ts';
import type { Guide } from '../../src/core/content.ts';
import { issue, type Issue } from '../../src/core/issues.ts';
import { daysDiffer, daysOf, missingStages, repeated, unlisted, visitsTheSite } from './consistency.ts';
import { oddPhones } from './phones.ts';

const checkedOn = '2026-11-23';
const checker: Source = { document: '公开的办事指南检查工具的一致性规则', checkedOn, certainty: 'verified' };
const coding: Source = { document: 'GB/T 39554.1-2020 编码要求（31 位实施编码）', checkedOn, certainty: 'memory' };
const ours: Source = { document: '本系统自定的约定（adapters/guide-feed/README.md）', checkedOn, certainty: 'design' };

const packages: Source = { document: '国发〔2024〕3号 “高效办成一件事”（一套材料）', checkedOn, certainty: 'memory' };

export interface Lint {
  readonly id: string;
  readonly field: keyof Guide;
  readonly source: Source;
  /** Two fields contradict each other, or it only looks wrong: an exception is thinkable, so a person decides. */
  readonly finds: 'contradiction' | 'doubt';
  /** What is wrong and what to do, Chinese; nothing when all is well. */
  readonly find: (guide: Guide) => readonly string[];
}

const when = (found: boolean, text: string): string[] => (found ? [text] : []);
const twice = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name, index) => names.indexOf(name) !== index)),
];
const phones = (name: string, text: string): string[] =>
  oddPhones(text).map((number) => `${name}“${number}”不像电话号码，请核对区号和位数`);

/** The consistency rules of a guide: field, source, and whether a guide that breaks it may go out. */
export const LINTS: readonly Lint[] = [
  {
    id: 'promise-within-law',
    field: 'promisedDays',
    source: checker,
    finds: 'contradiction',
    find: ({ promisedDays, legalDays }) =>
      when(
        promisedDays > legalDays,
        `承诺时限（${promisedDays} 个工作日）超过法定时限（${legalDays} 个工作日），请核对`,
      ),
  },
  {
    id: 'at-once-within-a-day',
    field: 'promisedDays',
    source: checker,
    finds: 'contradiction',
    find: ({ kind, promisedDays }) =>
      when(
        kind === '即办件' && promisedDays > 1,
        `即办件的承诺时限应不超过 1 个工作日，现为 ${promisedDays}，请核对办件类型`,
      ),
  },
  {
    id: 'within-a-day-at-once',
    field: 'kind',
    source: checker,
    finds: 'doubt',
    find: ({ kind, promisedDays }) =>
      when(kind === '承诺件' && promisedDays <= 1, '承诺时限不超过 1 个工作日的一般是即办件，请核对办件类型'),
  },
  {
    id: 'stages',
    field: 'steps',
    source: checker,
    finds: 'doubt',
    find: (guide) => {
      const stages = missingStages(guide);
      return when(stages.length > 0, `办理流程未见${stages.join('、')}环节，请补上或核对环节名称`);
    },
  },
  {
    id: 'days-add-up',
    field: 'steps',
    source: checker,
    finds: 'doubt',
    find: (guide) =>
      when(
        daysDiffer(guide),
        `各环节时限合计 ${daysOf(guide).total} 个工作日，与承诺时限 ${guide.promisedDays} 个工作日不一致，请核对`,
      ),
  },
  {
    id: 'time-for-the-site',
    field: 'promisedDays',
    source: checker,
    finds: 'doubt',
    find: (guide) =>
      when(visitsTheSite(guide) && guide.promisedDays < 5, '流程含现场勘查，承诺时限不宜少于 5 个工作日，请核对'),
  },
  {
    id: 'certificates-listed',
    field: 'materials',
    source: checker,
    finds: 'doubt',
    find: (guide) => unlisted(guide).map((term) => `受理条件提到“${term}”，申请材料中没有，请补上或改写条件`),
  },
  {
    id: 'materials-apart',
    field: 'conditions',
    source: checker,
    finds: 'doubt',
    find: (guide) => repeated(guide).map((name) => `受理条件写入了材料名“${name}”，材料请只写在申请材料中`),
  },
  { id: 'phone', field: 'phone', source: checker, finds: 'doubt', find: ({ phone }) => phones('咨询电话', phone) },
  {
    id: 'complaint-phone',
    field: 'complaintPhone',
    source: checker,
    finds: 'doubt',
    find: ({ complaintPhone }) => phones('监督投诉电话', complaintPhone),
  },
  {
    id: 'members-once',
    field: 'package',
    source: ours,
    finds: 'contradiction',
    find: ({ package: together }) =>
      twice((together?.members ?? []).map(({ name }) => name)).map(
        (name) => `一件事的所含事项“${name}”列了不止一次，请只留一个`,
      ),
  },
  {
    id: 'one-set-of-materials',
    field: 'materials',
    source: packages,
    finds: 'doubt',
    find: ({ package: together, materials }) =>
      together
        ? twice(materials.map(({ name }) => name)).map(
            (name) => `一件事只收一套材料，“${name}”列了不止一次，请合并为一份`,
          )
        : [],
  },
  {
    id: 'fee-named',
    field: 'fee',
    source: ours,
    finds: 'doubt',
    find: ({ fee }) => when(fee.charged && fee.standard === undefined, '收费事项没有写收费标准，请补上'),
  },
  {
    id: 'code-length',
    field: 'code',
    source: coding,
    finds: 'contradiction',
    find: ({ code }) =>
      when(
        code !== undefined && !/^[\dA-Z]{31}$/i.test(code),
        '实施编码一般为 31 位字母和数字；如填的是基本编码，可以不改',
      ),
  },
];

/** A contradiction stops the guide where its source is certain; whatever is known from memory only warns. */
export const levelOfLint = ({ finds, source }: Lint) => (finds === 'contradiction' ? levelOf(source) : 'warn');

export const lintGuide = (guide: Guide): Issue[] =>
  LINTS.flatMap((lint) =>
    lint.find(guide).map((text) => issue(`guide.${lint.field}`, 'guide-lint', { text }, levelOfLint(lint))),
  );
