import type { ContentDiff } from '../../items/compare.ts';
import type { Piece } from '../../items/compare-text.ts';

const words = {
  fields: '字段',
  body: '正文',
  none: '没有改动。',
  added: '新增',
  removed: '删去',
  changed: '改动',
  markup: '排版、链接或图片有变',
  at: '第 {at} 段',
} as const;

/** Read out as deletion and insertion, and never told by colour alone. */
export const Pieces = ({ pieces }: { pieces: readonly Piece[] }) => (
  <span class="pieces">
    {pieces.map(({ kind, text }) => {
      if (kind === 'removed') return <del>{text}</del>;
      return kind === 'added' ? <ins>{text}</ins> : text;
    })}
  </span>
);

/** What differs between two contents: fields on top, then the body block by block. */
export const Diff = ({ diff: { fields, body } }: { diff: ContentDiff }) => {
  if (fields.length === 0 && body.length === 0) return <p>{words.none}</p>;
  return (
    <div class="diff">
      {fields.length > 0 && (
        <dl class="facts">
          {fields.map(({ label, pieces }) => (
            <>
              <dt>{label}</dt>
              <dd>
                <Pieces pieces={pieces} />
              </dd>
            </>
          ))}
        </dl>
      )}
      {body.map(({ kind, at, pieces }) => (
        <p class={`block ${kind}`}>
          <span class="soft">{`${words.body}${words.at.replace('{at}', String(at))}（${words[kind]}）`}</span>
          <br />
          <Pieces pieces={pieces} />
        </p>
      ))}
    </div>
  );
};
