import { actingPerson } from '../../../accounts/acting.ts';
import { compareContents } from '../../../items/compare.ts';
import type { Entered } from '../../../items/drafts/entered.ts';
import { previewDraft } from '../../../items/drafts/preview.ts';
import { getDraft } from '../../../items/drafts/read.ts';
import { Diff } from '../diff.tsx';
import { PostForm } from '../form-parts.tsx';
import type { Console } from '../pages.tsx';
import { Alert } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import { listAt, textAt } from './shown.ts';
import { text } from './text.ts';

/** Sent on as they are; files just uploaded are in the content already. */
const NOT_SENT_ON = /^(?:_token|version|do|cover|dropCover|dropAttachment|attachments\[.*)$/;

const fieldsOf = (visit: Visit, content: Entered): readonly (readonly [name: string, value: string])[] => [
  ...visit.form.fields.filter(([name]) => !NOT_SENT_ON.test(name)),
  ...(content['cover'] === undefined ? [] : [['cover', textAt(content, 'cover')] as const]),
  ...listAt(content, 'attachments').flatMap((_, index) =>
    ['asset', 'name'].map((part) => {
      const name = `attachments[${index}].${part}`;
      return [name, textAt(content, name)] as const;
    }),
  ),
];

/** 409: both texts laid over each other, and nothing saved or submitted until the person has chosen one. */
export const conflictPage = async (
  { ctx }: Console,
  visit: Visit,
  { draftId, content, message }: { readonly draftId: string; readonly content: Entered; readonly message: string },
): Promise<Response> => {
  const actor = actingPerson(visit.session.person);
  const [newest, theirs, mine] = await Promise.all([
    getDraft(ctx, draftId, actor),
    previewDraft(ctx, { draftId }, actor),
    previewDraft(ctx, { draftId, content }, actor),
  ]);
  const path = `/console/drafts/${draftId}`;
  return visit.page(
    { title: text.conflictPage, section: '/console/items', status: 409 },
    <>
      <Alert title={text.conflict}>{message}</Alert>
      <p>{text.conflictWhy}</p>
      <section class="card">
        <Diff diff={compareContents(theirs.content, mine.content)} />
      </section>
      <PostForm action={path}>
        <input type="hidden" name="version" value={String(newest.version)} />
        {fieldsOf(visit, content).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <p class="buttons">
          <button type="submit" name="do" value="save">
            {text.conflictMine}
          </button>
          <a href={path}>{text.conflictTheirs}</a>
        </p>
      </PostForm>
    </>,
  );
};
