import { describe, expect, it } from 'vitest';
import { readPage } from '../../../adapters/wechat-account/read-page.ts';

const article = (more = ''): string => `<!DOCTYPE html><html><head>
<meta property="og:title" content="关于停水的&quot;通知&quot;"><meta property="og:url" content="http://mp.weixin.qq.com/s/abc"></head>
<body id="activity-detail"><h1 class="rich_media_title " id="activity-name"><span class="js_title_inner">
 另一个标题 </span></h1>
<div class="rich_media_content
 js_underline_content
 defaultNoSetting" id="js_content" style="visibility: hidden; opacity: 0; "><section><p>因检修，</p><p>停水。</p>
<p><img class="rich_pages wxw-img" data-src="https://mmbiz.qpic.cn/a/640?wx_fmt=png" data-w="640" alt="图"></p></section></div>
<script>var ct = "1767346773"; var msg_source_url = 'https:\\x2f/y.test/r/a/2?x=1\\x26amp;y=2';${more}</script></body></html>`;
const notice = (inner: string): string =>
  `<html><head><title></title></head><body id="activity-detail"><div class="weui-msg"><div class="weui-msg__text-area">${inner}</div></div></body></html>`;

describe('an article page', () => {
  it('is read though a script shows its body: title, text, images, 阅读原文', () => {
    expect(readPage(article())).toEqual({
      kind: 'article',
      title: '关于停水的"通知"',
      text: '因检修，\n停水。',
      images: [{ url: 'https://mmbiz.qpic.cn/a/640?wx_fmt=png', alt: '图' }],
      links: [],
      sourceUrl: 'https:\\x2f/y.test/r/a/2?x=1&y=2',
      permanentUrl: 'http://mp.weixin.qq.com/s/abc',
      publishedOn: '2026-01-02',
    });
  });

  it('takes the title of the heading where the head has none', () => {
    expect(readPage(article().replace(/<meta property="og:title"[^>]*>/, ''))).toMatchObject({ title: '另一个标题' });
  });

  it('names its own address in the head or, on older pages, in the script', () => {
    const older = article(' var msg_link = "http://mp.weixin.qq.com/s?__biz=M==\\x26amp;mid=1";');
    expect(readPage(older.replace(/<meta property="og:url"[^>]*>/, ''))).toMatchObject({
      permanentUrl: 'http://mp.weixin.qq.com/s?__biz=M==&mid=1',
    });
  });

  it('is read from its data where the page is filled by script', () => {
    const page = `<script>window.cgiDataNew = { source_url: 'https://y.test/r/a/2', content_noencode: JsDecode('\\x3cp\\x3e停水\\x3c/p\\x3e') }</script>`;
    expect(readPage(page)).toMatchObject({ kind: 'article', text: '停水', sourceUrl: 'https://y.test/r/a/2' });
  });
});

describe('the page in its place', () => {
  it.each([
    ['<div class="weui-msg__title warn">该内容已被发布者删除</div>'],
    ['<div class="weui-msg__title warn">The content has been deleted by the author.</div>'],
    [`<h2 class='weui-msg__title title'>此内容因违规无法查看</h2>`],
    ['<h2>Unable to view this content because it violates regulation</h2>'],
    ['<p>此帐号已自主注销</p>'],
  ])('says it is gone: %s', (inner) => {
    expect(readPage(notice(inner)).kind).toBe('removed');
  });

  it.each([
    ['the verification wall', notice('<h2>环境异常</h2><p>当前环境异常，完成验证后即可继续访问。</p>')],
    ['a passing block', '<div class="panel"><div class="mesg-block"><p>该内容暂时无法查看</p></div></div>'],
    ['an expired link', notice('<h2 class="weui-msg__title">链接已过期</h2>')],
    ['wrong parameters', notice('<div class="weui-msg__title warn">参数错误</div>')],
    ['a gateway', '<html><body><h1>502 Bad Gateway</h1></body></html>'],
    ['nothing', ''],
  ])('proves nothing: %s', (_, html) => {
    const page = readPage(html);
    expect(page).toMatchObject({ why: expect.stringMatching(/./) });
    expect(page.kind).toBe('unknown');
  });

  it('is not seen in an article that quotes it', () => {
    expect(readPage(article().replace('停水。', '该内容已被发布者删除')).kind).toBe('article');
  });
});
