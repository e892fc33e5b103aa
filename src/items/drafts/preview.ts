import type { Limits, Rendition } from '../../../adapters/contract.ts';
import type { PersonActor } from '../../accounts/actor.ts';
import type { Channel, Context } from '../../context.ts';
import type { Content } from '../../core/content.ts';
import type { Issue } from '../../core/issues.ts';
import { measure, TEXT_UNIT_NAMES, type TextUnit } from '../../core/text.ts';
import { isRenderable, renderTargets, type ChannelRendition } from '../gate.ts';
import type { RequestField } from '../request.ts';
import type { Submission } from '../submission.ts';
import type { Entered } from './entered.ts';
import { findDraft } from './find.ts';
import { judgeDraft } from './judge.ts';

/** How much of a limit is used, counted as the platform counts. */
export interface Used {
  readonly actual: number;
  readonly max: number;
  /** 字、字节 or 半角字. */
  readonly unit: string;
}
export interface ChannelPreview {
  readonly channel: Channel;
  readonly rendition: Rendition;
  readonly used: { readonly title: Used; readonly body: Used; readonly images: Used };
  /** The capability card, before anybody approves: false means "发布后不能修改". */
  readonly canUpdate: boolean;
}
export interface DraftPreview {
  /** What a submission would seal; null while something blocks. */
  readonly hash: string | null;
  /** Clean: safe to show. Fields not filled in yet are stand-ins. */
  readonly content: Content;
  readonly issues: readonly Issue[];
  readonly channels: readonly ChannelPreview[];
}

const usedText = (text: string, { max, unit }: { readonly max: number; readonly unit: TextUnit }): Used => ({
  actual: measure(text, unit),
  max,
  unit: TEXT_UNIT_NAMES[unit],
});

const usedOf = ({ title, body, images }: Limits, rendition: Rendition): ChannelPreview['used'] => ({
  title: usedText(rendition.title, title),
  body: usedText(rendition.body, body),
  images: { actual: new Set(rendition.images).size, max: images.max, unit: '张' },
});

/** Without one of these nobody can say where it would go, or what is said. */
const NEEDED: readonly RequestField[] = ['type', 'unit', 'column', 'channels', 'body', 'guide', 'attachments', 'cover'];
const STAND_IN = '（未填写）';

/** What is not filled in yet has a stand-in, so that the rest can be seen while it is written. */
const standIn = (submission: Submission): Submission => {
  const { broken, content, facts } = submission;
  const title = broken.has('title') ? STAND_IN : content.title;
  const source = broken.has('source') ? (facts.unit?.name ?? STAND_IN) : content.source;
  return { ...submission, content: { ...content, title, source } };
};

const render = (submission: Submission, targets: readonly Channel[], issues: readonly Issue[]) => {
  const { broken } = submission;
  if (NEEDED.some((field) => broken.has(field)) || !isRenderable(issues)) return { issues: [], renditions: [] };
  return renderTargets(standIn(submission), targets);
};

export const showChannel = ({ channel, rendition }: ChannelRendition): ChannelPreview => ({
  channel,
  rendition,
  used: usedOf(channel.adapter.limits, rendition),
  canUpdate: channel.adapter.update !== undefined,
});

const isEmptyForm = (content: Entered): boolean => Object.keys(content).length === 0;

export interface PreviewInput {
  readonly draftId: string;
  /** What the form holds now, not yet saved; absent: what was saved. */
  readonly content?: Entered | undefined;
}

/**
 * What each channel would send and show, how much room is left there, and every issue beside its field. Works on what is
 * incomplete, and stores nothing.
 */
export const previewDraft = async (ctx: Context, input: PreviewInput, person: PersonActor): Promise<DraftPreview> => {
  const draft = await findDraft(ctx.db, input.draftId, person, 'item-read');
  const content = input.content === undefined || isEmptyForm(input.content) ? draft.content : input.content;
  const { prepared, submission, verdict, issues } = await judgeDraft(ctx, { ...draft, content }, null);
  const late = submission.broken.size > 0 ? render(submission, verdict.targets, issues) : null;
  const all = [...issues, ...(late?.issues.filter(({ field }) => !submission.broken.has(field)) ?? [])];
  return {
    hash: all.some(({ level }) => level === 'block') ? null : prepared.hash,
    content: prepared.content,
    issues: all,
    channels: (late?.renditions ?? verdict.renditions).map(showChannel),
  };
};
