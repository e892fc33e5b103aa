import { setTimeout as sleep } from 'node:timers/promises';
import type { FindingView } from '../audits/views.ts';
import { readArguments } from './arguments.ts';
import type { Client } from './client.ts';
import type { Command, Told } from './command.ts';
import { CommandError } from './command-error.ts';
import { compareWithFile } from './compare.ts';
import { connect } from './connect.ts';
import { findingTable, listFindings } from './findings.ts';
import { findItem } from './follow.ts';

interface Run {
  readonly since: string;
  readonly copies: number;
  /** Home pages, columns and accounts. */
  readonly places: number;
  /** Of both together. */
  readonly done: number;
}

const allOf = ({ copies, places }: Run): number => copies + places;

const LOOK_EVERY_MS = 300;
/** Without a sign of progress for so long, the rest is the service's: a host that rests, a delivery in motion. */
const PATIENCE_MS = 90_000;

/** Waits for a run to end, showing how far it is. Answers what it saw last. */
const follow = async (client: Client, started: Run, item: string | undefined, command: Command): Promise<Run> => {
  const query = new URLSearchParams({ since: started.since, ...(item === undefined ? {} : { item }) });
  let [run, movedAt] = [started, Date.now()];
  for (;;) {
    const next = await client.get<Run>(`/api/audits?${query.toString()}`);
    if (next.done > run.done) movedAt = Date.now();
    run = next;
    command.progress('巡检', run.done, allOf(run));
    if (run.done >= allOf(run) || command.signal.aborted || Date.now() - movedAt > PATIENCE_MS) return run;
    await sleep(LOOK_EVERY_MS);
  }
};

const tellRun = (run: Run, findings: readonly FindingView[]): string => {
  const { copies, places, done } = run;
  const waiting = done < allOf(run) ? `，另有 ${allOf(run) - done} 处稍后巡检` : '';
  const looked = `巡检 ${copies} 份公开副本${places > 0 ? `、${places} 个站点页面` : ''}`;
  if (findings.length === 0) return `${looked}：全部一致${waiting}`;
  return [`${looked}，问题 ${findings.length} 个${waiting}：`, '', findingTable(findings)].join('\n');
};

/** What a person accepted is no reason to alarm. */
const isAlarming = ({ severity, state }: FindingView): boolean => severity === 'critical' && state !== 'accepted';

const auditCopies = async (name: string | undefined, data: string | undefined, command: Command): Promise<Told> => {
  const { client, close } = await connect(command.where(data));
  try {
    const item = name === undefined ? undefined : (await findItem(client, name)).id;
    const started = await client.post<Run>('/api/audits', item === undefined ? {} : { item });
    const run = await follow(client, started, item, command);
    const findings = await listFindings(client, { item, sort: 'severity' });
    return { text: tellRun(run, findings), json: { ...run, findings }, ok: !findings.some(isAlarming) };
  } finally {
    await close();
  }
};

/** `audit --all`, `audit ITEM`, or `audit URL --against FILE`, which needs no service and no database. */
export const audit = async (command: Command): Promise<Told> => {
  const { values, positionals } = readArguments(command.args, {
    all: { type: 'boolean', default: false },
    against: { type: 'string' },
  });
  const [name, ...others] = positionals;
  if (others.length > 0) throw new CommandError('一次只能巡检一篇稿件或一个网址');
  const isUrl = name !== undefined && /^https?:\/\//i.test(name);
  if (isUrl !== (values.against !== undefined))
    throw new CommandError('对照网页与文件请用：npx yigao audit 网址 --against 文件.docx');
  if (name !== undefined && values.against !== undefined) return compareWithFile(name, values.against, command);
  if (values.all && name !== undefined) throw new CommandError('--all 与稿件只能给一个');
  return auditCopies(name, values.data, command);
};
