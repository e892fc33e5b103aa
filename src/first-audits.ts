import { setTimeout as sleep } from 'node:timers/promises';
import { auditProgress } from './audits/ask.ts';
import { countVerdicts } from './audits/count.ts';
import type { Context } from './context.ts';
import { VERDICT_NAMES, VERDICTS } from './core/verdicts.ts';

const LOOK_EVERY_MS = 300;
/** The first looks come seconds after a copy went live; longer than this and the overview tells the rest. */
const PATIENCE_MS = 60_000;

/** Waits for the first look at every copy and says in one line what the looks came to. */
export const sayFirstAudits = async (ctx: Context, say: (line: string) => void, signal: AbortSignal): Promise<void> => {
  const until = performance.now() + PATIENCE_MS;
  const since = new Date(0);
  for (;;) {
    const { copies, places, done } = await auditProgress(ctx, since);
    if (signal.aborted) return;
    if (done >= copies + places || performance.now() > until) break;
    await sleep(LOOK_EVERY_MS);
  }
  const counts = await countVerdicts(ctx.db);
  const seen = VERDICTS.filter((verdict) => (counts[verdict] ?? 0) > 0);
  const all = seen.reduce((sum, verdict) => sum + (counts[verdict] ?? 0), 0);
  if (all === 0) return;
  const told = seen.map((verdict) => `${VERDICT_NAMES[verdict]} ${counts[verdict]} 份`).join('、');
  const isFine = seen.every((verdict) => verdict === 'same' || verdict === 'absent');
  say(`首轮巡检 ${all} 份公开副本：${isFine ? '全部一致' : `${told}；详见总览或 npx yigao audit`}`);
};
