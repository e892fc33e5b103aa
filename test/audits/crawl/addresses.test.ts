import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../../src/audits/crawl/addresses.ts';
import { lookupBy } from '../../../src/audits/crawl/agents.ts';
import { crawlerFor, outcomeOf, ownSources } from '../../support/crawling.ts';
import { reply, startRawServer } from '../../support/raw-server.ts';
import { INNER_HOSTS, LOOPBACK_HOSTS, PUBLIC_ADDRESSES, REFUSED_URLS } from './hostile-addresses.ts';

const listen = () =>
  startRawServer((socket) => socket.write(reply(200, { 'content-type': 'text/html' }, 'secret')), { host: '::' });

const knock = (port: number) =>
  new Promise<void>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve();
    });
    socket.on('error', reject);
  });

describe('addresses', () => {
  it('opens no socket to this machine, however its address is spelled', async () => {
    await using server = await listen();
    await using crawler = crawlerFor({ ports: [server.port] });
    const seen: string[] = [];
    for (const host of LOOPBACK_HOSTS) {
      const look = await crawler.look({ url: `http://${host}:${server.port}/` });
      if (outcomeOf(look) !== 'address-refused' && outcomeOf(look) !== 'scheme-refused')
        seen.push(`${host} ${look.kind}`);
    }
    expect(seen).toEqual([]);
    expect(server.connections()).toBe(0);
    // The socket does see who knocks: the silence above is the crawler's.
    await knock(server.port);
    await expect.poll(() => server.connections()).toBe(1);
  });

  it.each(INNER_HOSTS)('refuses %s without asking a resolver for more', async (host) => {
    const asked: string[] = [];
    await using crawler = crawlerFor({
      resolve: (name) => {
        asked.push(name);
        return Promise.resolve(['127.0.0.1']);
      },
    });
    for (const scheme of ['http', 'https']) {
      expect(outcomeOf(await crawler.look({ url: `${scheme}://${host}/` }))).toBe('address-refused');
    }
    expect(asked).toEqual([]);
  });

  it.each(REFUSED_URLS)('refuses %j by its scheme or its user', async (url) => {
    await using crawler = crawlerFor();
    expect(outcomeOf(await crawler.look({ url }))).toMatch(/^(scheme|address)-refused$/);
  });

  it.each(PUBLIC_ADDRESSES)('lets %s be connected to', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it('lets strangers be asked on ports 80 and 443 only', async () => {
    await using crawler = crawlerFor();
    for (const port of [22, 25, 81, 3000, 5432, 6379, 8080, 65_535]) {
      expect(outcomeOf(await crawler.look({ url: `http://www.example.gov.cn:${port}/` }))).toBe('address-refused');
    }
  });
});

describe('names', () => {
  it('opens no socket to a name that resolves to this machine', async () => {
    await using server = await listen();
    await using crawler = crawlerFor({ ports: [server.port] });
    const look = await crawler.look({ url: `http://www.example.gov.cn:${server.port}/` });
    expect(outcomeOf(look)).toBe('address-refused');
    expect(server.connections()).toBe(0);
  });

  it('judges the answer that is connected to: a name that turns inward after a good answer is refused', async () => {
    const answers = [['1.1.1.1'], ['127.0.0.1'], ['10.0.0.1', '1.1.1.1', '::1']];
    const lookup = lookupBy(() => Promise.resolve(answers.shift() ?? []), isPublicAddress);
    const ask = () =>
      new Promise((resolve) =>
        lookup('rebind.example.com', { all: true }, (error, found) => resolve(error?.name ?? found)),
      );
    expect(await ask()).toEqual([{ address: '1.1.1.1', family: 4 }]);
    expect(await ask()).toBe('AddressRefused');
    expect(await ask()).toEqual([{ address: '1.1.1.1', family: 4 }]);
    expect(await ask()).toBe('AddressRefused');
  });

  it('asks the resolver once for each connection, so that there is no moment between check and use', async () => {
    await using server = await listen();
    let asked = 0;
    await using crawler = crawlerFor({
      ports: [server.port],
      resolve: () => {
        asked += 1;
        return Promise.resolve([['::1'], ['127.0.0.1']][asked % 2] ?? []);
      },
    });
    await crawler.look({ url: `http://www.example.gov.cn:${server.port}/` });
    expect(asked).toBe(1);
    expect(server.connections()).toBe(0);
  });
});

describe('own sources', () => {
  it('opens the configured origin, and only that', async () => {
    await using server = await listen();
    await using other = await listen();
    await using crawler = crawlerFor({ allow: ownSources(server.origin) });
    expect(outcomeOf(await crawler.look({ url: `${server.origin}/a` }))).toBe('page');
    for (const url of [
      `http://127.0.0.1:${other.port}/`,
      `http://localhost:${server.port}/`,
      `http://[::1]:${server.port}/`,
      `https://127.0.0.1:${server.port}/`,
    ]) {
      expect(outcomeOf(await crawler.look({ url }))).toBe('address-refused');
    }
    expect(other.connections()).toBe(0);
    expect(server.asked).toEqual(['/a']);
  });

  it('sends no cookie and says who asks', async () => {
    const server = await startRawServer((socket) =>
      socket.write(reply(200, { 'content-type': 'text/html', 'set-cookie': 'a=1' }, 'x')),
    );
    await using _ = server;
    await using crawler = crawlerFor({ allow: ownSources(server.origin) });
    await crawler.look({ url: `${server.origin}/1` });
    await crawler.look({ url: `${server.origin}/2` });
    const heads = server.heads.join('\n').toLowerCase();
    expect(heads).not.toContain('cookie');
    expect(heads).toContain('user-agent: yigaobot/1.0 (+https://yigao.example/bot)');
    expect(heads).toMatch(/accept-encoding: gzip$/m);
  });
});
