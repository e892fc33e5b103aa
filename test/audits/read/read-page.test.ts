import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, PIECE } from '../../../src/audits/read/decode.ts';
import { readPage, readPageAsync } from '../../../src/audits/read/read-page.ts';

const read = (html: string) => readPage(html, 'http://www.example.gov.cn/a/b.htm');

describe('readPage', () => {
  it('gives one line per block and line break, and none for what runs on', () => {
    const page = read('<div>甲<p>乙<span>丙</span></p>丁<br>戊</div><ul><li>己<li>庚</ul>');
    expect(page.text).toBe('甲\n乙丙\n丁\n戊\n己\n庚');
    expect(page.lines.map(({ start, end }) => page.text.slice(start, end))).toEqual(page.text.split('\n'));
  });

  it('leaves out what no reader sees', () => {
    const html = '<title>标题</title><script>a</script><style>b</style><noscript>c</noscript><template>d</template>';
    const page = read(`${html}<p style="color:red; display : none">e</p><p hidden>f</p><!-- g --><p>正文</p>`);
    expect(page.text).toBe('正文');
    expect(page.title).toBe('标题');
  });

  it('reads what WeChat holds invisible until its script runs', () => {
    expect(read('<div id="js_content" style="visibility: hidden; opacity: 0;"><p>正文</p></div>').text).toBe('正文');
  });

  it('gives tables by cell, the inner one apart from the layout around it', () => {
    const page = read(
      '<table><tr><td>外<table><tr><th>甲</th><th>乙<br>丙</th></tr><tr><td>1</td><td></td></tr></table></td></tr></table>',
    );
    expect(page.tables).toEqual([
      [['外']],
      [
        ['甲', '乙 丙'],
        ['1', ''],
      ],
    ]);
  });

  it('gives metas by lower-case name, images where lazy loaders keep them, links in full', () => {
    const page = read(
      '<meta name="PubDate" content="2020-03-05"><meta property="og:title" content="通知"><p>前</p>' +
        '<img src="/grey.gif" data-src="../x.jpg" alt="图"><a href="c.htm">附件<b>一</b></a><a href="javascript:void(0)">关闭</a>',
    );
    expect(page.metas).toMatchObject({ pubdate: ['2020-03-05'], 'og:title': ['通知'] });
    expect(page.images).toEqual([{ url: 'http://www.example.gov.cn/x.jpg', alt: '图', at: 2 }]);
    expect(page.links).toEqual([{ url: 'http://www.example.gov.cn/a/c.htm', text: '附件一' }]);
  });

  it('reads on in HTML that nobody closed', () => {
    expect(read('<table><tr><td><font>甲<p>乙</td></font></p><td>丙').text).toBe('甲\n乙\n丙');
  });

  it('reads the same in pieces, wherever they are cut', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 8 }), async (cuts) => {
        const html = `<div>${'<p class="a">各村（居）要抓好落实&amp;反馈。<a href="/x">甲</a></p>'.repeat(8)}</div>`;
        const ends = [...cuts, html.length].toSorted((a, b) => a - b);
        const pieces = ends.map((end, index) => html.slice(ends[index - 1] ?? 0, end));
        expect(await readPageAsync(pieces, 'http://localhost/')).toEqual(readPage(html, 'http://localhost/'));
      }),
    ));

  it('gives way between the pieces of a page of three megabytes, none of which is long', async () => {
    const html = `<script>${'var a = "5rWL";'.repeat(200_000)}</script><p>各村（居）要抓好落实。</p>`;
    const decoded = decode(Buffer.from(html), {});
    if (decoded.kind === 'undecodable') throw new Error(decoded.reason);
    expect(decoded.pieces.join('')).toBe(html);
    expect(Math.max(...decoded.pieces.map(({ length }) => length))).toBeLessThanOrEqual(PIECE);
    const turns = { others: 0, isReading: true };
    const count = (): void => {
      turns.others += 1;
      if (turns.isReading) setImmediate(count);
    };
    setImmediate(count);
    const page = await readPageAsync(decoded.pieces, 'http://localhost/');
    turns.isReading = false;
    expect(page.text).toBe('各村（居）要抓好落实。');
    expect(turns.others).toBeGreaterThanOrEqual(decoded.pieces.length - 1);
  });

  it('never throws, and its lines are its text', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string(),
            fc.constantFrom('<p>', '</p>', '<td>', '</table>', '<a href=', '<div hidden>', '&#x', '<br>', '字'),
          ),
        ),
        (parts) => {
          const page = read(parts.join(''));
          expect(page.lines.map(({ start, end }) => page.text.slice(start, end)).join('\n')).toBe(page.text);
        },
      ),
    );
  });
});
