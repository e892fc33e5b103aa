import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asc, eq } from 'drizzle-orm';
import { portalColumn } from '../../adapters/portal-column/index.ts';
import { createPortalSandbox } from '../../adapters/portal-column/sandbox.ts';
import { audits, dbNow, findings, type AuditRow, type FindingRow } from '../../db/schema/index.ts';
import { auditCopy, type AuditOptions } from '../../jobs/audit-copy.ts';
import { createListReader } from '../../src/audits/listings.ts';
import { createMissingPages } from '../../src/audits/missing-pages.ts';
import { fetchCrawler, type FakeCrawler } from './crawler.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';

const BASE = 'http://platform.test/base';
const MINUTE = 60_000;

export const BODY =
  '<p>根据工作安排，现将有关事项通知如下：补助标准为每人每月120元，于2026年11月25日前发放到位。</p>' +
  '<p>各乡镇人民政府要认真组织实施，不得截留挪用。联系电话：0598-2812345。</p>' +
  '<table><tbody><tr><th>乡镇</th><th>人数</th></tr><tr><td>雪峰镇</td><td>86</td></tr></tbody></table>';
export const TITLE = '关于发放困难群众补助的通知';

export interface AuditStage extends Stage {
  readonly crawler: FakeCrawler;
  readonly options: AuditOptions;
  /** What the world answers at an address instead of what is there. */
  readonly answers: Map<string, (request: Request) => Response>;
  /** Lets a minute pass and looks at the copy of an item. */
  look(itemId: string): Promise<AuditRow>;
  /** Findings that are not over, oldest first. */
  open(): Promise<FindingRow[]>;
  kinds(): Promise<string[]>;
  /** The portal's file of an address, and a change of it behind the service's back. */
  file(url: string): string;
  edit(url: string, from: string, to: string): void;
}

/** The audit of one channel's copies, on a stage: no network, a clock moved by hand. The portal, unless another is named. */
export const openAuditStage = async (given: Partial<StageOptions> = {}): Promise<AuditStage> => {
  const stage = await openStage({ adapter: portalColumn, createSandbox: createPortalSandbox, ...given });
  const { world } = stage;
  const { db } = world.ctx;
  const answers = new Map<string, (request: Request) => Response>();
  const crawler = fetchCrawler(async (input, init) => {
    const request = new Request(input, init);
    return answers.get(request.url)?.(request) ?? world.fetch(request);
  });
  const options = {
    crawler,
    lists: createListReader(crawler, 0),
    missing: createMissingPages(crawler, 0),
    paceMs: () => 0,
    followsLinks: true,
  };
  const file = (url: string): string =>
    join(stage.sandbox.settings['documentRoot'] ?? '', url.slice(BASE.length).split('#')[0] ?? '');
  const open = async (): Promise<FindingRow[]> =>
    (await db.select().from(findings).orderBy(asc(findings.seq))).filter(({ state }) => state !== 'closed');
  return {
    ...stage,
    crawler,
    options,
    answers,
    look: async (itemId) => {
      await world.advance(MINUTE);
      const { id } = await world.delivery(itemId);
      await db.update(audits).set({ nextLookAt: dbNow }).where(eq(audits.deliveryId, id));
      await auditCopy(world.ctx, id, options);
      const [row] = await db.select().from(audits).where(eq(audits.deliveryId, id));
      if (!row) throw new Error('no audit of this item');
      return row;
    },
    open,
    kinds: async () => (await open()).map(({ kind }) => kind),
    file,
    edit: (url, from, to) => {
      const path = file(url);
      const html = readFileSync(path, 'utf8');
      if (!html.includes(from)) throw new Error(`${from} is not on the page`);
      writeFileSync(path, html.replaceAll(from, to));
    },
  };
};
