import type { Agent, Dispatcher } from 'undici';
import { type Body, openBody } from './body.ts';
import type { Bounds } from './bounds.ts';
import { refusal, refusalOf, type Refusal, STOPPED, TOO_SLOW, tooLarge } from './faults.ts';
import { isRefusal } from './target.ts';

export interface Ask {
  readonly url: URL;
  readonly agent: Agent;
  readonly headers: Readonly<Record<string, string>>;
  readonly bounds: Bounds;
  readonly maxBytes: number;
  readonly textOnly: boolean;
  readonly cut: boolean;
  /** What is left of the look's time. */
  readonly withinMs: number;
  readonly signal: AbortSignal | undefined;
  readonly now: () => number;
}
/** One request answered. The body is read of a 200 only. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const NOTHING = new Uint8Array();
/** Of an answer whose body nobody reads, so much is let through to keep the connection; beyond it is cheaper to close. */
const DRAINED_BYTES = 64 * 1024;
const TEXT_TYPE = /^(text\/|application\/(xhtml\+xml|xml|json|javascript)|application\/[\w.-]+\+(xml|json))/i;

type RawHeaders = Readonly<Record<string, string | string[] | undefined>>;

const joined = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'object' ? value.join(', ') : value;

const flat = (headers: RawHeaders): Record<string, string> => {
  const one: Record<string, string> = {};
  for (const name in headers) {
    const value = joined(headers[name]);
    if (value !== undefined) one[name] = value;
  }
  return one;
};
/** All that is asked of an answer without a body; thousands of 304s need no more. */
const few = (headers: RawHeaders): Record<string, string> => {
  const one: Record<string, string> = {};
  const to = joined(headers['location']);
  const retry = joined(headers['retry-after']);
  if (to !== undefined) one['location'] = to;
  if (retry !== undefined) one['retry-after'] = retry;
  return one;
};

/** One GET, bounded in time and bytes while it streams. Speaks undici's dispatch, which costs half of `request`. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #ask: Ask;
  readonly #settle: (end: Answer | Refusal) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #stop = (): void => this.#fail(STOPPED);
  #controller: Dispatcher.DispatchController | null = null;
  #settled = false;
  #body: Body | null = null;
  #startedAt = 0;
  #bytes = 0;

  constructor(ask: Ask, settle: (end: Answer | Refusal) => void) {
    this.#ask = ask;
    this.#settle = settle;
    this.#timer = setTimeout(() => this.#fail(TOO_SLOW), ask.withinMs);
    ask.signal?.addEventListener('abort', this.#stop);
  }

  #finish(end: Answer | Refusal): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#ask.signal?.removeEventListener('abort', this.#stop);
    this.#settle(end);
  }

  /** Also after settling: an answer that nobody reads to its end is closed, not left to drip. */
  #fail(why: Refusal): void {
    clearTimeout(this.#timer);
    this.#finish(why);
    this.#body?.drop();
    this.#controller?.abort(new Error(why.cause));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#settled) controller.abort(new Error('settled'));
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, raw: RawHeaders): void {
    if (status < 200 || this.#settled) return;
    if (status !== 200) return this.#finish({ status, headers: few(raw), body: NOTHING });
    this.#startedAt = this.#ask.now();
    const body = this.#open(flat(raw));
    if (isRefusal(body)) this.#fail(body);
    else this.#body = body;
  }

  #open(headers: Readonly<Record<string, string>>): Body | Refusal {
    const { textOnly, maxBytes, cut, bounds } = this.#ask;
    const type = headers['content-type'];
    if (textOnly && type !== undefined && type !== '' && !TEXT_TYPE.test(type))
      return refusal('not-text', `此网址给出的不是网页（${type.slice(0, 80)}），请核对网址`);
    if (!cut && Number(headers['content-length'] ?? 0) > maxBytes) return tooLarge('对方声明的内容过大');
    return openBody(
      headers['content-encoding'],
      { maxBytes, cut, ratio: bounds.ratio },
      {
        done: (body) => {
          this.#finish({ status: 200, headers, body });
          if (body.length === maxBytes) this.#controller?.abort(new Error('cut'));
        },
        failed: (why) => this.#fail(why),
      },
    );
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#body !== null && !this.#settled) {
      this.#body.take(chunk, controller);
      this.#holdSpeed();
    } else if (this.#bytes > DRAINED_BYTES) this.#fail(STOPPED);
  }

  #holdSpeed(): void {
    const { graceMs, bytesPerSecond } = this.#ask.bounds;
    const ms = this.#ask.now() - this.#startedAt;
    if (ms > graceMs && this.#bytes * 1000 < ms * bytesPerSecond) this.#fail(TOO_SLOW);
  }

  onResponseEnd(): void {
    clearTimeout(this.#timer);
    if (!this.#settled) this.#body?.end();
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#fail(refusalOf(error));
  }
}

export const exchange = async (ask: Ask): Promise<Answer | Refusal> => {
  if (ask.signal?.aborted === true) return STOPPED;
  return await new Promise((settle) => {
    const { origin, pathname, search } = ask.url;
    ask.agent.dispatch(
      { origin, path: pathname + search, method: 'GET', headers: ask.headers },
      new Exchange(ask, settle),
    );
  });
};
