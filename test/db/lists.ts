import { writeTimeCursor } from '../../src/items/cursor.ts';

/** Filters as they stand in the addresses of the lists; each must be read by index. */
export const LISTS = [
  '',
  'unit=xmzj',
  'type=policy',
  'unit=xmzj&type=policy',
  'externalId=e77',
  'channel=wechat',
  'status=retrying',
  'status=retrying&channel=wechat',
  'status=refused',
  'from=2026-01-01T00:00:00Z&to=2030-01-01T00:00:00Z',
  'unit=xmzj&status=retrying',
  'type=policy&channel=wechat&status=live',
  'unit=xmzj&from=2026-01-01T00:00:00Z',
  'cursor=NTAwMDA',
];

export const WORK = [
  '',
  'text=龙湖',
  'text=水库除险 e77',
  'text=停水',
  'text=停水&unit=xmzj&type=policy',
  'text=不存在',
  'text=水',
  'status=returned',
  'status=retrying&channel=wechat',
  'unit=xmzj&column=tzgg',
  `cursor=${writeTimeCursor({ at: '2026-01-01 00:00:00.000000+00', id: '00000000-0000-4000-8000-000000000000' })}`,
];

export const FINDING_LISTS = [
  '',
  'unit=xmzj',
  'channel=wechat',
  'state=closed',
  'severity=critical',
  'kind=differs',
  'sort=severity&unit=xmzj',
  'sort=severity&cursor=bWFqb3IgNTAwMDA',
  'sort=severity',
  'sort=severity&state=waiting',
  'cursor=NTAwMDA',
];

export const DELIVERY_LISTS = [
  '',
  'channel=wechat',
  'status=retrying',
  'status=parked&channel=wechat',
  'fault=unavailable',
  'status=live',
  'unit=xmzj',
];
