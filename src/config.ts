import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { RULES } from './audits/rules/index.ts';
import { parseUrl } from './core/urls.ts';

const channelSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/),
  kind: z.string(),
  name: z.string().min(1),
  /** A value `env:NAME` is read from that variable, so that secrets stay out of the file; `file:PATH` is a file beside it. */
  settings: z.record(z.string(), z.string()).default({}),
});
export type ChannelConfig = z.infer<typeof channelSchema>;

/** Long enough to notice a slip and press 撤销; in the demo nobody wants to wait. */
const UNDO_SECONDS = 60;
const DEMO_UNDO_SECONDS = 5;

const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
const environmentSchema = z.object({
  DATABASE_URL: z.string().startsWith('postgres').optional(),
  REDIS_URL: z.string().startsWith('redis').optional(),
  YIGAO_HOST: z.string().default('127.0.0.1'),
  YIGAO_PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  YIGAO_ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
  YIGAO_DATA: z.string().default('.data'),
  YIGAO_ROLE: z.enum(['web', 'worker', 'both']).default('both'),
  YIGAO_CHANNELS: z.string().optional(),
  YIGAO_APPROVAL_STAGES: z.string().default('签发'),
  YIGAO_UNDO_SECONDS: z.coerce.number().int().min(0).max(3600).optional(),
  YIGAO_SECRET: z.string().min(32).optional(),
  YIGAO_PROXIES: z.string().default('127.0.0.0/8,::1'),
  YIGAO_AUDIT_PACE_MS: z.coerce.number().int().min(0).max(600_000).default(2_000),
  YIGAO_TEN_DAYS: z.enum(['yes', 'no']).default('no'),
  YIGAO_RULES_CONFIRMED: z.string().default(''),
  YIGAO_AUDIT_OWN: z.string().default(''),
  YIGAO_LOG: z.enum(logLevels).default('warn'),
});

export interface Config {
  readonly host: string;
  readonly port: number;
  /** How others reach us; null until the port is known: then `http://host:port`. */
  readonly origin: string | null;
  readonly dataDir: string;
  readonly role: 'web' | 'worker' | 'both';
  /** Null: the embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl: string | null;
  /** Null: BullMQ's PostgreSQL backend in the same database. */
  readonly redisUrl: string | null;
  /** Null: the demo county on its sandboxes. */
  readonly channels: readonly ChannelConfig[] | null;
  /** 审签环节, each by another person. */
  readonly approvalStages: readonly string[];
  /** 撤销窗口: seconds a channel that cannot change its copy waits after the last approval at the console. */
  readonly undoSeconds: number;
  /** Null: one made at the first start, kept in `dataDir`. */
  readonly secret: string | null;
  /** Networks of our own proxies. */
  readonly proxies: readonly string[];
  /** Between two looks of the audit at one host. */
  readonly auditPaceMs: number;
  /** The province's ten days without news are applied to this office, not only the nation's fourteen. */
  readonly tenDays: boolean;
  /** Rules known from memory only that the office has compared with its own copy: these may do more than warn. */
  readonly confirmedRules: readonly string[];
  /** Origins of our own that the audit may look at on inner addresses or other ports. */
  readonly auditOwn: readonly string[];
  readonly logLevel: (typeof logLevels)[number];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Every fault of the configuration, in one message. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The reasons zod gives, for people. */
const { localeError } = z.locales.zhCN();

const fault = (name: string, problem: z.core.$ZodIssue, value: unknown): string =>
  `  ${[name, ...problem.path].join('.')}：${problem.message}（现为 ${JSON.stringify(value) ?? '空'}）`;

const readChannels = (file: string, environment: Environment, faults: string[]): ChannelConfig[] => {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(resolve(file), 'utf8'));
  } catch (error) {
    faults.push(`  YIGAO_CHANNELS：读不出 ${file}（${error instanceof Error ? error.message : String(error)}）`);
    return [];
  }
  const parsed = z.array(channelSchema).safeParse(raw, { error: localeError });
  if (!parsed.success) {
    faults.push(...parsed.error.issues.map((problem) => fault('YIGAO_CHANNELS', problem, undefined)));
    return [];
  }
  const ids = parsed.data.map(({ id }) => id);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (twice.length > 0) faults.push(`  YIGAO_CHANNELS：渠道编号重复：${twice.join('、')}`);
  return parsed.data.map((channel) => ({
    ...channel,
    settings: resolveSettings(channel, { environment, folder: dirname(resolve(file)) }, faults),
  }));
};

interface Places {
  readonly environment: Environment;
  /** Where the channels file lies. */
  readonly folder: string;
}

