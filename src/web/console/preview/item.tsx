import { actingPerson } from '../../../accounts/acting.ts';
import { showRenditions, type Renditions } from '../../../deliveries/renditions.ts';
import { addPage, type Console } from '../pages.tsx';
import type { Visit } from '../visit.ts';
import { channelDocument, namedIn, sourceDocument } from './documents.ts';
import { withImages } from './images.ts';
import { valueNames } from './names.ts';
import { Channels, Source } from './parts.tsx';
import { text } from './text.ts';

const ITEM = '/console/items/:id';

const load = ({ ctx }: Console, { param, session }: Visit): Promise<Renditions> =>
  showRenditions(ctx, param('id'), actingPerson(session.person));

const itemPreview = async (shell: Console, visit: Visit): Promise<Response> => {
  const [shown, names] = await Promise.all([load(shell, visit), valueNames(shell.ctx)]);
  const item = `/console/items/${visit.param('id')}`;
  return visit.page(
    { title: `${text.approved}：${shown.title}`, section: '/console/items' },
    <>
      <p class="buttons">
        <a href={item}>{text.toItem}</a>
      </p>
      <div class="sides">
        <Source
          preview={{ content: shown.content, issues: [] }}
          draftId={null}
          frame={{ src: `${item}/source` }}
          names={names}
        />
        <Channels preview={shown} own={`${item}/preview`} asked={visit.query('channel')} />
      </div>
    </>,
  );
};

/** What was approved, and what each channel makes of it; also of items that never were drafts here. */
export const addItemPreview = (shell: Console): void => {
  const who = 'item-read';
  addPage(shell, { method: 'get', path: `${ITEM}/preview`, who }, (visit) => itemPreview(shell, visit));
  addPage(shell, { method: 'get', path: `${ITEM}/source`, who }, async (visit) => {
    const { content } = await load(shell, visit);
    return visit.preview(withImages(shell.ctx, sourceDocument(content.title, content.body)));
  });
  addPage(shell, { method: 'get', path: `${ITEM}/preview/:channel`, who }, async (visit) =>
    visit.preview(withImages(shell.ctx, channelDocument(namedIn(await load(shell, visit), visit.param('channel'))))),
  );
};
