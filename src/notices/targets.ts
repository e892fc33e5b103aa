import { asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { DatabaseLike } from '../../db/client.ts';
import { noticeTargets, type NoticeTargetRow } from '../../db/schema/index.ts';
import { actorNow, eventActor, permit, type Actor } from '../accounts/actor.ts';
import { sealSetting, unsealSetting } from '../accounts/seal-settings.ts';
import type { Context } from '../context.ts';
import { AppError, invalid } from '../core/errors.ts';
import { issue } from '../core/issues.ts';
import { NOTICE_TOPICS, type NoticeWay } from '../core/notices.ts';
import { isUuid } from '../core/uuid.ts';
import { writeEvents } from '../events.ts';
import { parse } from '../items/parse.ts';
import { WAYS } from './ways/index.ts';

/** 通知对象, without what is sealed. */
export type TargetView = Omit<NoticeTargetRow, 'sealed'>;

const ofWay = <W extends NoticeWay>(way: W) =>
  z.strictObject({
    name: z.string().trim().min(2).max(60),
    way: z.literal(way),
    topics: z.array(z.enum(NOTICE_TOPICS)).min(1),
    settings: WAYS[way].settings,
  });
export const targetSchema = z.discriminatedUnion('way', [ofWay('wecom'), ofWay('dingtalk'), ofWay('smtp')]);

const PERMISSION = 'setting-manage';
const OWNER = 'notice-target';

const notFound = (): AppError => new AppError('not-found', { what: '这个通知对象' });

export const listTargets = async ({ db }: Context, actor: Actor): Promise<readonly TargetView[]> => {
  permit(actor, PERMISSION);
  const rows = await db.select().from(noticeTargets).orderBy(asc(noticeTargets.createdAt), asc(noticeTargets.id));
  return rows.map(({ sealed: _sealed, ...view }) => view);
};

/** A target with the settings its way sends by. Null: sealed with another secret. */
export const openSettings = ({ secret }: Pick<Context, 'secret'>, { id, way, sealed }: NoticeTargetRow): unknown => {
  const text = unsealSetting(secret, { owner: OWNER, name: id }, sealed);
  if (text === null) return null;
  const parsed = WAYS[way].settings.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : null;
};

const isNameTaken = async (db: DatabaseLike, name: string): Promise<boolean> =>
  (await db.select({ id: noticeTargets.id }).from(noticeTargets).where(eq(noticeTargets.name, name))).length > 0;

/** Whatever is open then is told in its first messages. Throws `no-permission`, `invalid`. */
export const addTarget = async (ctx: Context, asked: unknown, by: Actor): Promise<string> => {
  permit(by, PERMISSION);
  const target = parse(targetSchema, asked);
  const id = crypto.randomUUID();
  const sealed = sealSetting(ctx.secret, { owner: OWNER, name: id }, JSON.stringify(target.settings));
  await ctx.db.transaction(async (tx) => {
    const actor = await actorNow(tx, by);
    permit(actor, PERMISSION);
    if (await isNameTaken(tx, target.name)) throw invalid([issue('name', 'name-taken')]);
    const { name, way, topics } = target;
    await tx.insert(noticeTargets).values({ id, name, way, sealed, topics: [...topics], by: eventActor(actor) });
    await writeEvents(tx, [
      { actor: eventActor(actor), kind: 'notice-target-added', data: { targetId: id, name, way, topics: [...topics] } },
    ]);
  });
  return id;
};

/** Throws `not-found`. */
export const readTarget = async (db: DatabaseLike, id: string): Promise<NoticeTargetRow> => {
  const [row] = isUuid(id) ? await db.select().from(noticeTargets).where(eq(noticeTargets.id, id)) : [];
  if (!row) throw notFound();
  return row;
};

/** Throws `no-permission`, `not-found`. */
export const removeTarget = (ctx: Context, id: string, by: Actor): Promise<void> =>
  ctx.db.transaction(async (tx) => {
    const actor = await actorNow(tx, by);
    permit(actor, PERMISSION);
    const { name } = await readTarget(tx, id);
    await tx.delete(noticeTargets).where(eq(noticeTargets.id, id));
    await writeEvents(tx, [{ actor: eventActor(actor), kind: 'notice-target-removed', data: { targetId: id, name } }]);
  });

/** Stops or goes on telling it; what happened meanwhile is told if it is still so. Throws `no-permission`, `not-found`. */
export const switchTarget = (ctx: Context, id: string, isOn: boolean, by: Actor): Promise<void> =>
  ctx.db.transaction(async (tx) => {
    const actor = await actorNow(tx, by);
    permit(actor, PERMISSION);
    const { name } = await readTarget(tx, id);
    await tx
      .update(noticeTargets)
      .set({ isOn, failures: 0, failure: null, nextTryAt: null })
      .where(eq(noticeTargets.id, id));
    const kind = isOn ? 'notice-target-on' : 'notice-target-off';
    await writeEvents(tx, [{ actor: eventActor(actor), kind, data: { targetId: id, name } }]);
  });
