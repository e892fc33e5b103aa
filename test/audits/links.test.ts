import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAuditStage, TITLE, type AuditStage } from '../support/audit-stage.ts';

const LINK = 'http://other.test/a';
const MOVED = 'http://moved.test/a';
const PAGE = '<html><head><title>原文</title></head><body>正文在此</body></html>';

let stage: AuditStage;
let itemId: string;
beforeEach(async () => {
  stage = await openAuditStage();
  const body = `<p>现将有关事项通知如下，详见<a href="${LINK}">原文链接</a>，请各单位遵照执行。</p>`;
  itemId = await stage.world.approve({ title: TITLE, body });
  await stage.world.settle(itemId);
});
afterEach(() => stage.close());

const answer = (response: () => Response): void => {
  stage.answers.set(LINK, response);
};
/** From the fourth look on links are followed again although the page did not change. */
const lookAgain = async (): Promise<void> => {
  for (let time = 0; time < 4; time += 1) await stage.look(itemId);
};
const told = async () => (await stage.open()).map(({ kind, severity }) => `${kind} ${severity}`);

describe('a link of the approved text', () => {
  it('that leads on to another site is a remark with its fix, and none once it leads where it did', async () => {
    const { look } = stage.crawler;
    stage.crawler.look = async (request) => {
      const seen = await look(request);
      return request.url === LINK ? { ...seen, url: MOVED } : seen;
    };
    answer(() => new Response(PAGE, { headers: { 'content-type': 'text/html' } }));
    await stage.look(itemId);
    expect(await stage.open()).toMatchObject([
      {
        kind: 'dead-link',
        severity: 'minor',
        facts: { what: `“原文链接”链接已转到 ${MOVED}，确认新网站可靠后，把链接改为新地址` },
        evidence: { links: [{ url: LINK, level: 'caution' }] },
      },
    ]);
    stage.crawler.look = look;
    await lookAgain();
    expect(await told()).toEqual([]);
  });

  it('is as bad as what it leads to, and an error that may pass neither opens nor closes anything', async () => {
    answer(() => new Response('', { status: 503 }));
    await stage.look(itemId);
    expect(await told()).toEqual([]);
    answer(() => new Response(PAGE.replace('原文', '澳门娱乐城'), { headers: { 'content-type': 'text/html' } }));
    await lookAgain();
    expect(await told()).toEqual(['dead-link critical']);
    answer(() => new Response('', { status: 503 }));
    await lookAgain();
    expect(await told()).toEqual(['dead-link critical']);
    answer(() => new Response('', { status: 404 }));
    await lookAgain();
    expect(await told()).toEqual(['dead-link major']);
  });
});
