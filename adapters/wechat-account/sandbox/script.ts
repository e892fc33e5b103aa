import { html, safe, type Safe } from '../../kit/html.ts';
import { beijingMinute } from '../../../src/core/time.ts';
import type { Article, Published, State } from './state.ts';

/** The page's own escapes, these and no others. */
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\x5c',
  '\r': '\\x0d',
  '"': '\\x22',
  '&': '\\x26',
  "'": '\\x27',
  '<': '\\x3c',
  '>': '\\x3e',
  '\n': '\\x0a',
};
const js = (text: string): string => text.replace(/[\\\r"&'<>\n]/g, (char) => ESCAPES[char] ?? char);

export const thumb = ({ options }: State, { thumb_media_id }: Article): string =>
  `${options.base}/mmbiz/${thumb_media_id}/0`;

/** The real page shows its body and loads its images by script, too. */
const REVEAL = [
  "var c = document.getElementById('js_content'); c.style.visibility = 'visible'; c.style.opacity = 1;",
  "c.querySelectorAll('img[data-src]').forEach(function (i) { i.src = i.getAttribute('data-src'); });",
  "document.getElementById('publish_time').textContent = createTime;",
];

/** The values that readers of the page take from its script, in the quotes and with the spaces of real pages. */
export const scriptOf = (state: State, article: Article, { publishedAt, publishId }: Published, url: string): Safe => {
  const seconds = Math.floor(publishedAt / 1_000);
  const { name, userName } = state.account;
  const decoded = (text: string): string => `JsDecode('${js(text)}')`;
  const lines = [
    `var biz = "" || "MzA4MTY5Nzg2OQ=="; var mid = "" || "${publishId}"; var idx = "" || "1"; var sn = "" || "";`,
    `var ct = "${seconds}"; var create_time = "${seconds}" * 1; var oriCreateTime = '${seconds}';`,
    `var createTime = '${beijingMinute(new Date(publishedAt))}';`,
    'function htmlDecode(s) { return s; } function JsDecode(s) { return s; }',
    `var nickname = htmlDecode("${js(name)}"); var user_name = "${userName}";`,
    `var msg_link = "${js(url)}"; var msg_cdn_url = "${js(thumb(state, article))}";`,
    `var msg_source_url = '${js(article.content_source_url)}';`,
    'var item_show_type="0"; var real_item_show_type="0"; var comment_id = "0";',
    `window.cgiDataNew = { title: ${decoded(article.title)}, nick_name: ${decoded(name)}, user_name: '${userName}',`,
    `author: ${decoded(article.author)}, desc: ${decoded(article.digest)}, ori_create_time: '${seconds}' * 1,`,
    `source_url: ${decoded(article.content_source_url)}, link: ${decoded(url)}, item_show_type: '0' * 1 };`,
    ...REVEAL,
  ];
  return html`<script>
    ${safe(lines.join('\n'))};
  </script>`;
};
