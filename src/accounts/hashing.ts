/** scrypt takes 16 MiB and a tenth of a second: more than two at once and a sign-in page is a way to stop the service. */
const AT_ONCE = 2;
/** Whoever waits behind so many would wait longer than a person does; refused at once instead. */
const MOST_WAITING = 200;

const state = { running: 0, most: 0 };
const waiting: (() => void)[] = [];

const enter = (): Promise<void> => {
  if (state.running < AT_ONCE) {
    state.running += 1;
    state.most = Math.max(state.most, state.running);
    return Promise.resolve();
  }
  return new Promise((resolve) => waiting.push(resolve));
};

/** A slot goes straight from hand to hand, so that the count never overshoots. */
const leave = (): void => {
  const next = waiting.shift();
  if (next) next();
  else state.running -= 1;
};

export const isCrowded = (): boolean => waiting.length >= MOST_WAITING;

/** Everything that hashes a password runs here, once, at the level of the verb. */
export const withHashSlot = async <T>(run: () => Promise<T>): Promise<T> => {
  await enter();
  try {
    return await run();
  } finally {
    leave();
  }
};

/** How many ever ran at once in this process. */
export const mostHashesAtOnce = (): number => state.most;
