import { raw } from 'hono/html';
import type { PropsWithChildren } from 'hono/jsx';
import { actingPerson } from '../../../accounts/acting.ts';
import { deadlineOf, type Deadline } from '../../../catalog/deadlines.ts';
import { listCatalogEntries } from '../../../catalog/entries.ts';
import { mayMove } from '../../../core/drafts.ts';
import type { Issue } from '../../../core/issues.ts';
import { mayDoFor, unitsFor } from '../../../core/permissions.ts';
import type { Entered } from '../../../items/drafts/entered.ts';
import { previewDraft, type DraftPreview } from '../../../items/drafts/preview.ts';
import { getDraft } from '../../../items/drafts/read.ts';
import type { DraftView } from '../../../items/drafts/view.ts';
import { listChannels, listColumns, listUnits } from '../../../items/reference.ts';
import { asset } from '../assets.ts';
import { PostForm } from '../form-parts.tsx';
import type { Console } from '../pages.tsx';
import { Note } from '../ui.tsx';
import type { PageOptions, Visit } from '../visit.ts';
import { fill, words } from '../words.ts';
import { DraftFields, type Choices } from './fields.tsx';
import { DraftState, IssueLists } from './state.tsx';
import { text } from './text.ts';
import { WordNotes, type Imported } from './word-notes.tsx';

const section = '/console/items';
export const draftPath = (id: string): string => `/console/drafts/${id}`;

const SCRIPT_WORDS = JSON.stringify({
  saving: text.saving,
  unsaved: text.unsaved,
  saveFailed: text.saveFailed,
  autosaved: text.autosaved,
  addRow: text.addRow,
  body: text.body,
  conflictGo: text.conflictGo,
  pasteDropped: text.pasteDropped,
  uploadFailed: text.uploadFailed,
});

const Scripts = ({ visit, hasBody }: { visit: Visit; hasBody: boolean }) => {
  const nonce = visit.c.get('secureHeadersNonce') ?? '';
  return (
    <>
      <link rel="stylesheet" href={asset('editor.css')} />
      <script nonce={nonce} src={asset('draft.js')} defer />
      {hasBody && <script nonce={nonce} src={asset('editor.js')} defer />}
      {hasBody && <script nonce={nonce} src={asset('body.js')} defer />}
    </>
  );
};

/** Asks for the words that stand for a picture; Esc leaves them empty, and the gate asks again. */
const AltDialog = () => (
  <dialog id="alt" aria-labelledby="alt-ask">
    <form method="dialog">
      <p id="alt-ask">{text.altAsk}</p>
      <input aria-labelledby="alt-ask" maxlength={200} />
      <p class="buttons">
        <button type="submit">{words.save}</button>
      </p>
    </form>
  </dialog>
);

const Links = ({ draft }: { draft: DraftView }) => (
  <p class="buttons">
    <a class="button plain" href={`${draftPath(draft.id)}/preview`} data-saves>
      {text.preview}
    </a>
    <a href={`${draftPath(draft.id)}/history`} data-saves>
      {text.history}
    </a>
    {mayMove('discard', draft.status) && <a href={`${draftPath(draft.id)}/discard`}>{text.discard}</a>}
  </p>
);

const Actions = ({ draft }: { draft: DraftView }) => (
  <div class="actions">
    <button type="submit" name="do" value="save" class="plain">
      {text.save}
    </button>{' '}
    <button type="submit" name="do" value="submit" data-publishes>
      {text.submit}
    </button>{' '}
    <button type="submit" class="plain" formaction={`${draftPath(draft.id)}/preview`} formtarget="_blank">
      {text.previewUnsaved}
    </button>{' '}
    <span id="draft-told" role="status" class="soft" />
  </div>
);

interface Loaded {
  readonly draft: DraftView;
  readonly content: Entered;
  readonly catalogEntry: string;
  readonly preview: DraftPreview;
  readonly issues: readonly Issue[];
  readonly deadline: Deadline | null;
  readonly choices: Choices;
}

const Editor = ({
  draft,
  content,
  catalogEntry,
  preview,
  issues,
  deadline,
  choices,
  imported,
}: Loaded & { imported: Imported | null }) => {
  // Nobody has typed anything yet: what is missing is told once, not beside every empty field.
  const beside = draft.version === 1 && imported === null ? [] : issues;
  return (
    <>
      {imported && <WordNotes imported={imported} />}
      <Links draft={draft} />
      <div id="draft-state">
        <DraftState draft={draft} issues={issues} deadline={deadline} />
      </div>
      <div id="source-why" class="note wait" hidden>
        <p>{text.sourceMode}</p>
        <button type="button" class="plain">
          {text.visualAnyway}
        </button>
      </div>
      <p id="body-notes" role="status" class="soft" />
      <DraftForm draft={draft}>
        <DraftFields
          content={content}
          body={preview.content.body}
          catalogEntry={catalogEntry}
          issues={beside}
          choices={choices}
          isCorrection={draft.previous !== null}
        />
        <Actions draft={draft} />
      </DraftForm>
      <AltDialog />
    </>
  );
};

