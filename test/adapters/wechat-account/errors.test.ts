import { describe, expect, it } from 'vitest';
import { ERRORS, toFault } from '../../../adapters/wechat-account/errors.ts';
import { encode, send } from '../../../adapters/wechat-account/send.ts';
import { CHANNEL_FAULTS } from '../../../src/core/faults.ts';
import { failure, openAccount } from './support.ts';

const now = new Date('2026-11-23T01:00:00Z');

/** Every code of the official pages we know, by where it is met, and those met in practice on the same calls. */
const CODES = {
  anywhere: [-1, 40001, 40014, 41001, 42001, 43002, 45009, 45011, 47001, 48001, 50007],
  token: [40002, 40013, 40125, 40164, 40243, 41002, 41004, 50004, 61024, 89503, 89506, 89507],
  media: [40004, 40005, 40007, 40009, 40113, 41005],
  draft: [40114, 41039, 45002, 45003, 45004, 45005, 45110, 45166, 53404, 53405, 53406, 88000],
  publication: [53503, 53504, 53505, 53600],
  massSend: [40066, 40152, 41040, 45028, 45062, 45065, 45066, 45067, 48021, 89504, 89505],
  statistics: [61500, 61501, 61503],
  support: [48006, 76001, 76002, 76003, 76004, 76021, 76022],
} as const;
/** What a person, rather than time, has to mend says what to do. */
const FIX = /请|自动|不影响/;

describe('the table of errors', () => {
  it.each(Object.values(CODES).flat())('knows %i, and what to do about it', (code) => {
    expect(ERRORS[code]?.[1]).toMatch(FIX);
  });

  it.each(Object.entries(ERRORS))('says in Chinese what %s means and what follows', (code, [fault, text]) => {
    expect(CHANNEL_FAULTS).toContain(fault);
    expect(text).toMatch(/^[\p{Script=Han}“”AIP].{6,}/u);
    expect(toFault(Number(code), 'words rid: 1-2-3', now).message).toContain('words rid: 1-2-3');
    expect(toFault(Number(code), 'words', now).message).not.toMatch(/\{\w+\}/);
  });

  it.each([
    ['invalid ip 120.244.112.8 ipv6 ::ffff:120.244.112.8, not in whitelist rid: 1-2-3', '120.244.112.8'],
    ['invalid ip 2409:8a00::1a, not in whitelist rid: 1-2-3', '2409:8a00::1a'],
    ['something new rid: 1-2-3', '（见括号内）'],
  ])('names the address that is missing on the white list: %s', (errmsg, ip) => {
    expect(toFault(40164, errmsg, now)).toMatchObject({
      fault: 'signed-out',
      message: expect.stringContaining(`本机 IP ${ip} 不在白名单`),
    });
  });

  it('treats an unknown code as a refusal that shows it', () => {
    expect(toFault(99_999, 'strange', now)).toMatchObject({ fault: 'refused', message: /99999/ });
  });

  it('waits for the next Beijing day when the day’s calls are used up, a minute when it was too fast', () => {
    expect(toFault(45009, '', now).retryAt).toEqual(new Date('2026-11-23T16:00:00Z'));
    expect(toFault(45011, '', now).retryAt).toEqual(new Date('2026-11-23T01:01:00Z'));
    expect(toFault(40164, '', now).retryAt).toBeNull();
  });
});

describe('a call without a usable answer', () => {
  const io = (answer: () => Promise<Response>) => openAccount().io({ fetch: answer });
  const refusedConnection = () =>
    Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error('no'), { code: 'ECONNREFUSED' }) }));
  const html = async () => new Response('<html>502</html>', { status: 502 });

  it.each([
    ['cut off', () => Promise.reject(new TypeError('fetch failed')), 'outcome-unknown', 'unavailable'],
    ['timed out', () => Promise.reject(new DOMException('late', 'TimeoutError')), 'outcome-unknown', 'unavailable'],
    ['a gateway’s page', html, 'outcome-unknown', 'unavailable'],
    ['no JSON', async () => new Response('oops'), 'outcome-unknown', 'unavailable'],
    ['never connected', refusedConnection, 'unavailable', 'unavailable'],
    ['not found', async () => new Response('', { status: 404 }), 'unavailable', 'unavailable'],
  ] as const)('%s', async (_, answer, once, harmless) => {
    expect(await failure(send(io(answer), '/x', {}, 'once'))).toMatchObject({ fault: once });
    expect(await failure(send(io(answer), '/x', {}, 'harmless'))).toMatchObject({ fault: harmless });
  });

  it('lets the end of a run through as it is', async () => {
    const ended = new Error('run ended');
    expect(
      await failure(
        send(
          io(() => Promise.reject(ended)),
          '/x',
          {},
          'once',
        ),
      ),
    ).toBe(ended);
  });
});

describe('JSON as sent', () => {
  it('is raw UTF-8 without a single \\u escape', () => {
    const text = '中文\u0007\ud83d\ude00\ud800 a\tb\n\udc00"\\';
    expect(encode({ text })).toBe('{"text":"中文😀 a\\tb\\n\\"\\\\"}');
  });
});
