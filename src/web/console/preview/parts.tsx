import { issueText, type Issue } from '../../../core/issues.ts';
import type { ChannelPreview, DraftPreview, Used } from '../../../items/drafts/preview.ts';
import { contentFields, labelOf, type ValueNames } from '../../../items/compare.ts';
import { Chip, Empty, Note } from '../ui.tsx';
import { text } from './text.ts';

/** Whether an issue belongs to a place: the field itself, or something inside it. */
const isAt = (place: string, { field }: Pick<Issue, 'field'>): boolean =>
  field === place || field.startsWith(`${place}[`) || field.startsWith(`${place}.`);

const IssueLine = ({ issue, draftId }: { issue: Issue; draftId: string | null }) => (
  <li>
    <Chip tone={issue.level === 'block' ? 'bad' : 'wait'} icon={issue.level === 'block' ? '✕' : '!'}>
      {issue.level === 'block' ? text.mustMend : text.mayMend}
    </Chip>{' '}
    {issueText(issue)}{' '}
    {draftId !== null && <a href={`/console/drafts/${draftId}#f-${issue.field.split(/[[.]/)[0] ?? ''}`}>{text.mend}</a>}
  </li>
);

/** Issues beside their place; `named` where the place is not on the page. */
export const IssueList = ({
  issues,
  draftId,
  named = false,
}: {
  issues: readonly Issue[];
  draftId: string | null;
  named?: boolean;
}) =>
  issues.length === 0 ? null : (
    <ul class="issues">
      {issues.map((issue) => (
        <>
          {named && issue.field !== '' && <li class="place">{labelOf(issue.field)}</li>}
          <IssueLine issue={issue} draftId={draftId} />
        </>
      ))}
    </ul>
  );

/** Where a frame gets its document: from an address, or from whatever form names it as its target. */
export type FrameSource = { readonly src: string } | { readonly name: string };

interface SourceProps {
  readonly preview: Pick<DraftPreview, 'content' | 'issues'>;
  /** Where it is mended; null for somebody who may not. */
  readonly draftId: string | null;
  readonly frame: FrameSource;
  readonly names: ValueNames;
}

/** The source: fields with their issues, then the body. */
export const Source = ({ preview: { content, issues }, draftId, frame, names }: SourceProps) => {
  // What is not filled in yet has a stand-in, which nobody chose and nobody should read as chosen.
  const missing = issues.filter(({ code, field }) => code === 'missing' && field !== '');
  const fields = contentFields(content, names).filter((each) => !missing.some(({ field }) => isAt(field, each)));
  const shown = new Set(fields.map(({ field }) => field));
  const isShown = (each: Issue) => shown.has(each.field) || (content.guide === undefined && isAt('body', each));
  const lost = issues.filter((each) => !isShown(each));
  return (
    <section aria-labelledby="source" class="card">
      <h2 id="source">{text.source}</h2>
      {lost.length > 0 && <h3>{text.otherIssues}</h3>}
      <IssueList issues={lost} draftId={draftId} named />
      <dl class="facts">
        {fields.map(({ field, label, value }) => (
          <>
            <dt>{label}</dt>
            <dd>
              {value}
              <IssueList issues={issues.filter((each) => each.field === field)} draftId={draftId} />
            </dd>
          </>
        ))}
      </dl>
      {content.guide === undefined && (
        <>
          <h3>{text.body}</h3>
          <IssueList issues={issues.filter((each) => isAt('body', each))} draftId={draftId} />
          {content.body === '' ? (
            <p class="soft">{text.noBody}</p>
          ) : (
            <iframe class="paper" sandbox="" {...frame} title={text.sourceBody} />
          )}
        </>
      )}
    </section>
  );
};

const Limit = ({ name, used: { actual, max, unit } }: { name: string; used: Used }) => (
  <li>
    {`${name} `}
    <Chip tone={actual > max ? 'bad' : 'good'} icon={actual > max ? '✕' : '✓'}>
      {`${actual}/${max} ${unit} ${actual > max ? text.over : text.fits}`}
    </Chip>
  </li>
);

/** Shown as on a telephone: there nobody reads it on anything wider. */
const ON_PHONES: ReadonlySet<string> = new Set(['wechat-account']);

/** What one channel will show, and how much room is left. */
export const ChannelPane = ({ preview, frame }: { preview: ChannelPreview; frame: FrameSource }) => {
  const { channel, used, canUpdate } = preview;
  return (
    <>
      <p class="hint">{text.limits}</p>
      <ul class="limits">
        <Limit name={text.limitTitle} used={used.title} />
        <Limit name={text.limitBody} used={used.body} />
        <Limit name={text.limitImages} used={used.images} />
      </ul>
      <p>
        <Chip tone={canUpdate ? 'done' : 'wait'} icon={canUpdate ? 'ⓘ' : '!'}>
          {canUpdate ? text.canUpdate : text.cannotUpdate}
        </Chip>
      </p>
      <iframe
        class={ON_PHONES.has(channel.adapter.kind) ? 'phone' : 'paper'}
        sandbox=""
        {...frame}
        title={`${channel.name}${text.frame}`}
      />
    </>
  );
};

interface WithChannels {
  readonly channels: readonly ChannelPreview[];
}

/** The channel asked for, or the first. */
export const chosenOf = ({ channels }: WithChannels, asked: string): ChannelPreview | undefined =>
  channels.find(({ channel }) => channel.id === asked) ?? channels[0];

const ChannelTabs = ({ preview, own, chosen }: { preview: WithChannels; own: string; chosen: string }) => (
  <nav class="tabs" aria-label={text.channels}>
    {preview.channels.map(({ channel: { id, name } }) => (
      <a href={`${own}?channel=${id}`} aria-current={id === chosen ? 'page' : undefined}>
        {name}
      </a>
    ))}
  </nav>
);

/** A tab per channel; which one is in the address. */
export const Channels = ({ preview, own, asked }: { preview: WithChannels; own: string; asked: string }) => {
  const shown = chosenOf(preview, asked);
  return (
    <section aria-labelledby="channels" class="card">
      <h2 id="channels">{text.channels}</h2>
      {shown ? (
        <>
          <ChannelTabs preview={preview} own={own} chosen={shown.channel.id} />
          <ChannelPane preview={shown} frame={{ src: `${own}/${shown.channel.id}` }} />
        </>
      ) : (
        <Empty>{text.none}</Empty>
      )}
    </section>
  );
};

/** Whether it could be handed in as it is. */
export const Verdict = ({ hash }: Pick<DraftPreview, 'hash'>) =>
  hash === null ? (
    <Note tone="bad">{text.blocked}</Note>
  ) : (
    <Note tone="good">
      {text.ready} {text.sealed} <code>{hash.slice(0, 16)}</code>
    </Note>
  );
