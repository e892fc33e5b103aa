import type { NoticeWay } from '../../core/notices.ts';
import { dingtalk } from './dingtalk.ts';
import { smtp } from './smtp.ts';
import type { Way } from './way.ts';
import { wecom } from './wecom.ts';

export const WAYS: Readonly<Record<NoticeWay, Way>> = { wecom, dingtalk, smtp };
export type { Io } from './way.ts';
