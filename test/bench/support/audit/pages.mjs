// Pages of a county portal as its CMS makes them: 75 links, inline scripts, some 2,000 characters of text, 30 KB in all.
// The same number gives the same page, in the server's process and in the one that knows what should be there.

const SENTENCES = [
  '各乡（镇）人民政府、县直有关单位要按照职责分工，于#月#日前将落实情况报送县政府办公室。',
  '对符合条件的低收入家庭，按每户每月#元的标准发放补助，所需资金由县级财政统筹安排。',
  '申请人应当提交身份证明、申请表和有关材料各#份，由受理窗口当场核对原件并退还。',
  '逾期未申报的，视为自动放弃；确有特殊情况的，可在#个工作日内向主管部门说明理由。',
  '工程概算总投资#万元，建设工期#个月，由县交通运输局负责组织实施和竣工验收。',
  '县市场监督管理局要会同公安、卫生健康等部门开展联合检查，发现问题立即整改并登记在册。',
  '本办法所称农产品质量安全，是指农产品质量符合保障人的健康、安全的要求。',
  '鼓励社会力量参与古村落保护，对验收合格的项目给予不超过#万元的一次性奖励。',
  '任何单位和个人不得擅自改变公共文化设施的功能、用途，不得妨碍其正常运行。',
  '咨询电话：0598-281#，监督电话：0598-286#，工作日上午八时至十二时受理。',
  '受连日强降雨影响，境内#处路段出现塌方，抢修期间请过往车辆服从现场指挥、绕道行驶。',
  '村民委员会应当每季度公布一次财务收支情况，接受村民监督，公布时间不少于#日。',
  '各中小学校要完善校车管理制度，配备随车照管人员，严禁超员、超速行驶。',
  '经县第十七届人民政府第#次常务会议研究同意，现予印发，请认真贯彻执行。',
  '参保人员在定点医疗机构发生的门诊费用，起付线以上部分按百分之#的比例报销。',
  '森林防火期内，未经批准不得在林区野外用火；违者依法处罚，造成损失的承担赔偿责任。',
];
const PARAGRAPHS = 16;
const PER_PARAGRAPH = 3;

/** So many different pages; further addresses repeat them, so that the site's own work stays flat. */
export const DIFFERENT = 5_000;

/** 发布时间, Beijing time. */
export const PUBLISHED = '2026-11-25 09:00';

/** A fixed spread of numbers: the same page needs no memory. */
const mix = (a, b) => (Math.imul(a + 1, 2_654_435_761) ^ Math.imul(b + 7, 40_503)) >>> 0;

export const titleOf = (n) => `关于做好第${n}批重点事项公开工作的通知`;

export const paragraphsOf = (n) =>
  Array.from({ length: PARAGRAPHS }, (_, p) => {
    let text = `${p + 1}．`;
    for (let s = 0; s < PER_PARAGRAPH; s += 1) {
      const pick = mix(n, p * PER_PARAGRAPH + s);
      text += SENTENCES[pick % SENTENCES.length].replace(/#/g, () => String(10 + (pick % 9_973) + p));
    }
    return text;
  });

/** Each so many pages one digit is wrong on the page: what the audit is there to find. */
export const WRONG_EVERY = 500;
export const isWrong = (n) => n % WRONG_EVERY === WRONG_EVERY - 1;

const LINKS = Array.from(
  { length: 75 },
  (_, n) => `<li><a href="/zwgk/lm${n}/" target="_blank" title="栏目${n}">政务公开栏目${n}</a></li>`,
).join('\n');
const SCRIPT = `<script type="text/javascript">${'var trs_a=function(e){return document.getElementById(e)};'.repeat(90)}</script>`;

const TAGS = `<meta name="SiteName" content="明溪县人民政府"><meta name="SiteDomain" content="www.fjmx.gov.cn"><meta name="SiteIDCode" content="3504210002">
<meta name="ColumnName" content="通知公告"><meta name="ColumnDescription" content="通知与公告"><meta name="ColumnKeywords" content="通知,公告"><meta name="ColumnType" content="工作动态">`;
export const HEAD = Buffer.from(`<!DOCTYPE html><html><head><meta charset="utf-8">${TAGS}
<link rel="stylesheet" href="/images/style.css">${SCRIPT}
`);
export const TAIL = Buffer.from(`</div></div><div class="footer"><ul>${LINKS.slice(0, 2_000)}</ul>
<p>主办：明溪县人民政府办公室　网站标识码：3504210002</p></div>${SCRIPT}</body></html>`);
const NAVIGATION = `</head><body><div class="nav"><ul>${LINKS}</ul></div>`;

const tagsOf = (n) =>
  `<meta name="ArticleTitle" content="${titleOf(n)}"><meta name="PubDate" content="${PUBLISHED}">` +
  '<meta name="ContentSource" content="明溪县人民政府办公室">';

/** Between HEAD and TAIL. */
export const middleOf = (n) => {
  const title = titleOf(n);
  const body = paragraphsOf(n)
    .map(
      (text) =>
        `<p style="text-indent: 2em; line-height: 28pt;"><span style="font-family: 仿宋_GB2312;">${text}</span></p>`,
    )
    .join('\n');
  const shown = isWrong(n) ? body.replace(/5．/, '6．') : body;
  return Buffer.from(`<title>${title}</title>${tagsOf(n)}
${NAVIGATION}<div class="crumb">当前位置：首页 &gt; 通知公告</div><h1>${title}</h1>
<div class="info">发布时间：${PUBLISHED}　来源：明溪县人民政府办公室　字体：【大 中 小】</div><div id="zoom" class="TRS_Editor">
${shown}
`);
};

const NOISE = Buffer.from('window.__wx_monitor=function(a,b){if(a&&b)return{k:a,v:b,t:"5rWL6K+V"}};'.repeat(37_000));

/** As WeChat saves an article: three megabytes, of which nearly all is script. */
export const weChatPage = (n) => {
  const body = paragraphsOf(n)
    .map((text) => `<section style="margin: 8px;"><p><span style="letter-spacing: 1px;">${text}</span></p></section>`)
    .join('');
  return Buffer.concat([
    Buffer.from(
      `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${titleOf(n)}</title>${TAGS}${tagsOf(n)}<script>`,
    ),
    NOISE,
    Buffer.from(
      `</script></head><body><h1 id="activity-name">${titleOf(n)}</h1><div id="js_content">${body}</div><script>`,
    ),
    NOISE.subarray(0, 400_000),
    Buffer.from('</script></body></html>'),
  ]);
};
