import { count, lasting, words, type Block } from './field.ts';

/** 政务新媒体月报: what is entered for one account; all else is counted. */
export const accountFields = (channelId: string): Block['fields'] => [
  lasting(`${channelId}:organizer`, '主办单位'),
  count(`${channelId}:original`, '原创信息数量', '篇'),
  count(`${channelId}:replies`, '回复留言数量', '条'),
  words(`${channelId}:changes`, '备案变化（开设、变更、关停、注销）'),
  words(`${channelId}:remarks`, '备注'),
];

export const MONTHLY_FOOT: Block = {
  title: '填报人员',
  fields: [
    lasting('head', '单位负责人'),
    lasting('filler', '填报人'),
    lasting('phone', '联系电话'),
    { id: 'filled-on', name: '填报日期', type: 'date' },
  ],
};
