import { count, lasting, words, type Block } from './field.ts';

/** 季度自查通报: what the system cannot know of a quarter. All else is counted. */
export const QUARTERLY: readonly Block[] = [
  {
    title: '其他检查情况',
    fields: [
      count('sites', '自查政府网站数量', '个', { lasts: true }),
      count('accounts', '自查政务新媒体数量', '个', { lasts: true }),
      words('other-checks', '其他检查情况（互动交流、安全防护等系统不检查的）'),
    ],
  },
  { title: '下一步工作', fields: [words('next-steps', '下一步工作')] },
  {
    title: '落款',
    fields: [
      lasting('signed-by', '发文单位'),
      words('number', '文号'),
      { id: 'signed-on', name: '日期', type: 'date' },
    ],
  },
];
