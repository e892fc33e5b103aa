import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, vi } from 'vitest';
import { audits, dbNow } from '../../db/schema/index.ts';
import { actingPerson } from '../../src/accounts/acting.ts';
import { createKey } from '../../src/accounts/keys.ts';
import { blocks } from '../../src/core/issues.ts';
import { ROLES } from '../../src/core/roles.ts';
import { SCOPES } from '../../src/core/scopes.ts';
import { cleanHtml } from '../../src/items/clean-html.ts';
import { saveFilter } from '../../src/items/saved-filters.ts';
import { ASSET, ATTACKS } from '../fixtures/hostile-html.ts';
import { openCounty, type County } from './county.ts';
import { submit, writeDraft } from './drafts.ts';
import { buildGuideContent, buildRequest } from './factories.ts';
import { staffOf } from './staff.ts';

/** The sandboxes and the audit take their own time. */
const PATIENCE = { timeout: 120_000, interval: 200 };
/** Short enough for the title of any channel. */
const IMAGE = '<img src=x onerror=alert(1)>';
const SCRIPT = '"><script>alert(1)</script>';
const bodyOf = (attacks: readonly string[]): string => attacks.map((attack) => `<p>段落</p>${attack}`).join('\n');
/** What intake takes, cleaned; the others it refuses as a whole. */
const TAKEN = bodyOf(ATTACKS.filter((attack) => !attack.includes(ASSET) && !blocks(cleanHtml(attack, 'body').issues)));
const RAW = bodyOf(ATTACKS);

const send = async (county: County, request: object): Promise<string> => {
  const answer = await county.call('POST', '/api/items', request);
  const told = await answer.json();
  if (answer.status !== 202) throw new Error(JSON.stringify(told));
  return told.id;
};

const publicUrls = async ({ ctx }: County): Promise<string[]> => {
  const rows = await ctx.db.query.deliveries.findMany();
  return rows.every(({ status }) => status === 'live') ? rows.flatMap(({ url }) => url ?? []) : [];
};

/** The page on the portal becomes the whole corpus, raw, and the audit keeps it as evidence. */
const defacePortal = async (county: County): Promise<void> => {
  const portal = county.sandboxes.get('portal-column');
  const [row] = await county.ctx.db.query.deliveries.findMany({
    where: ({ channelId }, { eq }) => eq(channelId, 'portal-column'),
  });
  const path = new URL(row?.url ?? '').pathname;
  const file = join(portal?.settings['documentRoot'] ?? '', path);
  writeFileSync(file, readFileSync(file, 'utf8').replace('</main>', `${ATTACKS.join('\n')}</main>`));
  await county.ctx.db.update(audits).set({ nextLookAt: dbNow });
};

/** What no cleaner let in, as if one had failed: raw in every text that a page of staff shows. */
const storeRaw = async ({ ctx }: County): Promise<void> => {
  const body = JSON.stringify(RAW);
  const text = JSON.stringify(SCRIPT);
  for (const statement of [
    sql`update revisions set content = content || jsonb_build_object('body', ${body}::jsonb, 'source', ${text}::jsonb)`,
    sql`update drafts set content = content || jsonb_build_object('body', ${body}::jsonb, 'source', ${text}::jsonb),
      title = title || ${SCRIPT}`,
    sql`update items set title = title || ${SCRIPT}`,
    sql`update units set name = name || ${SCRIPT}`,
    sql`update columns set name = name || ${SCRIPT}`,
    sql`update reviews set name = name || ${SCRIPT}, reason = ${IMAGE}`,
    sql`update approvals set name = name || ${SCRIPT}`,
    sql`update api_keys set name = name || ${SCRIPT}`,
    sql`update saved_filters set name = name || ${SCRIPT}`,
    sql`update users set name = name || ${SCRIPT}`,
    sql`update deliveries set fault = 'refused', fault_text = ${IMAGE}`,
    sql`update findings set reason = ${IMAGE}, decided_by = ${SCRIPT}`,
  ])
    await ctx.db.execute(statement);
};

export interface HostileCounty {
  readonly county: County;
  /** Where the public sees what was published. */
  readonly urls: readonly string[];
}

/** A county whose every stored text tries to run a script, with a user of each role, and each kind of page filled. */
export const openHostileCounty = async (): Promise<HostileCounty> => {
  const county = await openCounty();
  const { ctx } = county;
  const staff = staffOf(ctx);
  const people = [];
  for (const role of ROLES) people.push(await staff.user(`the-${role}`, [role]));
  const [author] = people;
  if (!author) throw new Error('No author');
  await send(county, buildRequest({ title: `停水通知${IMAGE}`, body: TAKEN, author: IMAGE, keywords: [IMAGE] }));
  const guide = buildGuideContent({ conditions: [SCRIPT, IMAGE], questions: [{ question: IMAGE, answer: SCRIPT }] });
  await send(county, buildRequest({ ...guide, title: `低保指南${IMAGE}` }));
  await vi.waitFor(async () => expect(await publicUrls(county)).not.toEqual([]), PATIENCE);
  const urls = await publicUrls(county);
  await defacePortal(county);
  const actor = actingPerson(author);
  const sent = await writeDraft(ctx, { title: `送审通知${IMAGE}` }, actor);
  await submit(ctx, sent, actor);
  await writeDraft(ctx, { title: `草稿${IMAGE}`, body: RAW }, actor);
  await saveFilter(ctx, { name: `通知${IMAGE}`, query: 'type=notice' }, actor);
  await createKey(ctx, { name: `送稿系统${IMAGE}`, scopes: SCOPES, actor: IMAGE });
  await vi.waitFor(async () => {
    const kept = await ctx.db.query.findings.findMany({ where: ({ snapshot }, { isNotNull }) => isNotNull(snapshot) });
    expect(kept).not.toEqual([]);
  }, PATIENCE);
  await county.jobs.stop();
  await storeRaw(county);
  return { county, urls };
};
