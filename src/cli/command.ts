/** What every command is given. */
export interface Command {
  readonly args: readonly string[];
  /** Progress for a person; silent with `--json`. */
  say(line: string): void;
  /** A bar at the foot of a terminal; nothing where nobody watches. */
  progress(what: string, done: number, all: number): void;
  readonly signal: AbortSignal;
  /** Where the service is, or will be. */
  where(dataDir: string | undefined): { readonly dataDir: string; readonly host: string; readonly port: number };
  readonly now: () => Date;
  readonly userName: string;
}

/** What a command has to tell: to a person, or with `--json` as one JSON value. */
export interface Told {
  readonly text: string;
  readonly json: unknown;
  /** False: exit code 1. */
  readonly ok: boolean;
}