/** A setting's value, or why there is none. */
const resolveValue = (value: string, { environment, folder }: Places): { value: string } | { fault: string } => {
  const [, place, name = ''] = /^(env|file):(.*)$/s.exec(value) ?? [];
  if (place === 'env') {
    const found = environment[name];
    return found === undefined ? { fault: `没有环境变量 ${name}` } : { value: found };
  }
  if (place === undefined) return { value };
  try {
    return { value: readFileSync(resolve(folder, name), 'utf8') };
  } catch (error) {
    return { fault: `读不出 ${name}（${error instanceof Error ? error.message : String(error)}）` };
  }
};

const resolveSettings = ({ id, settings }: ChannelConfig, places: Places, faults: string[]) =>
  Object.fromEntries(
    Object.entries(settings).flatMap(([name, raw]) => {
      const found = resolveValue(raw, places);
      if ('value' in found) return [[name, found.value]];
      faults.push(`  渠道 ${id} 的 ${name}：${found.fault}`);
      return [];
    }),
  );

const namesIn = (text: string): string[] => text.split(/[,，\s]+/).filter(Boolean);

/** 三审三校: 初审, 复审, 终审, each by another person; press publishing's rule, adopted locally by government sites. */
const MOST_STAGES = 3;

const readStages = (text: string, faults: string[]): string[] => {
  const stages = text
    .split(/[,，、]/)
    .map((stage) => stage.trim())
    .filter(Boolean);
  if (stages.length === 0 || stages.length > MOST_STAGES || new Set(stages).size < stages.length)
    faults.push(`  YIGAO_APPROVAL_STAGES：审签环节应为一至三个，名称互不相同，用逗号分开`);
  return stages;
};

const readRules = (text: string, faults: string[]): string[] => {
  const ids = namesIn(text);
  for (const each of ids)
    if (!RULES.some(({ id }) => id === each)) faults.push(`  YIGAO_RULES_CONFIRMED：没有规则 ${each}`);
  return ids;
};

const readOrigins = (text: string, faults: string[]): string[] => {
  const origins = namesIn(text);
  for (const each of origins)
    if (parseUrl(each)?.origin !== each)
      faults.push(`  YIGAO_AUDIT_OWN：${each} 不是网站的地址，应如 http://10.0.0.8:8080`);
  return origins;
};

const withoutEmpty = (environment: Environment): Environment =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));

/** The only reader of the environment. `overrides` are the command line's. Throws one ConfigError with all faults. */
export const readConfig = (environment: Environment = process.env, overrides: Environment = {}): Config => {
  const input = withoutEmpty({ ...environment, ...overrides });
  const faults: string[] = [];
  const parsed = environmentSchema.safeParse(input, { error: localeError });
  if (!parsed.success) {
    for (const problem of parsed.error.issues)
      faults.push(fault('', problem, input[String(problem.path[0])]).replace('  .', '  '));
    throw new ConfigError(`配置有误：\n${faults.join('\n')}`);
  }
  const values = parsed.data;
  const channels = values.YIGAO_CHANNELS ? readChannels(values.YIGAO_CHANNELS, input, faults) : null;
  const approvalStages = readStages(values.YIGAO_APPROVAL_STAGES, faults);
  const auditOwn = readOrigins(values.YIGAO_AUDIT_OWN, faults);
  const confirmedRules = readRules(values.YIGAO_RULES_CONFIRMED, faults);
  if (faults.length > 0) throw new ConfigError(`配置有误：\n${faults.join('\n')}`);
  return {
    host: values.YIGAO_HOST,
    port: values.YIGAO_PORT,
    origin: values.YIGAO_ORIGIN?.replace(/\/$/, '') ?? null,
    dataDir: resolve(values.YIGAO_DATA),
    role: values.YIGAO_ROLE,
    databaseUrl: values.DATABASE_URL ?? null,
    redisUrl: values.REDIS_URL ?? null,
    channels,
    approvalStages,
    undoSeconds: values.YIGAO_UNDO_SECONDS ?? (channels === null ? DEMO_UNDO_SECONDS : UNDO_SECONDS),
    secret: values.YIGAO_SECRET ?? null,
    proxies: values.YIGAO_PROXIES.split(',')
      .map((range) => range.trim())
      .filter(Boolean),
    auditPaceMs: values.YIGAO_AUDIT_PACE_MS,
    auditOwn,
    tenDays: values.YIGAO_TEN_DAYS === 'yes',
    confirmedRules,
    logLevel: values.YIGAO_LOG,
  };
};
