import { describe, expect, it } from 'vitest';
import { decode } from '../../../src/audits/read/decode.ts';
import { encodeGbk } from '../../bench/support/accuracy/gb18030.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array, contentType?: string): string | null => {
  const decoded = decode(bytes, contentType === undefined ? {} : { 'content-type': contentType });
  return decoded.kind === 'text' ? decoded.text : null;
};
const PAGE = '<html><head></head><body>关于印发《办法》的通知，自3月1日起施行。</body></html>';

describe('decode', () => {
  it('reads UTF-8 and drops its mark', () => {
    expect(textOf(utf8(PAGE))).toBe(PAGE);
    expect(textOf(Uint8Array.of(0xef, 0xbb, 0xbf, ...utf8(PAGE)))).toBe(PAGE);
  });

  it.each([
    undefined,
    'text/html',
    'text/html; charset=gb2312',
    'text/html; charset=GBK',
    'text/html; charset=utf-8',
    'text/html; charset=ISO-8859-1',
  ])('reads GBK bytes under %s', (contentType) => {
    expect(textOf(encodeGbk(PAGE), contentType)).toBe(PAGE);
  });

  it('reads GBK bytes whose meta stands after a kilobyte of comments', () => {
    const page = `${'<!-- -->'.repeat(300)}<meta charset="gbk">${PAGE}`;
    expect(textOf(encodeGbk(page))).toBe(page);
  });

  it('reads four-byte GB18030, which a GBK decoder cannot', () => {
    expect(textOf(Uint8Array.of(0x95, 0x34, 0xb2, 0x35), 'text/html; charset=gbk')).toBe('𠮷');
  });

  it('reads UTF-8 that the header calls GBK', () => {
    expect(textOf(utf8(PAGE), 'text/html; charset=gbk')).toBe(PAGE);
  });

  it('reads UTF-16 by its mark alone', () => {
    const bytes = new Uint8Array(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('通知', 'utf16le')]));
    expect(textOf(bytes)).toBe('通知');
  });

  it('never takes damaged UTF-8 for GBK: such a page is undecodable', () => {
    const bytes = utf8(PAGE.repeat(20));
    expect(textOf(Uint8Array.of(...bytes.subarray(0, 700), 0xff, ...bytes.subarray(700)))).toBeNull();
  });

  it('holds bytes of another charset undecodable rather than guess', () => {
    expect(textOf(Uint8Array.of(0xff, 0xff, 0x80, 0xff))).toBeNull();
    expect(textOf(Uint8Array.of(0x80, 0x81, 0xff, 0xfe), 'text/html; charset=no-such-charset')).toBeNull();
  });
});
