import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'yigao-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const channelsFile = (settings: Readonly<Record<string, string>>): string => {
  const file = join(folder, 'channels.json');
  writeFileSync(file, JSON.stringify([{ id: 'esm', kind: 'guide-feed', name: 'e三明', settings }]));
  return file;
};

describe('the stages of approval', () => {
  it('are one to three, each with a name of its own', () => {
    expect(readConfig({ YIGAO_APPROVAL_STAGES: '初审，复审、终审' }).approvalStages).toEqual(['初审', '复审', '终审']);
    for (const stages of ['，', '一审,二审,三审,四审', '审签,审签'])
      expect(() => readConfig({ YIGAO_APPROVAL_STAGES: stages })).toThrow('审签环节应为一至三个');
  });
});

describe('rules that the office confirmed', () => {
  it('are named by their ids, and one that does not exist is told', () => {
    expect(readConfig({ YIGAO_RULES_CONFIRMED: 'D-P4.2，D-P8' }).confirmedRules).toEqual(['D-P4.2', 'D-P8']);
    expect(() => readConfig({ YIGAO_RULES_CONFIRMED: 'D-P8, X-1' })).toThrow('没有规则 X-1');
  });
});

describe('a setting of a channel', () => {
  it('stands in the file, in the environment, or in a file beside it', () => {
    writeFileSync(join(folder, 'map.json'), '{"a":"b"}');
    const file = channelsFile({ consumerUrl: 'http://x.test', pushSecret: 'env:PUSH', fieldMap: 'file:map.json' });
    expect(readConfig({ YIGAO_CHANNELS: file, PUSH: 'whsec_x' }).channels?.[0]?.settings).toEqual({
      consumerUrl: 'http://x.test',
      pushSecret: 'whsec_x',
      fieldMap: '{"a":"b"}',
    });
  });

  it('that names what is not there is told, all in one message', () => {
    const file = channelsFile({ pushSecret: 'env:NOWHERE', fieldMap: 'file:nowhere.json' });
    expect(() => readConfig({ YIGAO_CHANNELS: file })).toThrow(
      /pushSecret：没有环境变量 NOWHERE[\s\S]*fieldMap：读不出 nowhere\.json/,
    );
  });
});
