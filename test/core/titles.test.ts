import { describe, expect, it } from 'vitest';
import { shortenTitle } from '../../src/core/titles.ts';

describe('a short title', () => {
  it.each([
    [
      '明溪县人民政府办公室关于印发明溪县全面推进基层政务公开标准化规范化工作实施方案的通知',
      '明溪县全面推进基层政务公开标准化规范化工作实施方案',
    ],
    ['明溪县人民政府关于公布《明溪县行政规范性文件目录》的通知', '明溪县行政规范性文件目录'],
    ['明溪县民政局关于做好今冬明春困难群众救助工作的公告', '关于做好今冬明春困难群众救助工作的公告'],
    ['我县举办政务公开工作培训会', null],
  ])('of %s is %s', (title, short) => {
    expect(shortenTitle(title)).toBe(short);
  });
});
