import { createHash, randomBytes } from 'node:crypto';
import { encrypt, getSignature } from '@wecom/crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallbackRequest } from '../../../adapters/contract.ts';
import { callback } from '../../../adapters/wechat-account/callback.ts';
import { decrypt, isSigned } from '../../../adapters/wechat-account/crypto.ts';
import { openAccount } from './support.ts';

/** The official vectors: developers.weixin.qq.com/doc/oplatform/developers/dev/push/encryption.md. */
const KEY = 'A'.repeat(43);
const APP_ID = 'wxba5fad812f8e6fb9';
const ENCRYPTED =
  '+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=';
const MESSAGE =
  '{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY","CreateTime":1714112445,"MsgType":"event","Event":"debug_demo","debug_str":"hello world"}';

const base = openAccount().settings;
const plain = { ...base, appId: APP_ID, callbackToken: 'AAAAA', encodingAesKey: '' };
const secure = { ...plain, encodingAesKey: KEY };
const at = (seconds: number | string): Date => new Date(Number(seconds) * 1_000);

const sha1 = (...parts: string[]): string => createHash('sha1').update(parts.sort().join('')).digest('hex');
const now = at(1_795_400_000);
const timestamp = '1795400000';

const plainPost = (body: string): CallbackRequest => ({
  method: 'POST',
  query: { signature: sha1('AAAAA', timestamp, 'n'), timestamp, nonce: 'n' },
  body,
});
const securePost = (message: string, { id = APP_ID, random = randomBytes(16) } = {}): CallbackRequest => {
  const Encrypt = encrypt(KEY, message, id, random);
  const query = { timestamp, nonce: 'n', msg_signature: getSignature('AAAAA', timestamp, 'n', Encrypt) };
  return { method: 'POST', query, body: `<xml><Encrypt><![CDATA[${Encrypt}]]></Encrypt></xml>` };
};

const finish = (info: string): string =>
  '<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[oHelper]]></FromUserName>' +
  '<CreateTime>1795400000</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[PUBLISHJOBFINISH]]></Event>' +
  `<PublishEventInfo>${info}</PublishEventInfo></xml>`;
const SUCCEEDED =
  '<publish_id>2247503051</publish_id><publish_status>0</publish_status><article_id><![CDATA[b5O2OUs25HBxRceL7hfReg\nU9QmBzPVbNhNYY]]></article_id>' +
  '<article_detail><count>1</count><item><idx>1</idx><article_url><![CDATA[http://mp.weixin.qq.com/s?a=1&b=2]]></article_url></item></article_detail>';

describe('official test vectors', () => {
  it('answers the verification of our address with its echo, in both modes', () => {
    const query = {
      signature: 'f464b24fc39322e44b38aa78f5edd27bd1441696',
      timestamp: '1714036504',
      nonce: '1514711492',
      echostr: '4375120948345356249',
    };
    for (const settings of [plain, secure])
      expect(callback({ method: 'GET', query, body: '' }, settings, at(query.timestamp))).toEqual({
        status: 200,
        body: '4375120948345356249',
        event: null,
      });
  });

  it('takes a plain message', () => {
    const query = {
      signature: '899cf89e464efb63f54ddac96b0a0a235f53aa78',
      timestamp: '1714037059',
      nonce: '486452656',
    };
    expect(callback({ method: 'POST', query, body: MESSAGE }, plain, at(query.timestamp))).toMatchObject({
      status: 200,
      body: 'success',
    });
  });

  it('takes and decrypts a secure message', () => {
    const query = {
      signature: '6c5c811b55cc85e0e1b54100749188c20beb3f5d',
      timestamp: '1714112445',
      nonce: '415670741',
      msg_signature: '046e02f8204d34f8ba5fa3b1db94908f3df2e9b3',
    };
    const body = JSON.stringify({ ToUserName: 'gh_97417a04a28d', Encrypt: ENCRYPTED });
    expect(decrypt(ENCRYPTED, KEY, APP_ID)).toBe(MESSAGE);
    expect(callback({ method: 'POST', query, body }, secure, at(query.timestamp))).toMatchObject({
      status: 200,
      body: 'success',
    });
  });

  it('verifies and reads the encrypted reply of the documentation', () => {
    const encrypted = 'ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==';
    const parts = ['AAAAA', '1713424427', '415670741', encrypted];
    expect(isSigned('1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1', parts)).toBe(true);
    expect(decrypt(encrypted, KEY, APP_ID)).toBe('{"demo_resp":"good luck"}');
  });
});

describe('decryption', () => {
  it('reads whatever @wecom/crypto encrypts, at every length of padding', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (message) => {
        expect(decrypt(encrypt(KEY, message, APP_ID), KEY, APP_ID)).toBe(message);
      }),
    );
  });

  it('never throws, and gives nothing for bytes that are no message', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decrypt(Buffer.from(bytes).toString('base64'), KEY, APP_ID)).toBeNull();
      }),
    );
  });

  it('refuses a message for another account', () => {
    expect(callback(securePost(finish(SUCCEEDED), { id: 'wxother' }), secure, now)).toMatchObject({ status: 403 });
  });
});

