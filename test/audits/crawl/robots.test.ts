import { describe, expect, it } from 'vitest';
import { AT_FULL_SPEED } from '../../../src/audits/crawl/index.ts';
import { crawlerFor, outcomeOf, ownSources } from '../../support/crawling.ts';
import { reply, startRawServer } from '../../support/raw-server.ts';

const PAGE = reply(200, { 'content-type': 'text/html' }, 'x');
const DAY = 86_400_000;

const serverWith = (robots: () => Buffer | null) =>
  startRawServer((socket, path) => {
    if (path !== '/robots.txt') return void socket.write(PAGE);
    const answer = robots();
    return void (answer === null ? socket.destroy() : socket.write(answer));
  });

const obeying = (origin: string) => [{ origin, pace: AT_FULL_SPEED }];
const rules = (text: string): Buffer => reply(200, { 'content-type': 'text/plain' }, text);

describe('robots.txt', () => {
  it('is obeyed path by path, for our name before the name of all', async () => {
    const text = 'User-agent: *\nDisallow: /\n\nUser-agent: YigaoBot\nDisallow: /private/\nAllow: /private/open\n';
    await using server = await serverWith(() => rules(text));
    await using crawler = crawlerFor({ allow: obeying(server.origin) });
    const look = async (path: string) => outcomeOf(await crawler.look({ url: server.origin + path }));
    expect(await look('/a.htm')).toBe('page');
    expect(await look('/private/a.htm')).toBe('robots-refused');
    expect(await look('/private/open.htm')).toBe('page');
    expect(server.asked).toEqual(['/robots.txt', '/a.htm', '/private/open.htm']);
  });

  it.each([
    [200, 'page'],
    [204, 'page'],
    [401, 'page'],
    [403, 'page'],
    [404, 'page'],
    [410, 'page'],
    [429, 'page'],
    [500, 'robots-refused'],
    [503, 'robots-refused'],
  ])('answering %i means %s (RFC 9309 §2.3.1)', async (status, outcome) => {
    await using server = await serverWith(() => reply(status));
    await using crawler = crawlerFor({ allow: obeying(server.origin) });
    expect(outcomeOf(await crawler.look({ url: `${server.origin}/a` }))).toBe(outcome);
  });

  it('that cannot be reached forbids all', async () => {
    await using server = await serverWith(() => null);
    await using crawler = crawlerFor({ allow: obeying(server.origin) });
    expect((await crawler.look({ url: `${server.origin}/a` })).kind).toBe('unknown');
    expect(server.asked).toEqual(['/robots.txt']);
  });

  it('is asked once a day, also by many looks at once', async () => {
    let ms = 0;
    await using server = await serverWith(() => rules('User-agent: *\nDisallow: /x'));
    await using crawler = crawlerFor({ allow: obeying(server.origin), now: () => ms });
    const asked = () => server.asked.filter((path) => path === '/robots.txt').length;
    await Promise.all([1, 2, 3, 4].map((n) => crawler.look({ url: `${server.origin}/${n}` })));
    ms += DAY - 1;
    await crawler.look({ url: `${server.origin}/5` });
    expect(asked()).toBe(1);
    ms += 1;
    await crawler.look({ url: `${server.origin}/6` });
    expect(asked()).toBe(2);
  });

  it('is read to its first 500 KiB, and a longer one is no error', async () => {
    const text = `User-agent: *\nDisallow: /no\n${'# filler\n'.repeat(200_000)}Disallow: /late\n`;
    await using server = await serverWith(() => rules(text));
    await using crawler = crawlerFor({ allow: obeying(server.origin) });
    expect(outcomeOf(await crawler.look({ url: `${server.origin}/no` }))).toBe('robots-refused');
    expect(outcomeOf(await crawler.look({ url: `${server.origin}/late` }))).toBe('page');
  });

  it('behind five redirects counts, behind six is as good as none', async () => {
    const start = (many: number) =>
      startRawServer((socket, path) => {
        const left = path === '/robots.txt' ? many : Number(/^\/r(\d+)$/.exec(path)?.[1] ?? -1);
        if (left < 0) socket.write(PAGE);
        else socket.write(left === 0 ? rules('User-agent: *\nDisallow: /') : reply(301, { location: `/r${left - 1}` }));
      });
    await using five = await start(5);
    await using six = await start(6);
    await using crawler = crawlerFor({ allow: [...obeying(five.origin), ...obeying(six.origin)] });
    expect(outcomeOf(await crawler.look({ url: `${five.origin}/a` }))).toBe('robots-refused');
    expect(outcomeOf(await crawler.look({ url: `${six.origin}/a` }))).toBe('page');
  });

  it('leads to no inner address', async () => {
    await using inner = await startRawServer((socket) => socket.write(rules('User-agent: *\nAllow: /')));
    await using server = await serverWith(() => reply(302, { location: inner.origin }));
    await using crawler = crawlerFor({ allow: obeying(server.origin), ports: [inner.port] });
    expect((await crawler.look({ url: `${server.origin}/a` })).kind).toBe('unknown');
    expect(inner.connections()).toBe(0);
  });

  it('is not asked of an own source that is exempt, for the reason in the settings', async () => {
    await using server = await serverWith(() => rules('User-agent: *\nDisallow: /'));
    await using crawler = crawlerFor({ allow: ownSources(server.origin) });
    expect(outcomeOf(await crawler.look({ url: `${server.origin}/a` }))).toBe('page');
    expect(server.asked).toEqual(['/a']);
  });
});

describe('a host in trouble', () => {
  it('is left alone for as long as it asked, and the look says until when', async () => {
    let ms = 1_000_000;
    await using server = await startRawServer((socket) => socket.write(reply(503, { 'retry-after': '600' })));
    await using crawler = crawlerFor({ allow: ownSources(server.origin), now: () => ms });
    expect(await crawler.look({ url: server.origin })).toMatchObject({ cause: 'status', retryAfterMs: 600_000 });
    expect(await crawler.look({ url: server.origin })).toMatchObject({ cause: 'host-resting', retryAfterMs: 600_000 });
    expect(server.asked).toHaveLength(1);
    ms += 600_000;
    await crawler.look({ url: server.origin });
    expect(server.asked).toHaveLength(2);
  });
});
