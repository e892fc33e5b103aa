import type { Channel, Context } from '../context.ts';

const PORTAL = 'portal-column';
const ACCOUNT = 'wechat-account';

/** The site that the yearly report is about. */
export const portalOf = ({ channels }: Context): Channel | undefined =>
  [...channels.values()].find(({ adapter }) => adapter.kind === PORTAL);

/** 政务新媒体, each a line of its own in a monthly report. */
export const accountsOf = ({ channels }: Context): readonly Channel[] =>
  [...channels.values()].filter(({ adapter }) => adapter.kind === ACCOUNT);

export const accountOf = (ctx: Context): Channel | undefined => accountsOf(ctx)[0];
