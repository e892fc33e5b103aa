import { body, footer, navigation, newsList, plain, tags, type Template } from './parts.ts';

export const wechat: Template = {
  name: 'wechat',
  charset: 'utf-8',
  header: 'text/html; charset=UTF-8',
  write: (
    document,
  ) => `<!DOCTYPE html><html><head><meta charset="utf-8"><meta property="og:title" content="${document.title}"><title></title></head><body>
<div id="js_article" class="rich_media"><div class="rich_media_inner"><div id="page-content" class="rich_media_area_primary"><h1 class="rich_media_title" id="activity-name">${document.title}</h1>
<div id="meta_content" class="rich_media_meta_list"><span>明溪在线</span><em id="publish_time">2020-12-11 09:30</em><span style="display:none">收录于合集</span></div>
<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;"><section style="margin:0"><p style="text-align:center"><img data-src="https://mmbiz.qpic.cn/a/0?wx_fmt=gif"></p><p style="text-align:center">点击上方蓝字关注我们</p></section>
${body(
  document,
  (text, index) =>
    `<section data-role="outer"><section><p style="line-height: 2em;"><span style="font-size: 15px;">${index % 3 === 0 ? `<strong>${text.slice(0, 4)}</strong>${text.slice(4)}` : text}</span></p></section></section>`,
  plain,
  (index) => (index === 2 ? '<section><img data-src="https://mmbiz.qpic.cn/b/640"></section>' : ''),
)}
<p>来源：明溪县人民政府办公室</p><p>编辑：罗志明</p></div></div></div><div class="rich_media_tool"><a>阅读原文</a><span>阅读 1024</span><span>分享</span><span>收藏</span><span>点赞</span><span>在看</span></div></div><script>var msg_title = '${document.title}';</script></body></html>`,
};

export const discuz: Template = {
  name: 'discuz',
  charset: 'gb18030',
  header: 'text/html; charset=gbk',
  write: (
    document,
    random,
  ) => `<html><head><meta http-equiv="Content-Type" content="text/html; charset=gbk"><title>${document.title} - 明溪论坛 - Powered by Discuz!</title></head><body>
<div id="nv">${navigation()}</div><div id="postlist"><div id="post_1"><table class="plhin"><tr><td class="pls"><a href="space.php">小明</a><p>主题 12 帖子 33</p></td><td class="plc"><div class="pi"><em>发表于 2020-12-11 10:00</em><span>只看该作者</span></div>
<div class="t_fsz"><table><tr><td class="t_f" id="postmessage_1">${body(
    document,
    (text) => `　　${text}<br />\n`,
    plain,
    (index) => (index === 4 ? '<div class="a_pr">登录后查看大图 <a href="member.php">立即注册</a></div>' : ''),
  )}</td></tr></table></div><div class="pob"><a href="#">回复</a> <a href="#">举报</a></div></td></tr></table></div>
<div id="post_2"><table><tr><td class="pls"><a>路人甲</a></td><td class="plc"><div class="t_f">支持！希望早日修好。</div></td></tr></table></div></div><ul>${newsList(random)}</ul>${footer()}</body></html>`,
};

export const news: Template = {
  name: 'news',
  charset: 'utf-8',
  header: 'text/html; charset=utf-8',
  write: (
    document,
    random,
  ) => `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${document.title}_新闻中心</title></head><body>
<div class="channel"><a href="/">首页</a><a href="/x">新闻</a></div><div class="article"><h1 class="main-title">${document.title}</h1><div class="top-bar"><span class="date">2020年12月11日 10:20</span><a class="source">明溪新闻网</a><a>A+</a></div>
<div class="article-content-left"><div class="img_wrapper"><img src="/p.jpg" alt=""><span class="img_descr">会议现场。记者 摄</span></div>${body(
    document,
    (text) => `<p cms-style="font-L">　　${text.replace('明溪县', '<a href="/tag">明溪县</a>')}</p>`,
    plain,
    (index) =>
      index === 1
        ? '<div class="ad" id="ad_123"><a href="https://ad.example.com/">广告</a></div>'
        : index === 3
          ? '<div class="appendQr_wrap"><span>点击进入专题：</span><a href="/zt">聚焦年终盘点</a></div>'
          : '',
  )}
<p class="show_author">责任编辑：${document.editor}</p></div><div class="related"><ul>${newsList(random)}</ul></div></div>${footer()}</body></html>`,
};

export const divSoup: Template = {
  name: 'div-soup',
  charset: 'utf-8',
  header: null,
  write: (
    document,
    random,
  ) => `<div class=top>${navigation()}<div class=wrap><div class=c1><div class=t>${document.title}</div><div class=d>${document.publishedAt} 点击：12 次</div>
<div class=txt>${body(document, (text) => `<div>${text}</div>`, plain)}</div><div class=share>分享 收藏 打印</div></div><div class=c2>${newsList(random, 'div')}</div></div>${footer()}`,
};

export const broken: Template = {
  name: 'broken-html',
  charset: 'gb18030',
  header: null,
  write: (
    document,
    random,
  ) => `<html><head><title>${document.title}</title></head><body><center><table><tr>${navigation().replaceAll('li', 'td')}</table>
<p align=center><font size=4>${document.title}</p></font><div id=text>${body(document, (text) => `<p>　　${text}`, plain)}</div></span></p><b><i>
<p>【关闭窗口】<ul>${newsList(random).replaceAll('</li>', '')}</ul></b></i>${footer()}</body>`,
};

export const wordPasted: Template = {
  name: 'word-pasted',
  charset: 'utf-8',
  header: 'text/html; charset=iso-8859-1',
  write: (document, random) =>
    `<html><head><meta charset="utf-8">${tags(document)}<title>${document.title}</title></head><body><div class="nav">${navigation()}</div><h1>${document.title}</h1><div id="UCAP-CONTENT">${body(
      document,
      (text) =>
        `<p class="MsoNormal" style="text-indent:2em"><o:p></o:p>${text.replace(/\d+/g, (number) => `<span lang="EN-US" style="font-family:'Times New Roman'">${number}</span>`).replace(/，/g, '，<span></span>')}<o:p>&nbsp;</o:p></p>`,
      (text) => `<p class="MsoNormal"><span>${text}</span></p>`,
    )}<p style="text-align:center">- 1 -</p></div><div class="fj"><p>附件下载：<a href="/fj.docx">补助名单.docx</a></p></div><div>${newsList(random, 'p')}</div>${footer()}</body></html>`,
};

export const threeTimes: Template = {
  name: 'three-times',
  charset: 'utf-8',
  header: null,
  write: (document, random) => {
    const article = body(document, (text) => `<p>${text}</p>`, plain);
    return `<html><head><meta charset="utf-8"><title>${document.title}</title></head><body><ul>${navigation()}</ul><div class="pc"><h1>${document.title}</h1><div class="text">${article}</div></div><div class="mobile"><div class="text">${article}</div></div><div class="print-area"><div class="text">${article}</div></div><ul>${newsList(random)}</ul>${footer()}</body></html>`;
  },
};