const DraftForm = ({ draft, children }: PropsWithChildren<{ draft: DraftView }>) => (
  <PostForm
    action={draftPath(draft.id)}
    class="draft"
    files
    data={{
      'data-draft': `${draftPath(draft.id)}/autosave`,
      'data-address': draftPath(draft.id),
      'data-words': SCRIPT_WORDS,
    }}
  >
    <input type="hidden" name="version" value={String(draft.version)} />
    {children}
  </PostForm>
);

/** The clean text, read only: the subset holds nothing that runs, loads from elsewhere or styles itself. */
const shownBody = (body: string): string =>
  body.replaceAll(/(<img src=")asset:([0-9a-f]{64}")/g, '$1/console/files/$2');

const Reader = ({ draft, preview, canWrite }: Pick<Loaded, 'draft' | 'preview'> & { canWrite: boolean }) => (
  <>
    <Note tone="busy">
      {mayMove('save', draft.status) ? text.readOnlyOther : fill(text.readOnly, { status: draft.statusName })}{' '}
      {draft.status === 'approved' && <a href={`/console/items/${draft.itemId ?? ''}`}>{text.becameItem}</a>}
    </Note>
    <Links draft={draft} />
    {canWrite && mayMove('withdraw', draft.status) && (
      <PostForm action={`${draftPath(draft.id)}/withdraw`}>
        <button type="submit" class="plain">
          {text.withdraw}
        </button>
      </PostForm>
    )}
    <IssueLists issues={preview.issues} />
    <article class="card manuscript">{raw(shownBody(preview.content.body))}</article>
  </>
);

export interface Shown {
  /** What was typed and not saved. */
  readonly content?: Entered;
  readonly catalogEntry?: string;
  readonly issues?: readonly Issue[];
  readonly status?: PageOptions['status'];
  readonly imported?: Imported;
}

/** The attribute has no field of its own: its kind is what one chooses. */
export const asField = (each: Issue): Issue =>
  each.field === 'disclosure' ? { ...each, field: 'disclosure.kind' } : each;

const load = async ({ ctx }: Console, visit: Visit, draftId: string, shown: Shown): Promise<Loaded> => {
  const { person } = visit.session;
  const actor = actingPerson(person);
  const [draft, preview, units, columns, entries, cards] = await Promise.all([
    getDraft(ctx, draftId, actor),
    previewDraft(ctx, { draftId, content: shown.content }, actor),
    listUnits(ctx),
    listColumns(ctx),
    listCatalogEntries(ctx.db),
    listChannels(ctx),
  ]);
  const bound = unitsFor(person, 'item-write');
  return {
    draft,
    preview,
    content: shown.content ?? draft.content,
    catalogEntry: shown.catalogEntry ?? draft.catalogEntry ?? '',
    issues: (shown.issues ?? preview.issues).map(asField),
    deadline: deadlineOf(entries, draft, ctx.clock()),
    choices: { units: units.filter(({ id }) => bound === null || bound.includes(id)), columns, entries, cards },
  };
};

/** A draft: to write on for whoever may and while it may be changed, else to read. */
export const editorPage = async (
  shell: Console,
  visit: Visit,
  draftId: string,
  shown: Shown = {},
): Promise<Response> => {
  const loaded = await load(shell, visit, draftId, shown);
  const { draft, preview, content } = loaded;
  const canWrite = mayDoFor(visit.session.person, 'item-write', draft.unit);
  const isOpen = canWrite && mayMove('save', draft.status);
  if (isOpen) visit.c.set('hasEditor', true);
  const hasBody = content['type'] !== 'guide' || preview.content.body !== '';
  return visit.page(
    { title: draft.title || text.untitled, section, status: shown.status ?? 200 },
    isOpen ? (
      <>
        <Editor {...loaded} imported={shown.imported ?? null} />
        <Scripts visit={visit} hasBody={hasBody} />
      </>
    ) : (
      <Reader draft={draft} preview={preview} canWrite={canWrite} />
    ),
  );
};
