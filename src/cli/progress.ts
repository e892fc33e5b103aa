const WIDTH = 30;

interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** One line of a bar, as `巡检 ██████░░░░ 12/27`. */
export const progressBar = (what: string, done: number, all: number): string => {
  const full = all === 0 ? WIDTH : Math.min(WIDTH, Math.round((done / all) * WIDTH));
  return `${what} ${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${done}/${all}`;
};

/** A bar that is drawn over itself and goes when all is done; silent unless somebody watches a terminal. */
export const createProgress =
  (terminal: Terminal, isSilent: boolean) =>
  (what: string, done: number, all: number): void => {
    if (isSilent || terminal.isTTY !== true) return;
    terminal.write(`\r\u001B[2K${done >= all ? '' : progressBar(what, done, all)}`);
  };
