import { describe, expect, it } from 'vitest';
import { formatTable } from '../../src/cli/table.ts';

describe('a table in the terminal', () => {
  it('aligns columns by what Chinese characters take, and cuts only what has a column after it', () => {
    const table = formatTable(
      ['稿件', '状态', '公开地址'],
      [
        ['停水通知', '已发布', 'http://example.test/a'],
        ['关于修订基层政务公开标准目录的通知', '失败', '标题最多 64 字，现有 70，请缩短标题'],
      ],
      [12, 8],
    );
    expect(table.split('\n').filter((line) => !line.startsWith('─'))).toEqual([
      '稿件          状态    公开地址',
      '停水通知      已发布  http://example.test/a',
      '关于修订基..  失败    标题最多 64 字，现有 70，请缩短标题',
    ]);
  });
});
