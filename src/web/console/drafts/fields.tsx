import type { CatalogEntry } from '../../../catalog/entries.ts';
import { DISCLOSURES, ITEM_TYPE_NAMES, ITEM_TYPES, VALIDITIES } from '../../../core/content.ts';
import type { Issue } from '../../../core/issues.ts';
import type { Entered } from '../../../items/drafts/entered.ts';
import type { ChannelCard } from '../../../items/reference.ts';
import { Field, idOf, Select, TextArea } from '../form-parts.tsx';
import { Channels } from './channels.tsx';
import { GuideFields } from './guide.tsx';
import { listAt, textAt, wordsAt } from './shown.ts';
import { text } from './text.ts';

type Named = readonly { readonly id: string; readonly name: string }[];
export interface Choices {
  readonly units: Named;
  readonly columns: Named;
  readonly entries: readonly CatalogEntry[];
  readonly cards: readonly ChannelCard[];
}
export interface FieldsProps {
  readonly content: Entered;
  /** Clean: what the editor may load. */
  readonly body: string;
  readonly catalogEntry: string;
  readonly issues: readonly Issue[];
  readonly choices: Choices;
  readonly isCorrection: boolean;
}

export const CHOOSE = ['', text.choose] as const;
export const named = (all: Named) => all.map(({ id, name }) => [id, name] as const);
export const TYPE_OPTIONS = ITEM_TYPES.map((type) => [type, ITEM_TYPE_NAMES[type]] as const);
const same = (values: readonly string[]) => [CHOOSE, ...values.map((value) => [value, value] as const)];

const isGuide = (content: Entered): boolean => content['type'] === 'guide';

/** The editor takes this text's place where scripts run; without, the source itself is edited. */
const Body = ({ body, issues }: Pick<FieldsProps, 'body' | 'issues'>) => (
  <div class="body" data-body>
    <TextArea name="body" label={text.body} hint={text.bodyHint} value={body} rows={18} issues={issues} />
  </div>
);

const Attachments = ({ content, issues }: Pick<FieldsProps, 'content' | 'issues'>) => (
  <section class="card">
    <h2 id={idOf('attachments')}>{text.attachments}</h2>
    {listAt(content, 'attachments').map((_, index) => {
      const name = `attachments[${index}]`;
      const asset = textAt(content, `${name}.asset`);
      return (
        <div class="row">
          <input type="hidden" name={`${name}.asset`} value={asset} />
          <Field
            name={`${name}.name`}
            label={text.attachmentName}
            value={textAt(content, `${name}.name`)}
            issues={issues}
          />
          <label class="check">
            <input type="checkbox" name="dropAttachment" value={asset} /> {text.attachmentDrop}
          </label>
        </div>
      );
    })}
    <div class="field">
      <label for="f-newAttachments">{text.attachmentNew}</label>
      <input
        id="f-newAttachments"
        type="file"
        name="newAttachments"
        multiple
        aria-describedby="f-newAttachments-hint"
      />
      <p class="hint" id="f-newAttachments-hint">
        {text.attachmentHint}
      </p>
    </div>
    <div class="field">
      <label for="f-newCover">{text.cover}</label>
      <input id="f-newCover" type="file" name="newCover" accept="image/*" />
      {textAt(content, 'cover') !== '' && (
        <label class="check">
          <input type="hidden" name="cover" value={textAt(content, 'cover')} />
          {text.coverNow} <input type="checkbox" name="dropCover" value="1" /> {text.coverDrop}
        </label>
      )}
    </div>
  </section>
);

/** One that is no more in the catalog stays to be seen: the gate tells of it. */
const entriesWith = (chosen: string, entries: readonly CatalogEntry[]) => {
  const known = entries.map(({ id, name, timeLimit }) => [id, `${name}（${timeLimit}）`] as const);
  const isKnown = chosen === '' || entries.some(({ id }) => id === chosen);
  return [['', text.catalogOfColumn] as const, ...known, ...(isKnown ? [] : [[chosen, chosen] as const])];
};

const Place = ({ content, catalogEntry, issues, choices }: FieldsProps) => {
  const one = (name: string) => ({ name, value: textAt(content, name), issues });
  return (
    <section class="card">
      <h2>{text.place}</h2>
      <Select {...one('type')} label={text.type} options={TYPE_OPTIONS} />
      <Select {...one('unit')} label={text.unit} options={[CHOOSE, ...named(choices.units)]} />
      <Select {...one('column')} label={text.column} options={[CHOOSE, ...named(choices.columns)]} />
      <Select {...one('disclosure.kind')} label={text.disclosure} options={same(DISCLOSURES)} />
      <Field {...one('disclosure.reason')} label={text.disclosureReason} hint={text.disclosureReasonHint} />
      <Select
        name="catalogEntry"
        label={text.catalogEntry}
        hint={text.catalogHint}
        value={catalogEntry}
        issues={issues}
        options={entriesWith(catalogEntry, choices.entries)}
      />
    </section>
  );
};

const Facts = ({ content, issues, isCorrection }: FieldsProps) => {
  const one = (name: string) => ({ name, value: textAt(content, name), issues });
  return (
    <section class="card">
      <h2>{text.facts}</h2>
      <Field {...one('documentNumber')} label={text.documentNumber} hint={text.documentNumberHint} />
      <Field {...one('writtenOn')} label={text.writtenOn} type="date" />
      <Field {...one('source')} label={text.source} />
      <Select {...one('validity')} label={text.validity} options={same(VALIDITIES)} />
      <Field {...one('indexNumber')} label={text.indexNumber} />
      <Field
        name="keywords"
        label={text.keywords}
        hint={text.keywordsHint}
        value={wordsAt(content, 'keywords').join('、')}
        issues={issues}
      />
      {(content['type'] === 'interpretation' || textAt(content, 'interprets') !== '') && (
        <Field {...one('interprets')} label={text.interprets} />
      )}
      {(isCorrection || textAt(content, 'changeNote') !== '') && (
        <TextArea {...one('changeNote')} label={text.changeNote} hint={text.changeNoteHint} rows={2} />
      )}
    </section>
  );
};

/** Every field of a content. What is typed left of the fold, what is chosen right of it. */
export const DraftFields = (props: FieldsProps) => {
  const { content, body, issues, choices } = props;
  const one = (name: string) => ({ name, value: textAt(content, name), issues });
  return (
    <div class="desk-two">
      <div>
        <section class="card" aria-label={text.main}>
          <Field {...one('title')} label={text.title} required={false} />
          <Field {...one('shortTitle')} label={text.shortTitle} hint={text.shortTitleHint} />
          {(!isGuide(content) || body !== '') && <Body body={body} issues={issues} />}
          <TextArea {...one('summary')} label={text.summary} rows={2} />
        </section>
        {(isGuide(content) || content['guide'] !== undefined) && <GuideFields content={content} issues={issues} />}
        <Attachments content={content} issues={issues} />
      </div>
      <div>
        <Place {...props} />
        <Facts {...props} />
        <Channels content={content} cards={choices.cards} issues={issues} />
      </div>
    </div>
  );
};
