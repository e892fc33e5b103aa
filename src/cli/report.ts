import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { DueReport, IssuedReport } from '../reports/list.ts';
import type { ReportContent, ReportLine } from '../core/reports.ts';
import { gridsOf } from '../reports/grids.ts';
import type { Edition } from '../reports/read.ts';
import { readArguments } from './arguments.ts';
import type { Client } from './client.ts';
import { CommandError } from './command-error.ts';
import type { Command, Told } from './command.ts';
import { connect } from './connect.ts';
import { formatTable } from './table.ts';

const USAGE = `用法：npx yigao report                                  应出具与已出具的报表
      npx yigao report annual --year 2026              政府网站工作年度报表
      npx yigao report quarterly --year 2026 --quarter 3
      npx yigao report monthly --month 2026-10
      可加 --set 指标编号=值（可多次）、--out 文件.docx 或 .xlsx、--issue（出具）、--edition 次数`;

interface Asked {
  readonly year?: string | undefined;
  readonly quarter?: string | undefined;
  readonly month?: string | undefined;
}

const PERIODS: Readonly<Record<string, (asked: Asked) => string | undefined>> = {
  annual: ({ year }) => year,
  quarterly: ({ year, quarter }) => (year && quarter ? `${year}-Q${quarter}` : undefined),
  monthly: ({ month }) => month,
};

const periodOf = (kind: string, asked: Asked): string => {
  const period = PERIODS[kind]?.(asked);
  if (period === undefined) throw new CommandError(USAGE);
  return period;
};

interface ReportAnswer {
  readonly content: ReportContent;
  readonly hash: string;
  readonly dueOn: string;
  readonly editions: readonly Edition[];
}

const valueText = ({ value, unit }: ReportLine): string => (value === null ? '—' : `${value}${unit ?? ''}`);

const describe = ({ content, dueOn, editions }: ReportAnswer): string => {
  const [form, ...tables] = gridsOf(content);
  const lines = content.blocks.flatMap((block) => block.lines);
  const rows = (form?.rows ?? []).map(([block, name, , , state, source], index) => {
    const line = lines[index];
    return [block, line?.id ?? '', name, line ? valueText(line) : '', state, source].map((each) => String(each ?? ''));
  });
  const issued = editions[0] ? `已出具 ${editions.length} 次，最近 ${editions[0].at.slice(0, 10)}` : '未出具';
  return [
    `${content.title}   期限 ${dueOn}   ${issued}`,
    `依据：${content.basis}`,
    ...content.blocks.flatMap(({ paragraphs }) => paragraphs),
    '',
    formatTable(['部分', '指标编号', '指标', '数值', '状态', '来源'], rows),
    ...tables.flatMap(({ name, head, rows: cells }) => [
      '',
      name,
      formatTable(
        head,
        cells.map((row) => row.map((each) => String(each ?? '—'))),
      ),
    ]),
  ].join('\n');
};

const list = async (client: Client): Promise<Told> => {
  const told = await client.get<{ due: readonly DueReport[]; issued: readonly (IssuedReport & { at: string })[] }>(
    '/api/reports',
  );
  const due = told.due.map(({ label, name, dueOn, daysLeft, isIssued }) => [
    `${label}${name}`,
    dueOn,
    isIssued ? '已出具' : daysLeft < 0 ? `已超 ${-daysLeft} 天` : `还剩 ${daysLeft} 天`,
  ]);
  const issued = told.issued.map(({ label, name, number, by, at, hash }) => [
    `${label}${name}`,
    `第 ${number} 次`,
    by,
    at.slice(0, 10),
    hash.slice(0, 16),
  ]);
  const text = [formatTable(['报表', '期限', '状态'], due)];
  if (issued.length > 0) text.push('', formatTable(['已出具', '次数', '出具人', '日期', '指纹'], issued));
  return { text: text.join('\n'), json: told, ok: true };
};

const readSettings = (pairs: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new CommandError(`--set 应写作 指标编号=值，现为“${pair}”`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );

const save = async (client: Client, path: string, out: string, edition: string | undefined): Promise<void> => {
  const as = extname(out).slice(1);
  if (as !== 'docx' && as !== 'xlsx') throw new CommandError('--out 的文件名应以 .docx 或 .xlsx 结尾');
  const query = new URLSearchParams({ as, ...(edition === undefined ? {} : { edition }) });
  await writeFile(out, await client.download(`${path}/file?${query.toString()}`));
};

/** `report [annual|quarterly|monthly]`: fills in, shows, writes and issues reports. */
export const report = async (command: Command): Promise<Told> => {
  const { values, positionals } = readArguments(command.args, {
    year: { type: 'string' },
    quarter: { type: 'string' },
    month: { type: 'string' },
    set: { type: 'string', multiple: true },
    out: { type: 'string' },
    edition: { type: 'string' },
    issue: { type: 'boolean', default: false },
  });
  const [kind] = positionals;
  const period = kind === undefined ? '' : periodOf(kind, values);
  const { client, close } = await connect(command.where(values.data));
  try {
    if (kind === undefined) return await list(client);
    const path = `/api/reports/${kind}/${encodeURIComponent(period)}`;
    if (values.set) await client.post(`${path}/entries`, { values: readSettings(values.set) });
    let told = await client.get<ReportAnswer>(path);
    if (values.issue) {
      await client.post(`${path}/issue`, { hash: told.hash });
      told = await client.get<ReportAnswer>(path);
    }
    const edition = values.edition ?? (values.issue ? String(told.editions[0]?.number) : undefined);
    if (values.out !== undefined) await save(client, path, values.out, edition);
    const wrote = values.out === undefined ? '' : `\n已写入 ${values.out}`;
    return { text: `${describe(told)}${wrote}`, json: told, ok: true };
  } finally {
    await close();
  }
};
