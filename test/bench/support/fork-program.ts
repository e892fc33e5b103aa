import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const RUN = fileURLToPath(new URL('../../../bin/run.mjs', import.meta.url));

/** A program written in TypeScript as a process of its own. `YIGAO_BENCH_PROF` names a folder for what it spent its time on. */
export const forkProgram = (file: URL, ...args: readonly string[]): ChildProcess => {
  const profile = process.env['YIGAO_BENCH_PROF'];
  const execArgv = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [];
  return fork(RUN, [fileURLToPath(file), ...args], { execArgv });
};
