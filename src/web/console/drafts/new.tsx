import { actingPerson } from '../../../accounts/acting.ts';
import { ITEM_TYPES, type ItemType } from '../../../core/content.ts';
import { AppError, invalid } from '../../../core/errors.ts';
import { issue, type Issue } from '../../../core/issues.ts';
import { unitsFor } from '../../../core/permissions.ts';
import { createCorrection, createDraft, createDraftFromWord } from '../../../items/drafts/create.ts';
import { listColumns, listUnits } from '../../../items/reference.ts';
import { ASSET_LIMIT } from '../../body.ts';
import { Issues, PostForm, Select } from '../form-parts.tsx';
import { addPage, type Console } from '../pages.tsx';
import { Alert, Empty } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import { words } from '../words.ts';
import { draftPath, editorPage } from './editor.tsx';
import { CHOOSE, named, TYPE_OPTIONS } from './fields.tsx';
import { text } from './text.ts';

const section = '/console/items';

/** A file field is a place to drop files on, with or without scripts. */
const WordField = () => (
  <div class="field">
    <label for="f-file">{text.wordFile}</label>
    <input id="f-file" class="drop" type="file" name="file" accept=".docx" aria-describedby="f-file-hint" />
    <p class="hint" id="f-file-hint">
      {text.fromWordWhy}
    </p>
  </div>
);

interface Wrong {
  readonly issues?: readonly Issue[];
  /** Why the Word file was not taken. */
  readonly refused?: string;
}

const newPage = async ({ ctx }: Console, visit: Visit, { issues = [], refused }: Wrong = {}): Promise<Response> => {
  const [units, columns] = await Promise.all([listUnits(ctx), listColumns(ctx)]);
  const bound = unitsFor(visit.session.person, 'item-write');
  const own = units.filter(({ id }) => bound === null || bound.includes(id));
  if (own.length === 0) return visit.page({ title: text.newTitle, section }, <Empty>{text.noUnit}</Empty>);
  const { form } = visit;
  const isWrong = issues.length > 0 || refused !== undefined;
  const one = (name: string) => ({ name, value: form.get(name), issues });
  return visit.page(
    { title: text.newTitle, section, status: isWrong ? 422 : 200 },
    <>
      {refused !== undefined && <Alert title={words.errorTitle}>{refused}</Alert>}
      <Issues issues={issues} />
      <PostForm action="/console/drafts" files class="card">
        <Select {...one('unit')} label={text.unit} options={own.length > 1 ? [CHOOSE, ...named(own)] : named(own)} />
        <Select {...one('column')} label={text.column} options={[CHOOSE, ...named(columns)]} />
        <Types chosen={form.get('type')} />
        <WordField />
        <p class="buttons">
          <button type="submit" formaction="/console/drafts/word">
            {text.wordGo}
          </button>
          <button type="submit" class="plain">
            {text.blankGo}
          </button>
        </p>
      </PostForm>
    </>,
  );
};

const Types = ({ chosen }: { chosen: string }) => (
  <fieldset class="checks">
    <legend>{text.type}</legend>
    <div>
      {[['', text.auto] as const, ...TYPE_OPTIONS].map(([value, shown]) => (
        <label>
          <input type="radio" name="type" value={value} checked={value === chosen} /> {shown}
        </label>
      ))}
    </div>
  </fieldset>
);

/** Throws `invalid` where no unit was chosen. */
const startOf = ({ form }: Visit) => {
  const type = ITEM_TYPES.find((each) => each === form.get('type'));
  const column = form.get('column');
  if (form.get('unit') === '') throw invalid([issue('unit', 'missing')]);
  return { unit: form.get('unit'), ...(type ? { type: type satisfies ItemType } : {}), ...(column ? { column } : {}) };
};

/** What a person can mend on this page; everything else is thrown on. */
const wrongOf = (error: unknown): Wrong => {
  if (!(error instanceof AppError)) throw error;
  if (error.issues.length > 0) return { issues: error.issues };
  if (error.code === 'bad-word' || error.code === 'unsupported-media') return { refused: error.message };
  throw error;
};

const addWord = (shell: Console): void => {
  const route = { method: 'post', path: '/console/drafts/word', who: 'item-write', limit: ASSET_LIMIT } as const;
  addPage(shell, route, async (visit) => {
    const file = visit.form.file('file');
    if (!file) return newPage(shell, visit, { issues: [issue('file', 'missing')] });
    const fileName = file.name;
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const start = { ...startOf(visit), bytes, fileName };
      const { draft, notes, annexes } = await createDraftFromWord(shell.ctx, start, actingPerson(visit.session.person));
      return await editorPage(shell, visit, draft.id, { imported: { fileName, notes, annexes } });
    } catch (error) {
      return newPage(shell, visit, wrongOf(error));
    }
  });
};

/** 新建稿件: from a Word file, blank, or as the correction of an item. */
export const addNewDrafts = (shell: Console): void => {
  const { ctx } = shell;
  addPage(shell, { method: 'get', path: '/console/drafts/new', who: 'item-write' }, (visit) => newPage(shell, visit));
  addWord(shell);
  addPage(shell, { method: 'post', path: '/console/drafts', who: 'item-write', limit: ASSET_LIMIT }, async (visit) => {
    try {
      const { id } = await createDraft(ctx, startOf(visit), actingPerson(visit.session.person));
      return visit.go(draftPath(id));
    } catch (error) {
      return newPage(shell, visit, wrongOf(error));
    }
  });
  addPage(shell, { method: 'post', path: '/console/drafts/corrections', who: 'item-write' }, async (visit) => {
    const { id } = await createCorrection(ctx, visit.form.get('itemId'), actingPerson(visit.session.person));
    return visit.go(draftPath(id));
  });
};
