let elapsed = 0;
let holders = 0;

/**
 * Holds the process's monotonic clock, as the database's is held: runs measure by it how long they may trust a claim. And
 * one seed is one run, however busy the machine. Answers what lets it go on: the next test file of this process has waits of
 * its own.
 */
export const holdMonotonic = (): (() => void) => {
  holders += 1;
  Object.defineProperty(performance, 'now', { configurable: true, writable: true, value: () => elapsed });
  return () => {
    holders -= 1;
    // What was held stood before the clock's own, which is inherited.
    if (holders === 0) Reflect.deleteProperty(performance, 'now');
  };
};

export const advanceMonotonic = (ms: number): void => {
  elapsed += ms;
};
