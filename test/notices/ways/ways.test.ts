import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dingtalk } from '../../../src/notices/ways/dingtalk.ts';
import type { Io } from '../../../src/notices/ways/way.ts';
import { smtp } from '../../../src/notices/ways/smtp.ts';
import { wecom } from '../../../src/notices/ways/wecom.ts';

const MESSAGE = { subject: '【一稿】试发', text: '【一稿】试发\n“引号” <b>&amp;</b> 😀' };
const NOW = new Date('2026-11-26T02:00:00Z');

interface Call {
  readonly url: string;
  readonly body: unknown;
}
let answer = { status: 200, body: '{"errcode":0,"errmsg":"ok"}' };
const calls: Call[] = [];
/** The robots' server on a real socket; https is their proxy's. */
const robots = createServer((request, response) => {
  let text = '';
  request.on('data', (chunk: Buffer) => void (text += chunk.toString('utf8')));
  request.on('end', () => {
    calls.push({ url: request.url ?? '', body: JSON.parse(text) as unknown });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  });
});

const mails: string[] = [];
const mailServer = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onAuth: ({ username, password }, _session, done) => {
    if (username === 'yigao' && password === 'right') done(null, { user: username });
    else done(new Error('535 no'));
  },
  onRcptTo: ({ address }, _session, done) => {
    done(address.startsWith('nobody') ? new Error('550 no such user') : null);
  },
  onData: (stream, _session, done) => {
    let text = '';
    stream.on('data', (chunk: Buffer) => void (text += chunk.toString('utf8')));
    stream.on('end', () => {
      mails.push(text);
      done();
    });
  },
});
const portOf = (server: { address(): AddressInfo | string | null }): number => (server.address() as AddressInfo).port;

let io: Io;
beforeAll(async () => {
  await new Promise<void>((resolve) => void robots.listen(0, '127.0.0.1', resolve));
  await new Promise<void>((resolve) => void mailServer.listen(0, '127.0.0.1', resolve));
  const fetch: typeof globalThis.fetch = (url, init) => {
    const { pathname, search } = new URL(url as string);
    return globalThis.fetch(`http://127.0.0.1:${portOf(robots)}${pathname}${search}`, init);
  };
  io = { fetch, signal: AbortSignal.timeout(60_000), now: () => NOW };
});
afterAll(async () => {
  await new Promise((resolve) => void robots.close(resolve));
  await new Promise<void>((resolve) => {
    mailServer.close(() => resolve());
  });
});

describe('a group’s robot', () => {
  const url = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc';

  it('of WeCom gets the message as text, letter for letter', async () => {
    await wecom.send(wecom.settings.parse({ url }), MESSAGE, io);
    expect(calls.at(-1)).toEqual({
      url: '/cgi-bin/webhook/send?key=abc',
      body: { msgtype: 'text', text: { content: MESSAGE.text } },
    });
  });

  it('of DingTalk gets it signed where there is a secret', async () => {
    const settings = { url: 'https://oapi.dingtalk.com/robot/send?access_token=t', secret: 'SEC1' };
    await dingtalk.send(dingtalk.settings.parse(settings), MESSAGE, io);
    const asked = new URL(calls.at(-1)?.url ?? '', 'https://x');
    const timestamp = asked.searchParams.get('timestamp') ?? '';
    expect(timestamp).toBe(String(NOW.getTime()));
    const wanted = createHmac('sha256', 'SEC1').update(`${timestamp}\nSEC1`).digest('base64');
    expect(asked.searchParams.get('sign')).toBe(wanted);
    expect(asked.searchParams.get('access_token')).toBe('t');
  });

  it.each([
    [{ status: 200, body: '{"errcode":93000,"errmsg":"invalid webhook url"}' }, '重新添加机器人'],
    [{ status: 200, body: '{"errcode":310000,"errmsg":"sign not match"}' }, '加签密钥'],
    [{ status: 200, body: '{"errcode":7,"errmsg":"strange"}' }, '对方返回 7：strange'],
    [{ status: 502, body: '<html>' }, 'HTTP 502'],
    [{ status: 200, body: '<html>login</html>' }, '读不懂'],
  ])('that answers %j is told of in words', async (given, words) => {
    answer = given;
    await expect(wecom.send(wecom.settings.parse({ url }), MESSAGE, io)).rejects.toThrow(words);
    answer = { status: 200, body: '{"errcode":0}' };
  });

  it.each(['http://qyapi.weixin.qq.com/x', 'file:///etc/passwd', 'javascript:alert(1)', ''])(
    'has no address like “%s”: its key would travel in the open',
    (bad) => {
      expect(wecom.settings.safeParse({ url: bad }).success).toBe(false);
    },
  );
});

describe('a mail', () => {
  const settings = (more = {}) =>
    smtp.settings.parse({
      host: '127.0.0.1',
      port: String(portOf(mailServer.server)),
      from: 'yigao@mingxi.gov.cn',
      to: 'a@mingxi.gov.cn，b@mingxi.gov.cn',
      plain: 'yes',
      ...more,
    });

  it('arrives with its subject and words', async () => {
    await smtp.send(settings({ user: 'yigao', password: 'right' }), MESSAGE, io);
    const mail = mails.at(-1) ?? '';
    expect(mail).toMatch(/^To: a@mingxi\.gov\.cn, b@mingxi\.gov\.cn\r?$/m);
    const [, encoded = ''] = /\r\n\r\n([\s\S]*)$/.exec(mail) ?? [];
    expect(Buffer.from(encoded, 'base64').toString('utf8').trim()).toBe(MESSAGE.text);
  });

  it.each([
    ['with a wrong password', { user: 'yigao', password: 'wrong' }, '授权码'],
    ['to nobody', { to: 'nobody@mingxi.gov.cn' }, '收件人'],
    ['where encryption is demanded and there is none', { plain: 'no' }, '邮件'],
    ['to a port where nobody listens', { port: '1' }, '连不上邮件服务器'],
  ])('%s is told of in words', async (_, more, words) => {
    await expect(smtp.send(settings(more), MESSAGE, io)).rejects.toThrow(words);
  });

  it('takes no line break into a header', () => {
    expect(smtp.settings.safeParse({ host: 'h', from: 'a@b.cn\r\nBcc: x@y.cn', to: 'a@b.cn' }).success).toBe(false);
  });
});
