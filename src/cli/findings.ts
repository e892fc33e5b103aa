import type { FindingDetail, FindingView } from '../audits/views.ts';
import { readEvidence } from '../audits/evidence.ts';
import { beijingMinute } from '../core/time.ts';
import { readArguments } from './arguments.ts';
import type { Client } from './client.ts';
import type { Command, Told } from './command.ts';
import { CommandError } from './command-error.ts';
import { connect } from './connect.ts';
import { findItem } from './follow.ts';
import { formatTable } from './table.ts';

type Filters = Readonly<Record<string, string | undefined>>;

/** All findings that fit, newest first; without a state, those that are not over. */
export const listFindings = async (client: Client, filters: Filters): Promise<FindingView[]> => {
  const found: FindingView[] = [];
  let cursor: string | null = null;
  do {
    const named = Object.entries({ ...filters, cursor: cursor ?? undefined });
    const query = new URLSearchParams({ limit: '100' });
    for (const [name, value] of named) if (value !== undefined) query.set(name, value);
    const page: { findings: FindingView[]; next: string | null } = await client.get(
      `/api/findings?${query.toString()}`,
    );
    found.push(...page.findings);
    cursor = page.next;
  } while (cursor !== null);
  return found;
};

/** As much of an id as people type. */
const SHORT = 8;
const WIDTHS = [SHORT, 8, 28, 16, 8, 100];

export const findingTable = (findings: readonly FindingView[]): string =>
  formatTable(
    ['编号', '程度', '稿件或页面', '渠道', '状态', '问题', '公开地址'],
    findings.map(({ id, severityName, itemTitle, place, channelName, stateName, summary, url }) => [
      id.slice(0, SHORT),
      severityName,
      itemTitle ?? place ?? '',
      channelName ?? '',
      stateName,
      summary,
      url ?? '',
    ]),
    WIDTHS,
  );

/** By its id, or as much of it as is its own. Throws CommandError. */
const findFinding = async (client: Client, name: string): Promise<FindingDetail> => {
  const isPart = /^[0-9a-f-]{4,35}$/i.test(name);
  const known = isPart
    ? [...(await listFindings(client, {})), ...(await listFindings(client, { state: 'closed' }))]
    : [];
  const ids = isPart ? known.map(({ id }) => id).filter((id) => id.startsWith(name.toLowerCase())) : [name];
  const [id] = ids;
  if (id === undefined) throw new CommandError(`没有找到问题“${name}”；npx yigao findings 列出全部`);
  if (ids.length > 1) throw new CommandError(`以“${name}”开头的问题不止一个，请多写几位`);
  return client.get(`/api/findings/${encodeURIComponent(id)}`);
};

/** A day means its end, Beijing time. */
const instantOf = (text: string): string => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T23:59:59+08:00` : text);
const line = (name: string, value: string | null | undefined): string[] => (value ? [`  ${name} ${value}`] : []);

const describe = (finding: FindingDetail): string => {
  const { differences, tags, links, document, clause } = readEvidence(finding);
  return [
    finding.summary,
    ...line('编号', finding.id),
    ...line('程度', `${finding.severityName} · ${finding.stateName}（第 ${finding.times} 次出现）`),
    ...line('对象', [finding.itemTitle ?? finding.place, finding.channelName].filter(Boolean).join(' · ')),
    ...line('地址', finding.url),
    ...line('责任单位', finding.unitName ?? '全县'),
    ...line('时限', beijingMinute(new Date(finding.dueAt))),
    ...line('依据', document === undefined ? null : `${document} ${clause ?? ''}`),
    ...line('处理', [finding.decidedBy, finding.reason].filter(Boolean).join('：')),
    ...line('怎么办', finding.advice),
    ...differences.map(({ text }) => `  - ${text}`),
    ...tags.map(({ name, wanted, seen }) => `  - ${name}：应为“${wanted}”，现为“${seen ?? ''}”`),
    ...links.map(({ url, text, fix }) => `  - ${url} ${text}${fix && `，${fix}`}`),
  ].join('\n');
};

interface Asked {
  readonly accept?: string | undefined;
  readonly until?: string | undefined;
  readonly assign?: string | undefined;
  readonly due?: string | undefined;
  readonly reason?: string | undefined;
  readonly repush?: boolean | undefined;
  readonly release?: boolean | undefined;
}

/** What is to be done with a finding, as the API calls it; null: only to be shown. Throws CommandError. */
const verbOf = ({ accept, until, assign, due, reason, repush, release }: Asked) => {
  const verbs = [
    accept === undefined ? null : { name: 'accept', body: { reason: accept, until: instantOf(until ?? '') } },
    assign === undefined
      ? null
      : { name: 'reassign', body: { unit: assign, reason, dueAt: due === undefined ? undefined : instantOf(due) } },
    repush ? { name: 'repush', body: {} } : null,
    release ? { name: 'release', body: { reason } } : null,
  ].filter((verb) => verb !== null);
  if (verbs.length > 1) throw new CommandError('接受、转办、重新推送、继续巡检一次只能做一件');
  if (accept !== undefined && until === undefined) throw new CommandError('接受须有期限：--until 2026-12-31');
  return verbs[0] ?? null;
};

const handle = async (client: Client, name: string, asked: Asked): Promise<Told> => {
  const verb = verbOf(asked);
  const found = await findFinding(client, name);
  const finding = verb ? await client.post<FindingDetail>(`/api/findings/${found.id}/${verb.name}`, verb.body) : found;
  return { text: describe(finding), json: finding, ok: true };
};

/** `findings`: what the audit found; `findings ID`: one of them with its evidence, and what a person decides about it. */
export const findings = async (command: Command): Promise<Told> => {
  const { values, positionals } = readArguments(command.args, {
    state: { type: 'string' },
    severity: { type: 'string' },
    kind: { type: 'string' },
    unit: { type: 'string' },
    channel: { type: 'string' },
    item: { type: 'string' },
    accept: { type: 'string' },
    until: { type: 'string' },
    assign: { type: 'string' },
    due: { type: 'string' },
    reason: { type: 'string' },
    repush: { type: 'boolean' },
    release: { type: 'boolean' },
  });
  const [name, ...others] = positionals;
  if (others.length > 0) throw new CommandError('一次只能处理一个问题');
  const { client, close } = await connect(command.where(values.data));
  try {
    if (name !== undefined) return await handle(client, name, values);
    if (verbOf(values)) throw new CommandError('请给出问题的编号；npx yigao findings 列出全部');
    const { state, severity, kind, unit, channel } = values;
    const item = values.item === undefined ? undefined : (await findItem(client, values.item)).id;
    const all = await listFindings(client, { state, severity, kind, unit, channel, item, sort: 'severity' });
    return { text: all.length === 0 ? '没有问题' : findingTable(all), json: { findings: all }, ok: true };
  } finally {
    await close();
  }
};
