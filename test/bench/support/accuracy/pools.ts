/** Sentences that no page of the corpus has; some carry what makes a difference critical, most do not. */
export const SENTENCES = [
  '有关部门将加强日常巡查，确保各项措施落到实处。',
  '请广大群众相互转告，并给予理解和支持。',
  '工作中遇到的问题请及时向上级主管单位报告。',
  '对工作推进缓慢的单位将予以通报批评。',
  '各村要结合实际制定细化方案并抓好组织实施。',
  '此项工作由牵头单位负责统筹协调。',
  '申请人应当如实提供材料并对其真实性负责。',
  '参加人员应提前到场并服从现场工作人员安排。',
  '本次补贴资金将于12月31日前发放到户。',
  '逾期提交的材料一律不予受理。',
] as const;

/** Characters that mean no number and no negation. */
export const HAN = '路山水花树风云春秋南北东西红绿青蓝江湖海河田园林草木石桥船车马牛羊鸟鱼书画琴棋茶酒';
export const NUMERALS = '〇○零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾';
export const NEGATIONS = '不未无非没否勿禁莫免别';
export const NAMES = ['魏清源', '孟德胜', '邱海涛', '江映雪'] as const;
