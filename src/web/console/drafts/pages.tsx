import { actingPerson } from '../../../accounts/acting.ts';
import { deadlineOf } from '../../../catalog/deadlines.ts';
import { listCatalogEntries } from '../../../catalog/entries.ts';
import { AppError } from '../../../core/errors.ts';
import { discardDraft } from '../../../items/drafts/discard.ts';
import type { Entered } from '../../../items/drafts/entered.ts';
import { previewDraft } from '../../../items/drafts/preview.ts';
import { getDraft } from '../../../items/drafts/read.ts';
import { saveDraft } from '../../../items/drafts/save.ts';
import { submitDraft } from '../../../items/drafts/submit.ts';
import type { DraftView } from '../../../items/drafts/view.ts';
import { withdrawDraft } from '../../../items/drafts/withdraw.ts';
import { Confirm } from '../form-parts.tsx';
import { addPage, type Console } from '../pages.tsx';
import { fill } from '../words.ts';
import { orIssues } from '../try.ts';
import type { Visit } from '../visit.ts';
import { conflictPage } from './conflict.tsx';
import { asField, draftPath, editorPage } from './editor.tsx';
import { addFiles, withFiles } from './files.ts';
import { addHistory } from './history.tsx';
import { addNewDrafts } from './new.tsx';
import { DRAFT_LIMIT, readDraftForm } from './read-form.ts';
import { ConflictState, DraftState } from './state.tsx';
import { text } from './text.ts';

const isStale = (error: unknown): error is AppError => error instanceof AppError && error.code === 'stale-draft';

const saveForm = ({ ctx }: Console, { form, param, session }: Visit, content: Entered): Promise<DraftView> =>
  saveDraft(
    ctx,
    {
      draftId: param('id'),
      version: Number(form.get('version')),
      content,
      catalogEntry: form.get('catalogEntry'),
    },
    actingPerson(session.person),
  );

/** Saves, and hands in where that was asked: what was typed is kept even if it cannot be submitted yet. */
const saveAndGo = async (shell: Console, visit: Visit, content: Entered): Promise<Response> => {
  const { form, session } = visit;
  const draftId = visit.param('id');
  const catalogEntry = form.get('catalogEntry');
  let draft: DraftView | null = null;
  const unsaved = await orIssues(async () => {
    draft = await saveForm(shell, visit, content);
  });
  const saved = draft as DraftView | null;
  if (saved === null) return editorPage(shell, visit, draftId, { content, catalogEntry, issues: unsaved, status: 422 });
  if (form.get('do') !== 'submit') return visit.go(draftPath(draftId), 'draft-saved');
  const { version } = saved;
  const issues = await orIssues(() => submitDraft(shell.ctx, { draftId, version }, actingPerson(session.person)));
  if (issues.length > 0) return editorPage(shell, visit, draftId, { issues, status: 422 });
  return visit.go(draftPath(draftId), 'draft-submitted');
};

const addEditor = (shell: Console): void => {
  const path = '/console/drafts/:id';
  addPage(shell, { method: 'get', path, who: 'item-read' }, (visit) => editorPage(shell, visit, visit.param('id')));
  addPage(shell, { method: 'post', path, who: 'item-write', limit: DRAFT_LIMIT }, async (visit) => {
    const content = await withFiles(shell, readDraftForm(visit.form), visit.form);
    try {
      return await saveAndGo(shell, visit, content);
    } catch (error) {
      if (!isStale(error)) throw error;
      return conflictPage(shell, visit, { draftId: visit.param('id'), content, message: error.message });
    }
  });
};

/** What a script sends while one types: saved, judged, and told as a part of the page. */
const addAutosave = (shell: Console): void => {
  const path = '/console/drafts/:id/autosave';
  addPage(shell, { method: 'post', path, who: 'item-write', limit: DRAFT_LIMIT }, async (visit) => {
    try {
      const draft = await saveForm(shell, visit, readDraftForm(visit.form));
      const { ctx } = shell;
      const [{ issues }, entries] = await Promise.all([
        previewDraft(ctx, { draftId: draft.id }, actingPerson(visit.session.person)),
        listCatalogEntries(ctx.db),
      ]);
      const deadline = deadlineOf(entries, draft, ctx.clock());
      return await visit.part(<DraftState draft={draft} issues={issues.map(asField)} deadline={deadline} />);
    } catch (error) {
      if (!isStale(error)) throw error;
      return visit.part(<ConflictState message={error.message} />, 409);
    }
  });
};

const addEndings = (shell: Console): void => {
  const { ctx } = shell;
  const path = '/console/drafts/:id/discard';
  addPage(shell, { method: 'get', path, who: 'item-write' }, async (visit) => {
    const { id, title, version } = await getDraft(ctx, visit.param('id'), actingPerson(visit.session.person));
    return visit.page(
      { title: text.discardTitle, section: '/console/items' },
      <Confirm
        action={`${draftPath(id)}/discard`}
        question={fill(text.discardAsk, { title: title || text.untitled })}
        go={text.discardGo}
        back={draftPath(id)}
        fields={{ version: String(version) }}
      />,
    );
  });
  addPage(shell, { method: 'post', path, who: 'item-write' }, async (visit) => {
    const asked = { draftId: visit.param('id'), version: Number(visit.form.get('version')) };
    await discardDraft(ctx, asked, actingPerson(visit.session.person));
    return visit.go('/console/items', 'draft-discarded');
  });
  addPage(shell, { method: 'post', path: '/console/drafts/:id/withdraw', who: 'item-write' }, async (visit) => {
    const { id } = await withdrawDraft(ctx, visit.param('id'), actingPerson(visit.session.person));
    return visit.go(draftPath(id), 'draft-withdrawn');
  });
};

/** Writing: new, editor, files, history, and how a draft ends. Fixed names stand before `:id`. */
export const addDrafts = (shell: Console): void => {
  addNewDrafts(shell);
  addEditor(shell);
  addAutosave(shell);
  addEndings(shell);
  addHistory(shell);
  addFiles(shell);
};
