import { count, flag, lasting, words, type Block } from './field.ts';

/**
 * 政府网站工作年度报表: the form of 国办函〔2018〕12号, all blocks (standards §3; its lines are known from memory, which the
 * report says of itself).
 */
export const ANNUAL: readonly Block[] = [
  {
    title: '基本信息',
    fields: [
      lasting('unit', '填报单位'),
      lasting('site-name', '网站名称'),
      lasting('home-url', '首页网址'),
      lasting('organizer', '主办单位'),
      { id: 'site-type', name: '网站类型', type: 'choices', options: ['政府门户网站', '部门网站'], lasts: true },
      lasting('site-id-code', '政府网站标识码'),
      lasting('icp', 'ICP备案号'),
      lasting('police', '公安机关备案号'),
    ],
  },
  {
    title: '访问量',
    fields: [count('visitors', '独立用户访问总量', '个'), count('visits', '网站总访问量', '次')],
  },
  {
    title: '信息发布',
    fields: [
      count('published', '总数', '条'),
      count('published-overview', '概况类信息更新量', '条'),
      count('published-news', '政务动态信息更新量', '条'),
      count('published-catalog', '信息公开目录信息更新量', '条'),
    ],
  },
  {
    title: '专栏专题',
    fields: [count('topics', '维护数量', '个'), count('topics-new', '新开设数量', '个')],
  },
  {
    title: '解读回应',
    fields: [
      count('interpretations', '总数', '条', { group: '解读信息发布' }),
      count('interpretation-texts', '解读材料数量', '条', { group: '解读信息发布' }),
      count('interpretation-products', '解读产品数量', '个', { group: '解读信息发布' }),
      count('interpretation-comments', '媒体评论文章数量', '篇', { group: '解读信息发布' }),
      count('responses', '回应公众关注热点或重大舆情数量', '次', { group: '回应关切' }),
    ],
  },
  {
    title: '办事服务',
    fields: [
      flag('services-listed', '是否发布服务事项目录'),
      count('users', '注册用户数', '个'),
      count('services', '政务服务事项数量', '项'),
      count('services-online', '可全程在线办理政务服务事项数量', '项'),
      count('cases', '总数', '件', { group: '办件量' }),
      count('cases-people', '自然人办件量', '件', { group: '办件量' }),
      count('cases-bodies', '法人办件量', '件', { group: '办件量' }),
    ],
  },
  {
    title: '互动交流',
    fields: [
      flag('interaction-one-platform', '是否使用统一平台'),
      count('messages', '收到留言数量', '条', { group: '留言办理' }),
      count('messages-done', '办结留言数量', '条', { group: '留言办理' }),
      { id: 'messages-days', group: '留言办理', name: '平均办理时间', unit: '天', type: 'decimal' },
      count('messages-published', '公开答复数量', '条', { group: '留言办理' }),
      count('surveys', '征集调查期数', '期', { group: '征集调查' }),
      count('surveys-opinions', '收到意见数量', '条', { group: '征集调查' }),
      count('surveys-results', '公布调查结果期数', '期', { group: '征集调查' }),
      count('interviews', '访谈期数', '期', { group: '在线访谈' }),
      count('interviews-messages', '网民留言数量', '条', { group: '在线访谈' }),
      count('interviews-answers', '答复网民提问数量', '条', { group: '在线访谈' }),
      flag('smart-answers', '是否提供智能问答'),
    ],
  },
  {
    title: '安全防护',
    fields: [
      count('security-tests', '安全检测评估次数', '次'),
      count('security-problems', '发现问题数量', '个'),
      count('security-mended', '问题整改数量', '个'),
      flag('security-monitoring', '是否建立安全监测预警机制'),
      flag('security-drill', '是否开展应急演练'),
      flag('security-person', '是否明确网站安全责任人'),
    ],
  },
  {
    title: '移动新媒体',
    fields: [
      flag('media', '是否有移动新媒体'),
      lasting('weibo', '名称', { group: '微博' }),
      count('weibo-posts', '信息发布量', '条', { group: '微博' }),
      count('weibo-followers', '关注量', '个', { group: '微博' }),
      lasting('wechat', '名称', { group: '微信' }),
      count('wechat-posts', '信息发布量', '条', { group: '微信' }),
      count('wechat-followers', '订阅数', '个', { group: '微信' }),
      lasting('media-other', '其他'),
    ],
  },
  {
    title: '创新发展',
    fields: [
      {
        id: 'innovation',
        name: '创新发展',
        type: 'choices',
        options: ['搜索即服务', '多语言版本', '无障碍浏览', '千人千网'],
        lasts: true,
      },
      words('innovation-other', '其他'),
    ],
  },
  {
    title: '填报人员',
    fields: [
      lasting('head', '单位负责人'),
      lasting('checker', '审核人'),
      lasting('filler', '填报人'),
      lasting('phone', '联系电话'),
      { id: 'filled-on', name: '填报日期', type: 'date' },
    ],
  },
];
