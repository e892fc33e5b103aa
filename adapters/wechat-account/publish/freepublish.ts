import type { IfLost, Lost } from '../../contract.ts';
import { call } from '../client.ts';
import { NO_SUCH_MEDIA, orNull } from '../errors.ts';
import { outcomeOf, type Submitted } from '../outcome.ts';
import { withStats } from '../pages.ts';
import type { WechatRendition } from '../render.ts';
import type { WechatIo } from '../settings.ts';
import { findPublished, notYetSure, putDraft, receiptFor, SUBMISSION_SETTLED_MS, type Found } from './draft.ts';
import type { PublishMode } from './mode.ts';

/** What submitting led to: a publication to wait for, or, when the answer was lost, the article itself. */
type Submission = (Submitted & { readonly dataId: string }) | Found;

const submit = async (draft: string, io: WechatIo): Promise<Submission> => {
  const { publish_id: publishId, msg_data_id: dataId } = await call(io, 'freepublish/submit', { media_id: draft });
  return { publishId, dataId, at: io.now().toISOString() };
};

/** Published: adopted. Draft gone but no article yet, or draft there but young: unsure. Draft there and old: not submitted. */
const lookForSubmission =
  (rendition: WechatRendition, draft: string, io: WechatIo): IfLost<Submission> =>
  async ({ ageMs }: Lost) => {
    const found = await findPublished(rendition, io);
    if (found) return found;
    const isThere = await orNull(call(io, 'draft/get', { media_id: draft }), NO_SUCH_MEDIA);
    if (!isThere || ageMs < SUBMISSION_SETTLED_MS) throw notYetSure();
    return null;
  };

/** 发布: a public address, silently. Images, cover, draft, submission; then the platform's word on it. */
export const freepublish: PublishMode = {
  publish: async (rendition, io) => {
    const draft = await putDraft(rendition, io);
    const submission = await io.step<Submission>(
      'submit',
      () => submit(draft, io),
      lookForSubmission(rendition, draft, io),
    );
    if ('articleId' in submission) return receiptFor(submission);
    return withStats(await outcomeOf(submission, io), submission.dataId);
  },
};
