import type { Child } from 'hono/jsx';
import type { Issue } from '../../../core/issues.ts';
import type { Entered } from '../../../items/drafts/entered.ts';
import { Checks, Field, idOf, Select, TextArea } from '../form-parts.tsx';
import { issueText } from '../../../core/issues.ts';
import { listAt, textAt, valueAt, wordsAt } from './shown.ts';
import { guideText as words, text } from './text.ts';

export interface GuideProps {
  readonly content: Entered;
  readonly issues: readonly Issue[];
}

const NONE = ['', text.choose] as const;
const same = (values: readonly string[]) => values.map((value) => [value, value] as const);

/** A group of a list: what it holds, one empty row for the next, and what is wrong with the whole. */
const Rows = ({
  list,
  label,
  issues,
  rows,
}: { list: string; label: string; rows: readonly Child[] } & Pick<GuideProps, 'issues'>) => {
  const own = issues.filter(({ field }) => field === list);
  return (
    <fieldset class="rows" id={idOf(list)} data-rows={list}>
      <legend>{label}</legend>
      {own.map((each) => (
        <p class="wrong">{issueText(each)}</p>
      ))}
      {rows.map((row) => (
        <div class="row" data-entry>
          {row}
        </div>
      ))}
    </fieldset>
  );
};

/** The places of a list, and one more. */
const places = (content: Entered, list: string): readonly string[] =>
  Array.from({ length: listAt(content, list).length + 1 }, (_, index) => `${list}[${index}]`);

const Lines = ({ content, issues, list, label }: GuideProps & { list: string; label: string }) => (
  <Rows
    list={list}
    label={label}
    issues={issues}
    rows={places(content, list).map((name, index) => (
      <TextArea name={name} label={`${label} ${index + 1}`} rows={2} value={textAt(content, name)} issues={issues} />
    ))}
  />
);

const Materials = ({ content, issues }: GuideProps) => (
  <Rows
    list="guide.materials"
    label={words.materials}
    issues={issues}
    rows={places(content, 'guide.materials').map((name) => (
      <>
        <Field
          name={`${name}.name`}
          label={words.materialName}
          value={textAt(content, `${name}.name`)}
          issues={issues}
        />
        <Field name={`${name}.source`} label={words.source} value={textAt(content, `${name}.source`)} issues={issues} />
        <Select
          name={`${name}.form`}
          label={words.form}
          value={textAt(content, `${name}.form`) || '原件'}
          issues={issues}
          options={same(['原件', '复印件', '原件和复印件', '电子'])}
        />
        <Field
          name={`${name}.copies`}
          label={words.copies}
          inputmode="numeric"
          value={textAt(content, `${name}.copies`)}
          issues={issues}
        />
        <Select
          name={`${name}.required`}
          label={words.required}
          value={valueAt(content, `${name}.required`) === false ? 'no' : 'yes'}
          options={[
            ['yes', words.must],
            ['no', words.may],
          ]}
        />
        <input type="hidden" name={`${name}.sample`} value={textAt(content, `${name}.sample`)} />
      </>
    ))}
  />
);

const Steps = ({ content, issues }: GuideProps) => (
  <Rows
    list="guide.steps"
    label={words.steps}
    issues={issues}
    rows={places(content, 'guide.steps').map((name) => (
      <>
        <Field name={`${name}.name`} label={words.stepName} value={textAt(content, `${name}.name`)} issues={issues} />
        <Field name={`${name}.days`} label={words.days} value={textAt(content, `${name}.days`)} issues={issues} />
        <Field name={`${name}.note`} label={words.note} value={textAt(content, `${name}.note`)} issues={issues} />
      </>
    ))}
  />
);

const Questions = ({ content, issues }: GuideProps) => (
  <Rows
    list="guide.questions"
    label={words.questions}
    issues={issues}
    rows={places(content, 'guide.questions').map((name) => (
      <>
        <Field
          name={`${name}.question`}
          label={words.question}
          value={textAt(content, `${name}.question`)}
          issues={issues}
        />
        <TextArea
          name={`${name}.answer`}
          label={words.answer}
          rows={2}
          value={textAt(content, `${name}.answer`)}
          issues={issues}
        />
      </>
    ))}
  />
);

const Package = ({ content, issues }: GuideProps) => {
  const list = 'guide.package.members';
  const one = (name: string, label: string) => (
    <Field name={name} label={label} value={textAt(content, name)} issues={issues} />
  );
  return (
    <details open={valueAt(content, 'guide.package') !== undefined}>
      <summary>{words.package}</summary>
      {one('guide.package.scenario', words.scenario)}
      <Rows
        list={list}
        label={words.memberName}
        issues={issues}
        rows={places(content, list).map((name) => (
          <>
            {one(`${name}.name`, words.memberName)}
            {one(`${name}.agency`, words.memberAgency)}
            {one(`${name}.guide`, words.memberGuide)}
          </>
        ))}
      />
    </details>
  );
};

const chargedOf = (content: Entered): string => {
  const charged = valueAt(content, 'guide.fee.charged');
  return typeof charged === 'boolean' ? (charged ? 'yes' : 'no') : '';
};

const Basics = ({ content, issues }: GuideProps) => {
  const one = (name: keyof typeof words, field = name as string, hint?: string) => (
    <Field
      name={`guide.${field}`}
      label={words[name]}
      value={textAt(content, `guide.${field}`)}
      issues={issues}
      {...(hint ? { hint } : {})}
    />
  );
  const kinds = [NONE, ...same(['即办件', '承诺件'])];
  const charged = [NONE, ['no', words.no], ['yes', words.yes]] as const;
  return (
    <div class="pairs">
      {one('agency')}
      <Select
        name="guide.kind"
        label={words.kind}
        value={textAt(content, 'guide.kind')}
        issues={issues}
        options={kinds}
      />
      {one('legalDays')}
      {one('promisedDays')}
      {one('place')}
      {one('hours')}
      {one('phone')}
      {one('complaintPhone')}
      <Select
        name="guide.fee.charged"
        label={words.charged}
        value={chargedOf(content)}
        issues={issues}
        options={charged}
      />
      {one('standard', 'fee.standard')}
      {one('feeBasis', 'fee.basis')}
      {one('category', 'category', words.categoryHint)}
      {one('code')}
      {one('level')}
      {one('visits')}
      {one('onlineDepth')}
      {one('result')}
      {one('delivery')}
      {one('onlineUrl')}
    </div>
  );
};

/** 办事指南 as fields. Lists end with an empty row, so that everything works without scripts. */
export const GuideFields = ({ content, issues }: GuideProps) => (
  <section class="card" id={idOf('guide')}>
    <h2>{words.title}</h2>
    <input type="hidden" name="guide.shown" value="1" />
    {issues
      .filter(({ field }) => field === 'guide')
      .map((each) => (
        <p class="wrong">{issueText(each)}</p>
      ))}
    <Checks
      name="guide.audience"
      label={words.audience}
      options={same(['自然人', '法人'])}
      chosen={wordsAt(content, 'guide.audience')}
      issues={issues}
    />
    <Basics content={content} issues={issues} />
    <Lines content={content} issues={issues} list="guide.basis" label={words.basis} />
    <Lines content={content} issues={issues} list="guide.conditions" label={words.conditions} />
    <Materials content={content} issues={issues} />
    <Steps content={content} issues={issues} />
    <Questions content={content} issues={issues} />
    <Package content={content} issues={issues} />
  </section>
);
