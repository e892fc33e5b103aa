/** What `npm run faults` was asked for; `bin/faults.mjs` hands it on. */
export interface FaultOptions {
  readonly firstSeed: number;
  readonly seeds: number;
  /** One pair only, by its name. */
  readonly pair: string | null;
}

declare module 'vitest' {
  interface ProvidedContext {
    faults: FaultOptions;
  }
}
