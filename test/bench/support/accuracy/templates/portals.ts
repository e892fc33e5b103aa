import { body, footer, navigation, newsList, plain, tags, type Template } from './parts.ts';

const SHARE =
  '<div class="bdsharebuttonbox"><span>分享到：</span><a href="#" class="bds_weixin">微信</a><a href="#">微博</a></div>';
const FONT =
  '【字体：<a href="javascript:doZoom(16)">大</a> <a href="javascript:doZoom(14)">中</a> <a href="javascript:doZoom(12)">小</a>】';

export const trs: Template = {
  name: 'trs',
  charset: 'utf-8',
  header: 'text/html; charset=utf-8',
  write: (
    document,
    random,
  ) => `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${document.title}_明溪县人民政府</title>${tags(document)}
<script>var a = "${document.paragraphs[1]}";</script><style>.TRS_Editor p{margin:0}</style></head><body>
<div class="nav"><ul>${navigation()}</ul></div><div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a></div>
<div class="xl-box"><h1>${document.title}</h1><div class="info">${document.number}　发布时间：${document.publishedAt}　来源：${document.source}　${FONT}　浏览量：<span id="hits">128</span></div>
<div class="TRS_UEDITOR trs_paper_default" id="zoom"><div class="TRS_Editor">${body(
    document,
    (text) => `<p style="text-align: justify; text-indent: 2em;">&nbsp;&nbsp;&nbsp;&nbsp;${text}</p>`,
    (text) => `<p align="center">${text}</p>`,
  )}</div></div>
<div class="ewm"><img src="/ewm.png"><p>扫一扫在手机打开当前页</p></div>${SHARE}</div>
<div class="related"><h3>相关文档</h3><ul>${newsList(random)}</ul></div>${footer()}</body></html>`,
};

export const kaipu: Template = {
  name: 'kaipu',
  charset: 'utf-8',
  header: null,
  write: (
    document,
    random,
  ) => `<html><head><title>${document.title}</title><meta http-equiv="Content-Type" content="text/html; charset=utf-8"/>${tags(document)}</head>
<body class="page"><form id="aspnetForm"><input type="hidden" value="x"><div id="header"><ul class="menu">${navigation()}</ul></div>
<div class="contentbox"><div class="j-fontContent newscontnet minh500">${body(
    document,
    (text) => {
      const half = Math.floor(text.length / 2);
      return `<p class="MsoNormal" style="text-indent:32.0pt"><span style="font-family:仿宋_GB2312;font-size:16pt">${text.slice(0, half)}</span><span lang="EN-US"></span><span style="font-family:仿宋_GB2312">${text.slice(half)}</span></p>`;
    },
    (text) => `<span>${text}</span>`,
    (index) =>
      index === 2
        ? '<p style="text-align:center"><img src="/photo.jpg" data-src="/photo-real.jpg"></p><p style="text-align:center">图为工作现场（县融媒体中心 供图）</p>'
        : '',
  )}</div></div><div class="page-nav"><span>上一篇：<a href="1.html">城区供水管网改造工程完工通水</a></span><span>下一篇：没有了</span></div>
<div class="hot"><ul>${newsList(random)}</ul></div>${footer()}</form></body></html>`,
};

export const hanweb: Template = {
  name: 'hanweb',
  charset: 'utf-8',
  header: 'text/html;charset=UTF-8',
  write: (
    document,
    random,
  ) => `\uFEFF<!doctype html><html><head><title>明溪县人民政府 通知公告 ${document.title}</title>${tags(document)}</head><body>
<table width="1000" align="center"><tr><td><table><tr>${navigation().replaceAll('li', 'td')}</tr></table></td></tr><tr><td>
<table id="article" width="100%"><tr><td class="title" align="center">${document.title}</td></tr><tr><td align="center">日期：${document.publishedAt} 来源：${document.source} 【打印】【关闭】</td></tr>
<tr><td class="bt_content"><div id="zoom"><!--ZJEG_RSS.content.begin-->${body(document, (text) => `<p>\u3000\u3000${text}</p>`, plain)}<!--ZJEG_RSS.content.end--></div></td></tr></table>
</td></tr><tr><td><ul>${newsList(random)}</ul></td></tr></table>${footer()}</body></html>`,
};

export const nested: Template = {
  name: 'nested-tables',
  charset: 'gb18030',
  header: null,
  write: (
    document,
    random,
  ) => `<HTML><HEAD><TITLE>${document.title}</TITLE><META http-equiv=Content-Type content="text/html; charset=gb2312"></HEAD>
<BODY bgColor=#ffffff><TABLE cellSpacing=0 width=778 align=center><TBODY><TR>${navigation().replaceAll('li', 'TD')}</TR></TBODY></TABLE>
<TABLE width=778 align=center><TBODY><TR><TD width=180 vAlign=top><TABLE><TBODY>${newsList(random, 'TR').replaceAll('<a', '<TD><a')}</TBODY></TABLE></TD>
<TD><TABLE width="100%"><TBODY><TR><TD align=middle><FONT size=5><B>${document.title}</B></FONT></TD></TR><TR><TD align=right>${document.publishedAt}　阅读次数：321</TD></TR>
<TR><TD class=content><TABLE><TBODY><TR><TD>${body(document, (text) => `&nbsp;&nbsp;&nbsp;&nbsp;${text}<BR>`, plain)}</TD></TR></TBODY></TABLE></TD></TR></TBODY></TABLE></TD></TR></TBODY></TABLE>${footer()}</BODY></HTML>`,
};

export const brParagraphs: Template = {
  name: 'br-paragraphs',
  charset: 'gb18030',
  header: 'text/html; charset=utf-8',
  write: (
    document,
    random,
  ) => `<html><head><title>${document.title}</title>${'<!-- -->'.repeat(200)}<meta http-equiv="Content-Type" content="text/html; charset=gbk"></head><body>
<div id="nav">${navigation()}</div><div id="main"><div id="left"><dl>${newsList(random, 'dd')}</dl></div><div id="right"><h2>${document.title}</h2>
<div id="content">${body(
    document,
    (text) => `　　${text}<br /><br />`,
    (text) => `<font color="#333">${text}</font>`,
  )}</div><div class="pages">1 <a href="2.htm">2</a> <a href="2.htm">下一页</a></div></div></div>${footer()}</body></html>`,
};

export const gazette: Template = {
  name: 'gazette',
  charset: 'utf-8',
  header: 'text/html',
  write: (
    document,
    random,
  ) => `<!DOCTYPE html><html lang="zh"><head><meta charset="UTF-8"><title>${document.title}</title>${tags(document)}</head><body>
<header><nav>${navigation()}</nav></header><main><article><table class="info-table"><tr><th>索引号</th><td>mx00100-0200-2020-00034</td><th>文号</th><td>${document.number}</td></tr><tr><th>发布机构</th><td>${document.source}</td><th>生成日期</th><td>${document.writtenOn}</td></tr></table>
<h1>${document.title}</h1><section class="article-content">${body(
    document,
    (text) => (/^[一二三四五六]、/.test(text) ? `<h3>${text}</h3>` : `<p>${text}</p>`),
    plain,
    (index) => (index === 3 ? '<aside class="tips"><a href="/jd/1.html">相关解读：图解补助政策。</a></aside>' : ''),
  )}</section>
<footer>责任编辑：${document.editor}</footer></article></main><aside><ul>${newsList(random)}</ul></aside>${footer()}</body></html>`,
};
