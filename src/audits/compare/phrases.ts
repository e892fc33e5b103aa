/** What sites and platforms write between and around an article's lines. Phrases of many systems, never of one page. */

/** Tools, counters and invitations, alone on their line. */
const TOOL =
  /^(?:[[【(]?(?:字体|字号|大|中|小|打印|关闭|收藏|分享|转发|点赞|赞|在看|举报|投诉|复制链接|返回|顶部|返回顶部|回到顶部|评论|留言|关注|订阅|登录|注册|下载|更多|展开|收起|显示全部|查看|点击|广告|推荐|热门|相关|延伸|上一|下一|首页|尾页|末页|当前位置|您的位置|本页|页码|浏览|阅读|点击率|访问|人气|来源|作者|记者|编辑|责编|责任编辑|审核|校对|监制|发布|更新|时间|日期|附件下载|扫一扫|扫码|微信|微博|朋友圈|QQ|手机|客户端|APP|版权|声明|免责|转载|本文|原文|原标题|原题|标签|关键词|Tags?|Advertisement|ADVERTISEMENT|AD))/i;
/** 扫一扫, 长按识别, 点击…查看, wherever they stand in a short line. */
const INVITATION =
  /(?:扫一扫|扫码|二维码|长按(?:识别|关注)|点击(?:查看|阅读|进入|这里|下方|上方|图片|关注|此处|下载)|分享到|关注我们|微信公众号|公众号[:：]|手机(?:浏览|阅读|查看|看新闻)|朋友圈|客户端|阅读原文|继续滑动|向下滑动|左右滑动|打开APP)/i;
const PAGE_MARK =
  /^(?:[-[(·~ ]*\d{1,3}[-\])·~ ]*|第?\d{1,3}页(?:[,/ ]*共\d{1,3}页)?|共?\d{1,3}页|\d{1,3}\/\d{1,3}|[<>«»|‹›·…]+)+$/;
const CAPTION =
  /(?:(?:摄影?|供图|制图|绘图|配图|图源|图[/:]\S{1,12}|资料图片?|资料照片|视觉中国|东方IC|截图|效果图|示意图|(?:图片|图)?来源[:：].{1,20})[)\]。.]?$)|^(?:[▲△▼↑↓◆]|图为|图[:：\d一二三四五六七八九十]|上图|下图|左图|右图|资料图|图片来源|图片说明|[[(]图)/;
const CREDIT =
  /^[[(【]?(?:责任?编辑?|编辑|责编|来源|稿源|作者|记者|文|图|撰文|采写|审核|校对|监制|值班|原标题|原题|声明|版权|免责|转载|本文|摘要|导读|核心提示|内容提要|延伸阅读|相关阅读|相关链接|相关报道|相关新闻|推荐阅读|编者按|小编|标签|关键词|更多|欢迎|感谢|发布|发表|更新|上传|分类|阅读|浏览|点击|完|END|end|The End|本报|新华社)/;
const RIGHTS =
  /未经.{0,12}(?:授权|许可|同意|允许)|(?:请勿|不得|禁止|谢绝)转载|转载(?:请|须|应|时)|版权所有|观点.{0,12}不代表|仅供参考|侵权/;
const SENTENCE = /[。！？；!?;]/;
const SENTENCE_END = /[。！？!?…"')》」：:；;]$/;
const HEADING = /^(?:第?[一二三四五六七八九十百\d]{1,3}[、.．章节条款)]|[(（][一二三四五六七八九十\d]{1,3}[)）])/;
/** Longer lines than this are prose, whatever they begin with. */
const SHORT = 40;

export const isPageMark = (text: string): boolean => PAGE_MARK.test(text);
/** Written for the visitor of the site and not by the author. */
export const isChrome = (text: string): boolean =>
  isPageMark(text) || (text.length <= SHORT && (INVITATION.test(text) || (TOOL.test(text) && !SENTENCE.test(text))));
export const isCaption = (text: string): boolean => CAPTION.test(text);
export const isCredit = (text: string): boolean => CREDIT.test(text) || RIGHTS.test(text);
export const hasSentence = (text: string): boolean => SENTENCE.test(text);
export const endsSentence = (text: string): boolean => SENTENCE_END.test(text);
export const isHeading = (text: string): boolean => HEADING.test(text);
