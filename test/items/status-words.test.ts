import { describe, expect, it } from 'vitest';
import type { DeliveryStatus } from '../../src/core/states.ts';
import { statusWords } from '../../src/items/status-words.ts';

const of = (...statuses: DeliveryStatus[]) =>
  statusWords(statuses.map((status) => ({ status, desired: status === 'withdrawn' ? 'withdrawn' : 'live' })));

describe('an item’s state in words', () => {
  it.each<[DeliveryStatus[], string, string]>([
    [[], '没有分发', 'quiet'],
    [['live', 'live', 'live'], '已发布', 'good'],
    [['live', 'live', 'running'], '2/3 已发布，1 发布中', 'busy'],
    [['live', 'live', 'refused'], '2/3 已发布，1 失败', 'bad'],
    [['planned', 'planned'], '待发布', 'busy'],
    [['live', 'withdrawn'], '1/1 已发布，1 已撤回', 'good'],
    [['withdrawn', 'withdrawn'], '已撤回', 'quiet'],
    [['live', 'retrying', 'parked'], '1/3 已发布，1 待人工确认，1 等待重试', 'bad'],
  ])('%j is %s', (statuses, text, tone) => {
    expect(of(...statuses)).toEqual({ text, tone });
  });
});
