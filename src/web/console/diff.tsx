import type { BlockChange, ContentDiff, FieldChange } from '../../items/compare.ts';
import type { Piece } from '../../items/compare-text.ts';

const WORDS = {
  fields: '变动的项目',
  body: '变动的正文',
  added: '新增',
  removed: '删去',
  changed: '修改',
  markup: '文字未变，链接、图片或格式有变',
  block: '第 {at} 段',
  same: '内容没有变化。',
} as const;

/** Long runs that stayed are cut in the middle: the eye must find what changed. */
const KEEP = 24;
const shorten = (text: string): string => {
  const points = Array.from(text);
  return points.length <= 2 * KEEP + 2 ? text : `${points.slice(0, KEEP).join('')}……${points.slice(-KEEP).join('')}`;
};

/** Marked with `ins` and `del`, which screen readers tell and which are not colour alone. */
export const Pieces = ({ pieces }: { pieces: readonly Piece[] }) => (
  <>
    {pieces.map(({ kind, text }) =>
      kind === 'same' ? shorten(text) : kind === 'added' ? <ins>{text}</ins> : <del>{text}</del>,
    )}
  </>
);

const Field = ({ label, pieces }: FieldChange) => (
  <>
    <dt>{label}</dt>
    <dd>
      <Pieces pieces={pieces} />
    </dd>
  </>
);

const Block = ({ kind, at, pieces }: BlockChange) => (
  <li>
    <span class="soft">{`${WORDS.block.replace('{at}', String(at))}，${WORDS[kind]}：`}</span>{' '}
    <Pieces pieces={pieces} />
  </li>
);

/** Field changes first: a changed date or number is what must be seen before anything else. */
export const Diff = ({ diff: { fields, body } }: { diff: ContentDiff }) =>
  fields.length + body.length === 0 ? (
    <p class="soft">{WORDS.same}</p>
  ) : (
    <div class="diff">
      {fields.length > 0 && (
        <>
          <h3>{WORDS.fields}</h3>
          <dl class="facts">
            {fields.map((change) => (
              <Field {...change} />
            ))}
          </dl>
        </>
      )}
      {body.length > 0 && (
        <>
          <h3>{WORDS.body}</h3>
          <ul>
            {body.map((change) => (
              <Block {...change} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
