let elapsed = 0;

/**
 * Holds the process's monotonic clock, as the database's is held: runs measure by it how long they may trust a claim. And
 * one seed is one run, however busy the machine.
 */
export const holdMonotonic = (): void => {
  Object.defineProperty(performance, 'now', { configurable: true, writable: true, value: () => elapsed });
};

export const advanceMonotonic = (ms: number): void => {
  elapsed += ms;
};
