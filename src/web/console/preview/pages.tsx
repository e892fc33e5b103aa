import { actingPerson } from '../../../accounts/acting.ts';
import { previewDraft, type DraftPreview } from '../../../items/drafts/preview.ts';
import { getDraft } from '../../../items/drafts/read.ts';
import { DRAFT_LIMIT, readDraftForm } from '../drafts/read-form.ts';
import { may } from '../frame.tsx';
import { addPage, type Console } from '../pages.tsx';
import type { Visit } from '../visit.ts';
import { channelDocument, namedIn, sourceDocument } from './documents.ts';
import { addPreviewImages, withImages } from './images.ts';
import { valueNames } from './names.ts';
import { addItemPreview } from './item.tsx';
import { Channels, Source, Verdict } from './parts.tsx';
import { text } from './text.ts';
import { unsavedPage } from './unsaved.tsx';

const PATH = '/console/drafts/:id/preview';

/** What was saved; posted, what the editor holds now, which nobody need save to see. */
const load = (shell: Console, { c, form, param, session }: Visit): Promise<DraftPreview> => {
  const content = c.req.method === 'POST' ? readDraftForm(form) : undefined;
  return previewDraft(shell.ctx, { draftId: param('id'), content }, actingPerson(session.person));
};

const previewPage = async (shell: Console, visit: Visit): Promise<Response> => {
  const person = actingPerson(visit.session.person);
  const [preview, draft, names] = await Promise.all([
    load(shell, visit),
    getDraft(shell.ctx, visit.param('id'), person),
    valueNames(shell.ctx),
  ]);
  const own = `/console/drafts/${draft.id}/preview`;
  const canWrite = may(visit.session, 'item-write');
  return visit.page(
    { title: `${text.title}：${draft.title}`, section: '/console/items' },
    <>
      <p class="buttons">
        {canWrite && <a href={`/console/drafts/${draft.id}`}>{text.edit}</a>}
        {may(visit.session, 'item-review') && draft.status === 'reviewing' && (
          <a href={`/console/reviews/${draft.id}`}>{text.toReview}</a>
        )}
      </p>
      <Verdict hash={preview.hash} />
      <div class="sides">
        <Source
          preview={preview}
          draftId={canWrite ? draft.id : null}
          frame={{ src: `/console/drafts/${draft.id}/source` }}
          names={names}
        />
        <Channels preview={preview} own={own} asked={visit.query('channel')} />
      </div>
    </>,
  );
};

/** Of one channel, as a document of its own. */
const channelFrame = async (shell: Console, visit: Visit): Promise<Response> =>
  visit.preview(withImages(shell.ctx, channelDocument(namedIn(await load(shell, visit), visit.param('channel')))));

const sourceFrame = async (shell: Console, visit: Visit): Promise<Response> => {
  const { content } = await load(shell, visit);
  return visit.preview(withImages(shell.ctx, sourceDocument(content.title, content.body)));
};

/** 预览: source left, what each channel will show right. */
export const addPreview = (shell: Console): void => {
  const source = '/console/drafts/:id/source';
  const channel = `${PATH}/:channel`;
  addPage(shell, { method: 'get', path: PATH, who: 'item-read' }, (visit) => previewPage(shell, visit));
  addPage(shell, { method: 'get', path: source, who: 'item-read' }, (visit) => sourceFrame(shell, visit));
  addPage(shell, { method: 'get', path: channel, who: 'item-read' }, (visit) => channelFrame(shell, visit));
  const unsaved = { method: 'post', who: 'item-write', limit: DRAFT_LIMIT } as const;
  addPage(shell, { ...unsaved, path: PATH }, async (visit) => unsavedPage(shell, visit, await load(shell, visit)));
  addPage(shell, { ...unsaved, path: source }, (visit) => sourceFrame(shell, visit));
  addPage(shell, { ...unsaved, path: channel }, (visit) => channelFrame(shell, visit));
  addItemPreview(shell);
  addPreviewImages(shell);
};
