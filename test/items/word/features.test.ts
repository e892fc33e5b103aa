import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { draftWord } from '../../../src/items/word/draft.ts';
import {
  cell,
  docx,
  numbered,
  p,
  picture,
  PNG,
  run,
  styled,
  table,
  withPicture,
  type DocxOptions,
} from '../../support/docx.ts';

/** Below a title, so that what is tested is body. */
const read = async (body: string, options?: DocxOptions) => {
  const draft = await draftWord(docx(styled('1', '关于测试的通知') + body, options), '测试.docx');
  const notes = draft.notes
    .filter(({ code }) => code !== 'date-missing')
    .map(({ code, text, where }) => ({ code, text, where }));
  return { ...draft, notes };
};
const ID = createHash('sha256').update(PNG).digest('hex');

const levels = (formats: readonly (readonly [format: string, pattern: string])[]): string =>
  `<w:abstractNum w:abstractNumId="0">${formats
    .map(
      ([format, pattern], at) =>
        `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${pattern}"/></w:lvl>`,
    )
    .join('')}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`;

describe('automatic numbers', () => {
  it('are spelled out as Word prints them, each level counting anew', async () => {
    const numbering = levels([
      ['chineseCountingThousand', '%1、'],
      ['chineseCountingThousand', '（%2）'],
      ['decimal', '%3.'],
    ]);
    const { body, notes } = await read(
      numbered('总则') +
        numbered('甲', 1) +
        numbered('乙', 1) +
        numbered('附则') +
        numbered('丙', 1) +
        numbered('丁', 2),
      { parts: { numbering } },
    );
    expect(body).toBe('<p>一、总则</p><p>（一）甲</p><p>（二）乙</p><p>二、附则</p><p>（一）丙</p><p>1. 丁</p>');
    expect(notes).toMatchObject([{ code: 'auto-number', text: expect.stringContaining('一、 （一） （二） 二、') }]);
  });

  it('of an unknown kind are counted in digits and doubted', async () => {
    const { body, notes } = await read(numbered('甲'), { parts: { numbering: levels([['hebrew1', '%1.']]) } });
    expect(body).toBe('<p>1. 甲</p>');
    expect(notes.map(({ code }) => code)).toEqual(['auto-number', 'number-format']);
  });

  it('of bullets stay a list', async () => {
    const { body } = await read(numbered('甲') + numbered('乙'), { parts: { numbering: levels([['bullet', '']]) } });
    expect(body).toBe('<ul><li>甲</li><li>乙</li></ul>');
  });
});

describe('tables', () => {
  it('keep their cells, their spans, their numbers', async () => {
    const numbering = levels([['decimal', '%1']]);
    const { body } = await read(
      table([
        [cell('名单', '<w:gridSpan w:val="2"/>')],
        [cell(numbered('王　毅')), '县林业局'],
        [cell(numbered('李 毅')), '县财政局'],
      ]),
      { parts: { numbering } },
    );
    expect(body).toBe(
      '<table><tbody><tr><td colspan="2">名单</td></tr><tr><td>1 王　毅</td><td>县林业局</td></tr><tr><td>2 李 毅</td><td>县财政局</td></tr></tbody></table>',
    );
  });

  it('keep merged rows and a table inside a cell', async () => {
    const merged = (value: string) => `<w:vMerge${value && ` w:val="${value}"`}/>`;
    const { body } = await read(
      table([
        [cell('甲', merged('restart')), cell(table([['内']]) + p('后'))],
        [cell('', merged('')), '乙'],
      ]),
    );
    expect(body).toContain('<td rowspan="2">甲</td>');
    expect(body).toContain('<table><tbody><tr><td>内</td></tr></tbody></table>');
  });
});

describe('pictures', () => {
  it('come out by their bytes, with their words', async () => {
    const { body, images, notes } = await read(p(picture('rIdPic', '办理流程图')), withPicture());
    expect(body).toBe(`<p><img src="asset:${ID}" alt="办理流程图"></p>`);
    expect(images).toEqual([{ id: ID, mime: 'image/png', data: new Uint8Array(PNG) }]);
    expect(notes).toEqual([]);
  });

  it('take the caption below for words, and a person is asked', async () => {
    const { body, notes } = await read(p(picture('rIdPic')) + p('图1 办理流程'), withPicture());
    expect(body).toContain('alt="图1 办理流程"');
    expect(notes).toMatchObject([{ code: 'caption-as-alt' }]);
  });

  it('without words are doubted', async () => {
    expect((await read(p(picture('rIdPic')), withPicture())).notes).toMatchObject([{ code: 'image-without-alt' }]);
  });

  it.each([
    ['of a kind no browser shows', withPicture(Buffer.from('emf'), 'image1.emf'), picture('rIdPic'), 'image-format'],
    [
      'that are not there',
      { relations: [{ id: 'rIdPic', type: 'image', target: 'media/no.png' }] },
      picture('rIdPic'),
      'missing-image',
    ],
    [
      'somewhere on the net',
      { relations: [{ id: 'rIdPic', type: 'image', target: 'http://127.0.0.1:1/track.png', external: true }] },
      picture('rIdPic', '', 'r:link'),
      'external-image',
    ],
  ])('%s are dropped, told and never fetched', async (_, options, drawn, code) => {
    const { body, images, notes } = await read(p(drawn + run('文字')), options);
    expect([body, images]).toEqual(['<p>文字</p>', []]);
    expect(notes).toMatchObject([{ code }]);
  });
});

describe('text beside the text', () => {
  const box = (text: string) =>
    `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData uri="x"><wps:wsp><wps:txbx><w:txbxContent>${p(text)}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>${p(text)}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>`;

  it('in a text box follows its paragraph, once, and is told', async () => {
    const { body, notes } = await read(p(run('前') + box('框内甲') + box('框内乙') + run('后')) + p('下一段'));
    expect(body).toBe('<p>前后</p><p>框内甲</p><p>框内乙</p><p>下一段</p>');
    expect(notes.map(({ code, where }) => `${code} ${where}`)).toEqual(['text-box 第 2 段', 'text-box 第 2 段']);
  });

  it('in footnotes and endnotes stands at the end, where a reader finds it', async () => {
    const footnotes = `<w:footnote w:id="0" w:type="separator">${p('')}</w:footnote><w:footnote w:id="2">${p('见附表')}</w:footnote>`;
    const { body, notes } = await read(p(run('正文') + '<w:r><w:footnoteReference w:id="2"/></w:r>'), {
      parts: { footnotes },
    });
    expect(body).toBe('<p>正文<sup>[1]</sup></p><ol><li>见附表</li></ol>');
    expect(notes).toMatchObject([{ code: 'footnote', text: '脚注或尾注共 1 条，已移到文末' }]);
  });

  it('in headers, footers and comments is told, page numbers are not', async () => {
    const parts = {
      header: p('内部资料'),
      footer: p('— 1 —'),
      comments: `<w:comment w:id="1">${p('这里要改')}</w:comment>`,
    };
    const { notes } = await read(p('正文'), { parts });
    expect(notes.map(({ text }) => text)).toEqual(['页眉未收入：“内部资料”', '批注未收入：“这里要改”']);
  });
});

describe('text that is not plainly there', () => {
  it('of revisions: added is taken, deleted is not, both told', async () => {
    const { body, notes } = await read(
      p(
        `${run('共')}<w:ins w:id="1">${run('八')}</w:ins><w:del w:id="2"><w:r><w:delText>七</w:delText></w:r></w:del>${run('项')}`,
      ),
    );
    expect(body).toBe('<p>共八项</p>');
    expect(notes.map(({ code, text }) => [code, /“(.*)”/.exec(text)?.[1]])).toEqual([
      ['deletion', '七'],
      ['insertion', '八'],
    ]);
  });

  it('hidden is dropped and told', async () => {
    const { body, notes } = await read(p(run('明') + run('暗', '<w:vanish/>') + run('亮', '<w:vanish w:val="0"/>')));
    expect(body).toBe('<p>明亮</p>');
    expect(notes).toMatchObject([{ code: 'hidden-text', text: '隐藏文字未收入：“暗”', where: '第 2 段' }]);
  });

  it('struck or underlined is kept, its line told', async () => {
    const { body, notes } = await read(
      p(run('删', '<w:strike/>') + run('线', '<w:u w:val="single"/>') + run('粗', '<w:b/>')),
    );
    expect(body).toBe('<p>删线<strong>粗</strong></p>');
    expect(notes.map(({ code }) => code)).toEqual(['strikethrough', 'underline']);
  });

  it('of simple fields, ruby and directions is kept', async () => {
    const { body, notes } = await read(
      p(
        `<w:fldSimple w:instr=" DATE ">${run('2026年')}</w:fldSimple><w:r><w:ruby><w:rt>${run('pin')}</w:rt><w:rubyBase>${run('拼')}</w:rubyBase></w:ruby></w:r><w:bdo w:val="ltr">${run('向')}</w:bdo>`,
      ),
    );
    expect(body).toBe('<p>2026年拼向</p>');
    expect(notes.map(({ code }) => code).toSorted()).toEqual(['field', 'ruby']);
  });

  it('of equations, charts, objects and inserted files is dropped and told', async () => {
    const { body, notes } = await read(
      p(
        `${run('甲')}<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath><w:r><w:object><v:shape/></w:object></w:r><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><c:chart/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`,
      ) + '<w:altChunk r:id="x"/>',
    );
    expect(body).toBe('<p>甲</p>');
    expect(notes.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['equation', 'object', 'chart', 'inserted-file']),
    );
  });

  it('behind links and boxes to tick stays', async () => {
    const relations = [{ id: 'l', type: 'hyperlink', target: 'https://www.fjmx.gov.cn/', external: true }];
    const { body } = await read(
      p(`<w:hyperlink r:id="l">${run('网站')}</w:hyperlink><w:hyperlink w:anchor="x">${run('文内')}</w:hyperlink>`),
      { relations },
    );
    expect(body).toBe('<p><a href="https://www.fjmx.gov.cn/">网站</a>文内</p>');
  });
});
