import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crawlerFor, outcomeOf, ownSources } from '../../support/crawling.ts';
import { type RawAnswer, reply, startRawServer } from '../../support/raw-server.ts';

const HTML = { 'content-type': 'text/html' };
const MB = 1024 ** 2;
const OPEN_HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n';

/** Writes as long as anybody listens, and says how much went out. */
const pourInto = (socket: Socket, piece: Buffer, sent: { bytes: number }): void => {
  const pour = (): void => {
    if (socket.destroyed) return;
    sent.bytes += piece.length;
    if (socket.write(piece)) setImmediate(pour);
    else socket.once('drain', pour);
  };
  pour();
};

const lookAt = async (answer: RawAnswer, options: Parameters<typeof crawlerFor>[0] = {}, as?: 'page' | 'file') => {
  await using server = await startRawServer(answer);
  await using crawler = crawlerFor({ allow: ownSources(server.origin), ...options });
  return await crawler.look({ url: `${server.origin}/`, as });
};

const refusedSize = /^(too-large)$/;

describe('bytes', () => {
  it('stops an endless body at five megabytes', async () => {
    const sent = { bytes: 0 };
    const look = await lookAt((socket) => {
      socket.write(OPEN_HEAD);
      pourInto(socket, Buffer.alloc(64 * 1024, 'a'), sent);
    });
    expect(outcomeOf(look)).toBe('too-large');
    // What the kernel's buffers still took after we hung up is little.
    expect(sent.bytes).toBeLessThan(20 * MB);
  });

  it('reads nothing of a body that declares a gigabyte', async () => {
    const look = await lookAt((socket) => socket.write(reply(200, { ...HTML, 'content-length': String(1024 ** 3) })));
    expect(outcomeOf(look)).toBe('too-large');
  });

  it('stops a megabyte of headers', async () => {
    const look = await lookAt((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n${`x-filler: ${'a'.repeat(1000)}\r\n`.repeat(1000)}\r\n`);
    });
    expect(outcomeOf(look)).toBe('too-large');
  });

  it('stops a gzip bomb by what it unpacks to', async () => {
    const bomb = gzipSync(Buffer.alloc(100 * MB));
    expect(bomb.length).toBeLessThan(MB);
    const look = await lookAt((socket) => socket.write(reply(200, { ...HTML, 'content-encoding': 'gzip' }, bomb)));
    expect(outcomeOf(look)).toMatch(refusedSize);
  });

  it('stops a gzip bomb below the size limit by its ratio', async () => {
    const bomb = gzipSync(Buffer.alloc(4 * MB));
    const look = await lookAt((socket) => socket.write(reply(200, { ...HTML, 'content-encoding': 'gzip' }, bomb)));
    expect(look).toMatchObject({ cause: 'too-large', text: expect.stringContaining('压缩比') as string });
  });

  it.each(['gzip, gzip, gzip, gzip, gzip, gzip', 'br', 'deflate', 'zstd', 'gzip, br', 'x-unheard-of'])(
    'unpacks no %s',
    async (encoding) => {
      const body = gzipSync(gzipSync('x'));
      const look = await lookAt((socket) => socket.write(reply(200, { ...HTML, 'content-encoding': encoding }, body)));
      expect(outcomeOf(look)).toBe('undecodable');
    },
  );

  it.each([
    ['cut short', gzipSync('页面'.repeat(5_000)).subarray(0, 40)],
    ['no gzip at all', Buffer.from('<p>页面</p>')],
  ])('takes no half page from gzip that is %s', async (_, body) => {
    const look = await lookAt((socket) => socket.write(reply(200, { ...HTML, 'content-encoding': 'gzip' }, body)));
    expect(outcomeOf(look)).toBe('undecodable');
  });

  it('unpacks an honest gzip page, whole', async () => {
    const text = Array.from({ length: 20_000 }, (_, n) => `第${n}段`).join('');
    const body = gzipSync(text);
    const look = await lookAt((socket) => socket.write(reply(200, { ...HTML, 'content-encoding': 'gzip' }, body)));
    expect(look.kind === 'page' && new TextDecoder().decode(look.body)).toBe(text);
  });

  it('lets a file have twenty megabytes and any type, a page neither', async () => {
    const pdf = { 'content-type': 'application/pdf' };
    const big =
      (headers: Record<string, string>): RawAnswer =>
      (socket) =>
        socket.write(reply(200, headers, Buffer.alloc(8 * MB, 'a')));
    expect(outcomeOf(await lookAt(big(pdf), {}, 'file'))).toBe('page');
    expect(outcomeOf(await lookAt(big(HTML), {}, 'page'))).toBe('too-large');
    expect(outcomeOf(await lookAt((socket) => socket.write(reply(200, pdf, 'x'))))).toBe('not-text');
  });

  it('closes on an error page that never ends, and has its answer', async () => {
    const sent = { bytes: 0 };
    const look = await lookAt((socket) => {
      socket.write('HTTP/1.1 404 Not Found\r\ncontent-type: text/html\r\n\r\n');
      pourInto(socket, Buffer.alloc(64 * 1024, 'a'), sent);
    });
    expect(outcomeOf(look)).toBe('gone');
  });
});

describe('time', () => {
  it('waits for the first byte only so long', async () => {
    const look = await lookAt(() => undefined, { bounds: { firstByteMs: 100 } });
    expect(outcomeOf(look)).toBe('too-slow');
  });

  it('ends a drip of one byte a second', async () => {
    // Each byte finds the clock a second later.
    let seconds = 0;
    const drip: RawAnswer = (socket) => {
      socket.write(OPEN_HEAD);
      const drop = (): void => {
        if (!socket.destroyed) socket.write('a', () => setTimeout(drop, 5));
      };
      drop();
    };
    const look = await lookAt(drip, { now: () => (seconds += 1) * 1000 });
    expect(outcomeOf(look)).toBe('too-slow');
    expect(seconds).toBeLessThan(60);
  });

  it('ends a page that begins, stops and never closes', async () => {
    const look = await lookAt((socket) => socket.write(`${OPEN_HEAD}<p>page`), { bounds: { totalMs: 200 } });
    expect(outcomeOf(look)).toBe('too-slow');
  });

  it('ends on a server that answers nothing but “continue”', async () => {
    const look = await lookAt((socket) => socket.write('HTTP/1.1 102 Processing\r\n\r\n'), {
      bounds: { totalMs: 200 },
    });
    expect(outcomeOf(look)).toBe('too-slow');
  });

  it('counts the time over all redirects together', async () => {
    let ms = 0;
    const look = await lookAt((socket) => socket.write(reply(302, { location: '/' })), { now: () => (ms += 2_000) });
    expect(outcomeOf(look)).toBe('too-slow');
  });

  it('delays no other host while one drips', async () => {
    await using slow = await startRawServer((socket) => socket.write(OPEN_HEAD));
    await using quick = await startRawServer((socket) => socket.write(reply(200, HTML, 'x')));
    await using crawler = crawlerFor({ allow: ownSources(slow.origin, quick.origin) });
    const stop = new AbortController();
    const waiting = crawler.look({ url: slow.origin, signal: stop.signal });
    for (let n = 0; n < 20; n += 1) expect(outcomeOf(await crawler.look({ url: quick.origin }))).toBe('page');
    stop.abort();
    expect(outcomeOf(await waiting)).toBe('stopped');
  });
});

describe('answers', () => {
  it.each([
    ['garbage', 'SSH-2.0-OpenSSH_9.2\r\n', 'undecodable'],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab', 'undecodable'],
    [
      'a length and chunks',
      'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n',
      'undecodable',
    ],
    ['a length not a number', 'HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n', 'undecodable'],
  ])('makes %s an unknown, not an exception', async (_, bytes, outcome) => {
    expect(outcomeOf(await lookAt((socket) => socket.end(bytes)))).toBe(outcome);
  });

  it('makes a closed socket and a body cut short unknown', async () => {
    expect(outcomeOf(await lookAt((socket) => socket.destroy()))).toBe('unreachable');
    const cut: RawAnswer = (socket) => socket.end(reply(200, { ...HTML, 'content-length': '99' }, 'x'));
    expect((await lookAt(cut)).kind).toBe('unknown');
  });

  it('tells gone, unchanged, and what is neither, apart', async () => {
    const outcomes: string[] = [];
    await using server = await startRawServer((socket, path) => socket.write(reply(Number(path.slice(1)), HTML)));
    await using crawler = crawlerFor({ allow: ownSources(server.origin) });
    for (const status of [200, 204, 206, 300, 304, 400, 401, 403, 404, 410, 418, 429, 500, 503]) {
      outcomes.push(`${status} ${outcomeOf(await crawler.look({ url: `${server.origin}/${status}` }))}`);
    }
    const decided = outcomes.filter((line) => !line.endsWith(' status'));
    expect(decided).toEqual(['200 page', '404 gone', '410 gone']);
    const conditional = await crawler.look({ url: `${server.origin}/304`, etag: '"1"', lastModified: 'Mon, 01 Jan' });
    expect(conditional.kind).toBe('unchanged');
    expect(server.heads.at(-1)).toContain('if-none-match: "1"\r\nif-modified-since: Mon, 01 Jan');
  });

  it('says in Chinese what to do, whatever it was', async () => {
    const look = await lookAt((socket) => socket.write(reply(503)));
    expect(look).toMatchObject({ kind: 'unknown', text: expect.stringMatching(/[一-龥]{8}/) as string, status: 503 });
  });
});
