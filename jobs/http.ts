import { Agent, type Dispatcher } from 'undici';

/** An API's answer is some kilobytes; what is longer is none. Pages are read by `fetch`, as a stream. */
const MAX_ANSWER_BYTES = 16_000_000;
const TEXT = 'text/plain;charset=UTF-8';

type Fetch = typeof globalThis.fetch;
interface ApiCall {
  readonly url: string | URL;
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body: string;
}

const agent = new Agent({ maxResponseSize: MAX_ANSWER_BYTES });

const apiCallOf = (url: Parameters<Fetch>[0], init: RequestInit | undefined): ApiCall | null => {
  if (url instanceof Request || typeof init?.body !== 'string') return null;
  const { method = 'GET', body } = init;
  return method === 'POST' || method === 'PUT' || method === 'PATCH' || method === 'DELETE'
    ? { url, method, body }
    : null;
};

const headersOf = (given: RequestInit['headers']): Record<string, string> => ({
  'content-type': TEXT,
  // It is small, and nothing here unpacks it.
  'accept-encoding': 'identity',
  ...(given ? Object.fromEntries(new Headers(given)) : {}),
});

type AnswerHeaders = Dispatcher.ResponseData['headers'];

const pairsOf = (headers: AnswerHeaders): [string, string][] =>
  Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((each): [string, string] => [name, each]),
  );

/**
 * An answer that is all there. The stream a `Response` makes of its body costs more than the call, and its headers a tenth of
 * it: only who asks gets them.
 */
class WholeResponse extends Response {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #given: AnswerHeaders;
  #headers: Headers | null = null;

  constructor(status: number, headers: AnswerHeaders, bytes: Uint8Array<ArrayBuffer>) {
    super(null, { status });
    this.#bytes = bytes;
    this.#given = headers;
  }
  override get headers() {
    this.#headers ??= new Headers(pairsOf(this.#given));
    return this.#headers;
  }
  override get body() {
    return new Response(this.#bytes).body;
  }
  override arrayBuffer() {
    return Promise.resolve(new Uint8Array(this.#bytes).buffer);
  }
  override blob() {
    return new Response(this.#bytes).blob();
  }
  override clone() {
    return new WholeResponse(this.status, this.#given, this.#bytes);
  }
  override formData() {
    return new Response(this.#bytes, { headers: this.headers }).formData();
  }
  override text() {
    return Promise.resolve(new TextDecoder().decode(this.#bytes));
  }
  override async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }
}

/** What undici's `request` does, without the stream it makes of an answer that is read whole anyway. */
const exchange = (options: Dispatcher.DispatchOptions, signal: AbortSignal | null | undefined): Promise<Response> =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const chunks: Uint8Array[] = [];
    let status = 0;
    let headers: AnswerHeaders = {};
    let control: Dispatcher.DispatchController | null = null;
    const stop = (): void => {
      reject(signal?.reason);
      control?.abort(signal?.reason);
    };
    signal?.addEventListener('abort', stop, { once: true });
    const leave = () => signal?.removeEventListener('abort', stop);
    agent.dispatch(options, {
      onRequestStart(controller) {
        control = controller;
        if (signal?.aborted) stop();
      },
      onResponseStart(_controller, statusCode, given) {
        status = statusCode;
        headers = given;
      },
      onResponseData(_controller, chunk) {
        chunks.push(chunk);
      },
      onResponseEnd() {
        leave();
        resolve(new WholeResponse(status, headers, Buffer.concat(chunks)));
      },
      onResponseError(_controller, error) {
        leave();
        reject(error);
      },
    });
  });

const call = (given: ApiCall, init: RequestInit | undefined): Promise<Response> => {
  const { method, body } = given;
  const { origin, pathname, search } = new URL(given.url);
  return exchange({ origin, path: pathname + search, method, body, headers: headersOf(init?.headers) }, init?.signal);
};

/**
 * `fetch`, at a quarter of its cost where a text is sent to an API: its streams for both bodies cost more than everything
 * else a delivery does. Such a call is not sent on to another address: a redirect is the answer.
 */
export const leanFetch: Fetch = async (input, init) => {
  const given = apiCallOf(input, init);
  if (!given) return globalThis.fetch(input, init);
  try {
    return await call(given, init);
  } catch (cause) {
    if (init?.signal?.aborted) throw init.signal.reason;
    throw new TypeError('fetch failed', { cause });
  }
};
