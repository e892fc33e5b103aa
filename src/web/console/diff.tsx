import type { Block, ContentDiff, FieldChange } from '../../items/compare.ts';
import type { Piece } from '../../items/compare-text.ts';
import { Cell, Table } from './ui.tsx';

const WORDS = {
  fields: '变动的项目',
  body: '变动的正文',
  added: '新增',
  removed: '删去',
  changed: '修改',
  markup: '文字未变，链接、图片或格式有变',
  block: '第 {at} 段',
  same: '内容没有变化。',
  ways: '显示方式',
  way: ['只看改动', '左右对照', '全文标记'],
  place: '位置',
  before: '改动前',
  after: '改动后',
} as const;

/** Long runs that stayed are cut in the middle: the eye must find what changed. */
const KEEP = 24;
const shorten = (text: string): string => {
  const points = Array.from(text);
  return points.length <= 2 * KEEP + 2 ? text : `${points.slice(0, KEEP).join('')}……${points.slice(-KEEP).join('')}`;
};

/** Marked with `ins` and `del`, which screen readers tell and which are not colour alone. */
const Pieces = ({ pieces, whole = false }: { pieces: readonly Piece[]; whole?: boolean }) => (
  <>
    {pieces.map(({ kind, text }) => {
      if (kind === 'same') return whole ? text : shorten(text);
      return kind === 'added' ? <ins>{text}</ins> : <del>{text}</del>;
    })}
  </>
);

/** One side of two texts laid over each other: what this side alone has is marked, what only the other has is not here. */
export const Side = ({ pieces, own }: { pieces: readonly Piece[]; own: 'removed' | 'added' }) => (
  <Pieces whole pieces={pieces.filter(({ kind }) => kind === 'same' || kind === own)} />
);

const Field = ({ label, pieces }: FieldChange) => (
  <>
    <dt>{label}</dt>
    <dd>
      <Pieces pieces={pieces} />
    </dd>
  </>
);

const placeOf = ({ kind, at }: Block): string =>
  kind === 'same' ? '' : `${WORDS.block.replace('{at}', String(at))}，${WORDS[kind]}`;

const Changes = ({ changes }: { changes: readonly Block[] }) => (
  <ul>
    {changes.map((block) => (
      <li>
        <span class="soft">{`${placeOf(block)}：`}</span> <Pieces pieces={block.pieces} />
      </li>
    ))}
  </ul>
);

const Sides = ({ changes }: { changes: readonly Block[] }) => (
  <Table caption={WORDS.way[1]} head={[WORDS.place, WORDS.before, WORDS.after]}>
    {changes.map((block) => (
      <tr>
        <Cell name={WORDS.place}>{placeOf(block)}</Cell>
        <Cell name={WORDS.before}>
          <Side pieces={block.pieces} own="removed" />
        </Cell>
        <Cell name={WORDS.after}>
          <Side pieces={block.pieces} own="added" />
        </Cell>
      </tr>
    ))}
  </Table>
);

/** The text as one reads it, every change marked where it stands. */
const Running = ({ body }: { body: readonly Block[] }) => (
  <div class="running passage">
    {body.map(({ kind, pieces }) => (
      <p class={kind === 'same' ? undefined : 'touched'}>
        <Pieces whole pieces={pieces} />
        {kind === 'markup' && <span class="soft">{`（${WORDS.markup}）`}</span>}
      </p>
    ))}
  </div>
);

/** Three ways to look at the same body. Chosen without a script: the box that is on shows the part of its place. */
const Body = ({ body, id }: { body: readonly Block[]; id: string }) => {
  const changes = body.filter(({ kind }) => kind !== 'same');
  return (
    <div class="ways" role="group" aria-label={WORDS.ways}>
      {WORDS.way.map((name, index) => (
        <>
          <input type="radio" name={id} id={`${id}-${index}`} checked={index === 0} />
          <label for={`${id}-${index}`}>{name}</label>
        </>
      ))}
      <section>
        <Changes changes={changes} />
      </section>
      <section>
        <Sides changes={changes} />
      </section>
      <section>
        <Running body={body} />
      </section>
    </div>
  );
};

/** Field changes first: a changed date or number is what must be seen before anything else. `id`: one of its own on the page. */
export const Diff = ({ diff: { fields, body }, id = 'diff' }: { diff: ContentDiff; id?: string }) =>
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
          <Body body={body} id={id} />
        </>
      )}
    </div>
  );
