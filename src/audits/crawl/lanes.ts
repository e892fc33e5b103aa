/** What is known of one host while it is being asked. */
export interface Lane {
  active: number;
  readonly waiting: (() => void)[];
  /** The next request may start. */
  nextAt: number;
  restUntil: number;
  /** In a row. */
  errors: number;
}

const MANY_LANES = 5_000;

const isIdle = (lane: Lane, now: number): boolean =>
  lane.active === 0 && lane.waiting.length === 0 && lane.errors === 0 && lane.restUntil <= now && lane.nextAt <= now;

/** One lane per host; those that remember nothing are dropped when there are many. */
export const createLanes = (now: () => number): ((host: string) => Lane) => {
  const lanes = new Map<string, Lane>();
  const dropIdle = (): void => {
    for (const [host, lane] of lanes) if (isIdle(lane, now())) lanes.delete(host);
  };
  return (host) => {
    const known = lanes.get(host);
    if (known !== undefined) return known;
    if (lanes.size >= MANY_LANES) dropIdle();
    const lane: Lane = { active: 0, waiting: [], nextAt: 0, restUntil: 0, errors: 0 };
    lanes.set(host, lane);
    return lane;
  };
};

export const takeSlot = async (lane: Lane, concurrency: number): Promise<void> => {
  while (lane.active >= concurrency) await new Promise<void>((go) => lane.waiting.push(go));
  lane.active += 1;
};

export const release = (lane: Lane): void => {
  lane.active -= 1;
  lane.waiting.shift()?.();
};
