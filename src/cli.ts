import { userInfo } from 'node:os';
import { ApiError } from './cli/client.ts';
import { CommandError } from './cli/command-error.ts';
import type { Command, Told } from './cli/command.ts';
import { HELP } from './cli/help.ts';
import { createProgress } from './cli/progress.ts';
import { readConfig } from './config.ts';
import { AppError } from './core/errors.ts';

/** Loaded when asked for: asking the running service for a status needs no reader of Word files. */
const COMMANDS: Readonly<Record<string, () => Promise<(command: Command) => Promise<Told>>>> = {
  publish: async () => (await import('./cli/publish.ts')).publish,
  status: async () => (await import('./cli/verbs.ts')).status,
  correct: async () => (await import('./cli/publish.ts')).correct,
  withdraw: async () => (await import('./cli/verbs.ts')).withdraw,
  retry: async () => (await import('./cli/verbs.ts')).retry,
  log: async () => (await import('./cli/log.ts')).log,
  audit: async () => (await import('./cli/audit.ts')).audit,
  rules: async () => (await import('./cli/rules.ts')).rules,
  findings: async () => (await import('./cli/findings.ts')).findings,
  report: async () => (await import('./cli/report.ts')).report,
  reach: async () => (await import('./cli/reach.ts')).reach,
  demo: async () => (await import('./cli/demo.ts')).demo,
};
/** Errors whose message is for the person at the terminal. */
const FOR_PEOPLE = new Set(['CommandError', 'ApiError', 'AppError', 'ConfigError']);

const CORRECT = '更正已有稿件请用：npx yigao correct 外部编号 文件.docx --approve-as 审签人';

const issuesOf = (error: unknown): readonly { field: string; message?: string }[] =>
  error instanceof ApiError ? error.issues : [];

const tellError = (error: unknown, json: boolean): void => {
  if (!(error instanceof Error) || !FOR_PEOPLE.has(error.name)) throw error;
  if (json) {
    const code = error instanceof ApiError || error instanceof AppError ? error.code : 'command';
    console.log(JSON.stringify({ error: { code, message: error.message, issues: issuesOf(error) } }, null, 2));
    return;
  }
  console.error(error.message);
  if (error instanceof ApiError && error.code === 'other-content') console.error(CORRECT);
  for (const { field, message = '' } of issuesOf(error)) console.error(`  ${field || '整篇'}：${message}`);
};

const run = async (): Promise<void> => {
  const [name = '', ...args] = process.argv.slice(2);
  const load = COMMANDS[name];
  if (name === '' || name === 'help' || args.includes('--help') || name === '--help') return console.log(HELP);
  const json = args.includes('--json');
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  try {
    if (!load) throw new CommandError(`没有“${name}”这个命令\n${HELP}`);
    const command = await load();
    const told = await command({
      args,
      say: json ? () => undefined : console.log,
      progress: createProgress(process.stderr, json),
      signal: interrupted.signal,
      where: (data) => readConfig(process.env, { YIGAO_DATA: data }),
      now: () => new Date(),
      userName: userInfo().username,
    });
    console.log(json ? JSON.stringify(told.json, null, 2) : told.text);
    if (!told.ok) process.exitCode = 1;
  } catch (error) {
    process.exitCode = 1;
    tellError(error, json);
  }
};

await run();
