import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readTarget } from '../../../src/audits/crawl/target.ts';
import { crawlerFor, outcomeOf, ownSources } from '../../support/crawling.ts';
import { reply, startRawServer } from '../../support/raw-server.ts';
import { INNER_HOSTS, LOOPBACK_HOSTS, REFUSED_URLS } from './hostile-addresses.ts';

const fixture = (name: string): string => readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url), 'utf8');
const CERT = fixture('loopback.crt');
const TLS = { key: fixture('loopback.key'), cert: CERT };

const page = (text: string): Buffer => reply(200, { 'content-type': 'text/html' }, text);
const to = (url: string): Buffer => reply(302, { location: url });
/** Sends each path on to the address in its query. */
const startSender = () =>
  startRawServer((socket, path) => socket.write(to(decodeURIComponent(path.slice(path.indexOf('?') + 1)))));

describe('redirects', () => {
  it('reach no hostile address, at one hop or at three', async () => {
    await using inner = await startRawServer((socket) => socket.write(page('secret')), { host: '::' });
    await using sender = await startSender();
    await using crawler = crawlerFor({ allow: ownSources(sender.origin), ports: [inner.port] });
    const via = (url: string): string => `${sender.origin}/?${encodeURIComponent(url)}`;
    const hostile = [
      ...LOOPBACK_HOSTS.map((host) => `http://${host}:${inner.port}/`),
      ...INNER_HOSTS.map((host) => `http://${host}:${inner.port}/`),
      ...REFUSED_URLS.filter((url) => url.includes(':') && URL.canParse(url)),
    ];
    const reached: string[] = [];
    for (const url of hostile) {
      for (const start of [via(url), via(via(via(url)))]) {
        const look = await crawler.look({ url: start });
        if (!/^(address|scheme)-refused$/.test(outcomeOf(look))) reached.push(`${url} ${outcomeOf(look)}`);
      }
    }
    expect(reached).toEqual([]);
    expect(inner.connections()).toBe(0);
    expect(hostile.length).toBeGreaterThanOrEqual(40);
  });

  it('follows five and stops at the sixth', async () => {
    await using server = await startRawServer((socket, path) => {
      const left = Number(path.slice(1));
      socket.write(left === 0 ? page('there') : to(`/${left - 1}`));
    });
    await using crawler = crawlerFor({ allow: ownSources(server.origin) });
    const five = await crawler.look({ url: `${server.origin}/5` });
    expect(five).toMatchObject({ kind: 'page', url: `${server.origin}/0` });
    server.asked.length = 0;
    expect(outcomeOf(await crawler.look({ url: `${server.origin}/20` }))).toBe('too-many-redirects');
    expect(server.asked).toHaveLength(6);
  });

  it('ends a circle', async () => {
    await using server = await startRawServer((socket) => socket.write(to('/')));
    await using crawler = crawlerFor({ allow: ownSources(server.origin) });
    expect(outcomeOf(await crawler.look({ url: server.origin }))).toBe('too-many-redirects');
  });

  it('never opens an own inner source because a stranger points there', () => {
    const origin = 'http://10.1.1.1:8080';
    const gate = { own: new Map([[origin, { origin }]]), ports: [80, 443] };
    const stranger = { url: new URL('http://www.example.gov.cn/'), own: null };
    expect(readTarget(`${origin}/a`, gate)).toMatchObject({ own: { origin } });
    expect(readTarget(`${origin}/a`, gate, stranger)).toMatchObject({ cause: 'address-refused' });
    const own = { url: new URL(`${origin}/`), own: { origin } };
    expect(readTarget('/b', gate, own)).toMatchObject({ own: { origin } });
  });

  it('shows where it was refused, without the password', async () => {
    await using server = await startRawServer((socket) => socket.write(to('http://me:secret@10.0.0.1/x')));
    await using crawler = crawlerFor({ allow: ownSources(server.origin) });
    const look = await crawler.look({ url: server.origin });
    expect(look).toMatchObject({ cause: 'scheme-refused', url: 'http://10.0.0.1/x' });
  });

  it('judges every hop of http → https → http anew', async () => {
    await using inner = await startRawServer((socket) => socket.write(page('secret')));
    await using secure = await startRawServer((socket) => socket.write(to(`http://127.0.0.1:${inner.port}/`)), {
      tls: TLS,
    });
    await using open = await startRawServer((socket) => socket.write(to(secure.origin)));
    await using crawler = crawlerFor({
      allow: ownSources(open.origin, secure.origin),
      ca: [CERT],
      ports: [inner.port],
    });
    const look = await crawler.look({ url: open.origin });
    expect(look).toMatchObject({ kind: 'unknown', cause: 'address-refused', url: `http://127.0.0.1:${inner.port}/` });
    expect(secure.asked).toEqual(['/']);
    expect(inner.connections()).toBe(0);
  });

  it('trusts no certificate it does not know', async () => {
    await using secure = await startRawServer((socket) => socket.write(page('x')), { tls: TLS });
    await using crawler = crawlerFor({ allow: ownSources(secure.origin) });
    expect(outcomeOf(await crawler.look({ url: secure.origin }))).toBe('tls');
    expect(secure.asked).toEqual([]);
  });
});
