import type { DraftPreview } from '../../../items/drafts/preview.ts';
import { asset } from '../assets.ts';
import { PostForm } from '../form-parts.tsx';
import type { Console } from '../pages.tsx';
import { Empty, Note } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import { valueNames } from './names.ts';
import { ChannelPane, chosenOf, Source, Verdict } from './parts.tsx';
import { text } from './text.ts';

const SOURCE = 'source-frame';
const CHANNEL = 'channel-frame';
/** Which button was pressed, and the token, which every form brings itself. */
const NOT_CARRIED = new Set(['_token', 'do', 'show']);

/** A frame is filled by a form that names it; a script presses the button, and is not needed. */
const Filling = ({ to, frame, name }: { to: string; frame: string; name: string }) => (
  <button type="submit" class="plain" formaction={to} formtarget={frame} data-fills={frame}>
    {name}
  </button>
);

interface CarriedProps {
  readonly visit: Visit;
  readonly draft: string;
  readonly preview: DraftPreview;
  readonly chosen: string | null;
}

/** What the editor holds goes from page to frame and to the next channel in the form itself: nothing of it is kept here. */
const Carried = ({ visit, draft, preview: { channels }, chosen }: CarriedProps) => (
  <PostForm action={`${draft}/preview`} files>
    {visit.form.fields
      .filter(([name]) => !NOT_CARRIED.has(name))
      .map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    <p class="buttons" role="group" aria-label={text.channels}>
      {channels.map(({ channel: { id, name } }) => (
        <button type="submit" name="show" value={id} class="plain" aria-pressed={id === chosen ? 'true' : 'false'}>
          {name}
        </button>
      ))}
      <Filling to={`${draft}/source`} frame={SOURCE} name={text.showSource} />
      {chosen !== null && <Filling to={`${draft}/preview/${chosen}`} frame={CHANNEL} name={text.showChannel} />}
    </p>
  </PostForm>
);

/** The same page over what is typed and not saved; it writes nothing, and whoever looks is no author. */
export const unsavedPage = async ({ ctx }: Console, visit: Visit, preview: DraftPreview): Promise<Response> => {
  const names = await valueNames(ctx);
  const draft = `/console/drafts/${visit.param('id')}`;
  const shown = chosenOf(preview, visit.form.get('show'));
  return visit.page(
    { title: `${text.unsaved}：${preview.content.title}`, section: '/console/items' },
    <>
      <Note tone="wait">{text.unsavedWhy}</Note>
      <Verdict hash={preview.hash} />
      <Carried visit={visit} draft={draft} preview={preview} chosen={shown?.channel.id ?? null} />
      <div class="sides">
        <Source preview={preview} draftId={null} frame={{ name: SOURCE }} names={names} />
        <section aria-labelledby="channels" class="card">
          <h2 id="channels">{shown ? shown.channel.name : text.channels}</h2>
          {shown ? <ChannelPane preview={shown} frame={{ name: CHANNEL }} /> : <Empty>{text.none}</Empty>}
        </section>
      </div>
      <script nonce={visit.c.get('secureHeadersNonce') ?? ''} src={asset('unsaved.js')} defer />
    </>,
  );
};
