import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { ReachReport, ReportRequest } from '../contract.ts';
import { beijingDay } from '../../src/core/time.ts';
import type { GuideSettings } from './settings.ts';
import { signatureOf } from './webhook.ts';

/** Standard Webhooks 1.0 bids receivers refuse what is older or newer. */
const TOLERANCE_MS = 5 * 60_000;

const reportSchema = z.strictObject({
  type: z.literal('guide.views'),
  timestamp: z.string(),
  data: z.strictObject({
    day: z.iso.date(),
    guides: z.array(z.strictObject({ id: z.uuid(), views: z.int().min(0).max(1_000_000_000) })).max(10_000),
  }),
});

const isSigned = ({ headers, body }: ReportRequest, { pushSecret }: GuideSettings, now: Date): boolean => {
  const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '', 'webhook-signature': signatures = '' } = headers;
  if (pushSecret === '' || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() - Number(timestamp) * 1_000) > TOLERANCE_MS) return false;
  const expected = signatureOf(id, timestamp, body, pushSecret);
  return signatures.split(' ').some((each) => {
    const given = Buffer.from(each.replace(/^v1,/, ''), 'base64');
    return each.startsWith('v1,') && given.length === expected.length && timingSafeEqual(given, expected);
  });
};

const parse = (body: string): z.infer<typeof reportSchema> | null => {
  try {
    return reportSchema.parse(JSON.parse(body));
  } catch {
    return null;
  }
};

/**
 * What the consumer's own pages counted: signed with the secret that signs our messages to it, of a day that is over. A
 * report of the same day again replaces what it said before.
 */
export const readReport = (request: ReportRequest, settings: GuideSettings, now: Date): ReachReport => {
  if (!isSigned(request, settings, now)) return { status: 401, told: [] };
  const report = parse(request.body);
  if (report === null || report.data.day >= beijingDay(now)) return { status: 400, told: [] };
  const { day, guides } = report.data;
  return {
    status: 204,
    told: guides.map(({ id, views }) => ({ itemId: id, metric: 'reported-views', day, value: views })),
  };
};
