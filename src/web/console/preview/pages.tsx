import { actingPerson } from '../../../accounts/acting.ts';
import { AppError } from '../../../core/errors.ts';
import { previewDraft, type DraftPreview } from '../../../items/drafts/preview.ts';
import { getDraft } from '../../../items/drafts/read.ts';
import { may } from '../frame.tsx';
import { addPage, type Console } from '../pages.tsx';
import { Empty, Note } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import { channelDocument, sourceDocument } from './documents.ts';
import { addPreviewImages, withImages } from './images.ts';
import { valueNames } from './names.ts';
import { ChannelPane, Source } from './parts.tsx';
import { text } from './text.ts';

const PATH = '/console/drafts/:id/preview';

const load = (shell: Console, visit: Visit): Promise<DraftPreview> =>
  previewDraft(shell.ctx, { draftId: visit.param('id') }, actingPerson(visit.session.person));

const ChannelTabs = ({ preview, own, chosen }: { preview: DraftPreview; own: string; chosen: string }) => (
  <nav class="tabs" aria-label={text.channels}>
    {preview.channels.map(({ channel: { id, name } }) => (
      <a href={`${own}?channel=${id}`} aria-current={id === chosen ? 'page' : undefined}>
        {name}
      </a>
    ))}
  </nav>
);

const Channels = ({ preview, own, asked }: { preview: DraftPreview; own: string; asked: string }) => {
  const shown = preview.channels.find(({ channel }) => channel.id === asked) ?? preview.channels[0];
  return (
    <section aria-labelledby="channels" class="card">
      <h2 id="channels">{text.channels}</h2>
      {shown ? (
        <>
          <ChannelTabs preview={preview} own={own} chosen={shown.channel.id} />
          <ChannelPane preview={shown} frame={`${own}/${shown.channel.id}`} />
        </>
      ) : (
        <Empty>{text.none}</Empty>
      )}
    </section>
  );
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
      {preview.hash === null ? (
        <Note tone="bad">{text.blocked}</Note>
      ) : (
        <Note tone="good">
          {text.ready} {text.sealed} <code>{preview.hash.slice(0, 16)}</code>
        </Note>
      )}
      <div class="sides">
        <Source
          preview={preview}
          draftId={canWrite ? draft.id : null}
          frame={`/console/drafts/${draft.id}/source`}
          names={names}
        />
        <Channels preview={preview} own={own} asked={visit.query('channel')} />
      </div>
    </>,
  );
};

/** 预览: source left, what each channel will show right. */
export const addPreview = (shell: Console): void => {
  const { ctx } = shell;
  addPage(shell, { method: 'get', path: PATH, who: 'item-read' }, (visit) => previewPage(shell, visit));
  addPage(shell, { method: 'get', path: '/console/drafts/:id/source', who: 'item-read' }, async (visit) => {
    const { content } = await load(shell, visit);
    return visit.preview(withImages(ctx, sourceDocument(content.title, content.body)));
  });
  addPage(shell, { method: 'get', path: `${PATH}/:channel`, who: 'item-read' }, async (visit) => {
    const { channels } = await load(shell, visit);
    const shown = channels.find(({ channel }) => channel.id === visit.param('channel'));
    if (!shown) throw new AppError('not-found', { what: '这个渠道的渠道稿' });
    return visit.preview(withImages(ctx, channelDocument(shown)));
  });
  addPreviewImages(shell);
};