describe('PUBLISHJOBFINISH', () => {
  const event = {
    key: 'oHelper:1795400000:2247503051:0',
    ref: '2247503051',
    data: {
      publish_id: '2247503051',
      publish_status: 0,
      article_id: 'b5O2OUs25HBxRceL7hfRegU9QmBzPVbNhNYY',
      article_detail: { item: [{ article_url: 'http://mp.weixin.qq.com/s?a=1&b=2' }] },
      fail_idx: [],
    },
  };

  it('is the same event in plain and secure mode, in XML and JSON', () => {
    const info = { ...event.data, publish_id: 2_247_503_051, article_id: event.data.article_id };
    const json = JSON.stringify({
      FromUserName: 'oHelper',
      CreateTime: 1_795_400_000,
      MsgType: 'event',
      Event: 'PUBLISHJOBFINISH',
      PublishEventInfo: info,
    });
    const answer = { status: 200, body: 'success', event };
    expect(callback(plainPost(finish(SUCCEEDED)), plain, now)).toEqual(answer);
    expect(callback(securePost(finish(SUCCEEDED)), secure, now)).toEqual(answer);
    expect(callback(securePost(json), secure, now)).toEqual(answer);
  });

  it('names which articles failed, one or several', () => {
    const failed = (more: string) =>
      callback(plainPost(finish(`<publish_id>7</publish_id><publish_status>4</publish_status>${more}`)), plain, now);
    expect(failed('<fail_idx>1</fail_idx>').event?.data).toMatchObject({ publish_status: 4, fail_idx: [1] });
    expect(failed('<fail_idx>1</fail_idx><fail_idx>3</fail_idx>').event?.data).toMatchObject({ fail_idx: [1, 3] });
    expect(failed('').event?.data).toMatchObject({ fail_idx: [], article_id: '' });
  });

  it('has one key however often it is delivered, and another for another job of the same second', () => {
    const keyOf = (info: string) => callback(plainPost(finish(info)), plain, now).event?.key;
    expect(keyOf(SUCCEEDED)).toBe(keyOf(SUCCEEDED));
    expect(keyOf(SUCCEEDED.replace('2247503051', '2247503052'))).not.toBe(keyOf(SUCCEEDED));
  });

  it('is acknowledged and forgotten when it is another event', () => {
    const other = finish(SUCCEEDED).replace('PUBLISHJOBFINISH', 'subscribe');
    expect(callback(plainPost(other), plain, now)).toEqual({ status: 200, body: 'success', event: null });
  });
});

describe('what is not from the platform', () => {
  const statusOf = (request: CallbackRequest, settings = secure, when = now) =>
    callback(request, settings, when).status;

  it('is refused: wrong signature, none, an old one, a future one', () => {
    const good = plainPost(finish(SUCCEEDED));
    const statuses = [
      statusOf({ ...good, query: { ...good.query, signature: '0'.repeat(40) } }, plain),
      statusOf({ ...good, query: {} }, plain),
      statusOf(good, plain, at(1_795_400_301)),
      statusOf(good, plain, at(1_795_399_699)),
      statusOf({ ...good, query: { ...good.query, timestamp: '1795400000x' } }, plain),
    ];
    expect(statuses).toEqual([403, 403, 403, 403, 403]);
  });

  it('is refused in secure mode when it is plain, changed, or signed only plainly', () => {
    const good = securePost(finish(SUCCEEDED));
    const statuses = [
      statusOf(plainPost(finish(SUCCEEDED))),
      statusOf({ ...good, body: good.body.replace(/CDATA\[./, 'CDATA[_') }),
      statusOf({ ...good, query: { ...plainPost('').query, msg_signature: '' } }),
      statusOf(good),
    ];
    expect(statuses).toEqual([403, 403, 403, 200]);
  });

  it.each([
    ['an entity', '<!DOCTYPE x [<!ENTITY a "b">]><xml><MsgType>&a;</MsgType></xml>'],
    ['a prototype', '<xml><__proto__><MsgType>event</MsgType></__proto__></xml>'],
    ['no message', '<html>hello</html>'],
    ['broken JSON', '{"MsgType":'],
    ['nothing', ''],
    ['too much', `<xml><MsgType>event</MsgType><a>${'x'.repeat(70_000)}</a></xml>`],
  ])('is malformed: %s', (_, body) => {
    expect(callback(plainPost(body), plain, now)).toMatchObject({ status: 400, event: null });
  });

  it('never makes us throw', () => {
    fc.assert(
      fc.property(fc.string(), fc.dictionary(fc.string(), fc.string()), (body, query) => {
        for (const settings of [plain, secure])
          expect(callback({ method: 'POST', query, body }, settings, now).status).toBeGreaterThan(399);
        expect([200, 400]).toContain(callback(plainPost(body), plain, now).status);
      }),
    );
  });
});
