import { sql } from 'drizzle-orm';

/**
 * The night's run over everything: at two, when nobody publishes and hosts are idle. A copy not looked at since then is
 * due, so a service that was down at two makes up for it when it comes back.
 */
export const lastNight = sql`((date_trunc('day', (clock() at time zone 'Asia/Shanghai') - interval '2 hours')
  + interval '2 hours') at time zone 'Asia/Shanghai')`;
