/** 通知: where one may be sent, and what it may be about. Closed lists, with the words people read. */
export const NOTICE_WAYS = ['wecom', 'dingtalk', 'smtp'] as const;
export type NoticeWay = (typeof NOTICE_WAYS)[number];
export const WAY_NAMES: Readonly<Record<NoticeWay, string>> = {
  wecom: '企业微信群机器人',
  dingtalk: '钉钉群机器人',
  smtp: '电子邮件',
};

export const NOTICE_TOPICS = ['finding', 'delivery', 'deadline', 'report'] as const;
export type NoticeTopic = (typeof NOTICE_TOPICS)[number];
export const TOPIC_NAMES: Readonly<Record<NoticeTopic, string>> = {
  finding: '新的严重问题',
  delivery: '分发失败或待确认',
  deadline: '时限临近',
  report: '报表到期',
};

/** What cannot wait for the morning. */
export const URGENT: readonly NoticeTopic[] = ['finding', 'delivery'];

/** One thing to tell. */
export interface Notice {
  readonly topic: NoticeTopic;
  /** The same thing has the same key, for good; when it comes back it has another. */
  readonly key: string;
  /** Chinese, one line. Never the words of what is not published yet: a group's server is somebody else's. */
  readonly text: string;
  /** Since when it is so. */
  readonly at: Date;
}
