/** At most `max` runs at a time; the others wait for their turn in order. */
export const createSlots = (max: number) => {
  const waiting: (() => void)[] = [];
  let free = max;
  const take = async (): Promise<void> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const give = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  return async <T>(run: () => Promise<T>): Promise<T> => {
    await take();
    try {
      return await run();
    } finally {
      give();
    }
  };
};
