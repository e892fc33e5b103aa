import type { Log } from '../src/core/log.ts';

export interface Loop {
  /** Resolves when the round in progress has ended. */
  stop(): Promise<void>;
}

/**
 * Runs `round` again and again: at once while it finds work, else every `everyMs`. A failing round is logged and tried
 * again at the next turn; a timer and not a queue's schedule, because a flushed queue would forget it.
 */
export const startLoop = (log: Log, name: string, everyMs: number, round: () => Promise<number>): Loop => {
  const state = { stopped: false };
  let wakeUp: () => void = () => undefined;
  const rest = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, everyMs);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const turn = async (): Promise<number> => {
    try {
      return await round();
    } catch (error) {
      log.warn({ error, loop: name }, 'loop round failed');
      return 0;
    }
  };
  const run = async (): Promise<void> => {
    while (!state.stopped) if ((await turn()) === 0 && !state.stopped) await rest();
  };
  const running = run();
  return {
    stop: () => {
      state.stopped = true;
      wakeUp();
      return running;
    },
  };
};
