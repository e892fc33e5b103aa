import { describe, expect, it } from 'vitest';
import { contentSchema, type ContentInput } from '../../src/core/content.ts';
import { cleanContent } from '../../src/items/clean.ts';

const notice = (change: Partial<ContentInput> = {}) =>
  contentSchema.parse({
    type: 'notice',
    unit: 'xzfb',
    column: 'tzgg',
    title: '关于做好防汛工作的通知',
    source: '明溪县人民政府办公室',
    disclosure: { kind: '主动公开' },
    body: '<p>正文</p>',
    ...change,
  });

const guide = contentSchema.parse({
  type: 'guide',
  unit: 'mzj',
  column: 'bszn',
  title: '临时\u200b救助办理',
  source: '明溪县民政局',
  disclosure: { kind: '主动公开' },
  guide: {
    kind: '承诺件',
    agency: '明溪县民政局',
    audience: ['自然人'],
    basis: ['《社会救助暂行办法》\r\n第九章'],
    conditions: ['本县户籍'],
    materials: [{ name: '身份证' }, { name: '申请表' }, { name: '证\u0007明' }],
    steps: [{ name: '受理', note: '当场\r\n\r\n\r\n\r\n受理' }],
    legalDays: 20,
    promisedDays: 5,
    fee: { charged: false },
    place: '明溪县\u3000\u3000雪峰镇',
    hours: '周一至周五',
    phone: '0598-2812345',
    complaintPhone: '0598-12345',
    questions: [{ question: '要多久？', answer: '\u200d' }],
  },
});

const told = ({ issues }: ReturnType<typeof cleanContent>) =>
  issues.map(({ field, code, level }) => [field, code, level]);

describe('cleanContent', () => {
  it('leaves a clean content as it is', () => {
    expect(cleanContent(notice())).toEqual({ content: notice(), issues: [] });
  });

  it('tells every issue at once, each at its JSON path', () => {
    const content = notice({
      title: '标\0题',
      keywords: ['防汛', '\ud800'],
      body: '<p>x</p><script>1</script><img src="data:,x" alt="x">',
    });
    expect(told(cleanContent(content))).toEqual([
      ['title', 'control-character', 'block'],
      ['keywords[1]', 'broken-character', 'block'],
      ['keywords[1]', 'missing', 'block'],
      ['body', 'dropped-element', 'warn'],
      ['body', 'foreign-image', 'block'],
    ]);
    expect(told(cleanContent(guide))).toEqual([
      ['guide.materials[2].name', 'control-character', 'block'],
      ['guide.questions[0].answer', 'missing', 'block'],
    ]);
  });

  it('keeps lines in the long fields of a guide only', () => {
    const { content } = cleanContent(guide);
    expect(content.guide).toMatchObject({
      basis: ['《社会救助暂行办法》\n第九章'],
      steps: [{ note: '当场\n\n受理' }],
      place: '明溪县 雪峰镇',
    });
    expect(content.title).toBe('临时救助办理');
  });

  it.each([[''], [' \n '], ['<p>&nbsp;</p><hr>'], ['<table><tr><td></td></tr></table>'], ['<p>\u200b\u200d</p>']])(
    'refuses the body %j as empty, but not for a guide',
    (body) => {
      expect(told(cleanContent(notice({ body })))).toEqual([['body', 'empty-body', 'block']]);
      expect(told(cleanContent({ ...notice({ body }), type: 'guide' }))).toEqual([]);
    },
  );

  it('takes a body of one image as a body', () => {
    const body = `<p><img src="asset:${'a'.repeat(64)}" alt="防汛通告"></p>`;
    expect(cleanContent(notice({ body }))).toEqual({ content: notice({ body }), issues: [] });
  });

  it('gives the same content when applied twice', () => {
    for (const content of [notice({ title: 'A　 B', body: 'x<div>y<b>z' }), guide]) {
      const once = cleanContent(content).content;
      expect(cleanContent(once).content).toEqual(once);
    }
  });
});
