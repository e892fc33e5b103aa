import type { z } from 'zod';
import type { Message } from '../rules.ts';

/** What a way needs of the world; nothing else leaves this process. */
export interface Io {
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
  readonly now: () => Date;
}

/** One way to tell somebody: what must be entered for it, and how a message goes out. */
export interface Way<S extends z.ZodType = z.ZodType> {
  readonly settings: S;
  /** Throws an Error whose message is Chinese and says what to do. */
  send(settings: z.output<S>, message: Message, io: Io): Promise<void>;
}
