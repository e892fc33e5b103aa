import type { z } from 'zod';
import type { DeliveryView, ItemView } from '../items/views.ts';
import type { ItemPage } from '../items/list.ts';
import type { errorSchema } from '../web/errors.ts';

type Answered = z.infer<typeof errorSchema>['error'];
/** `no-answer`: what came back was not ours. */
type ErrorAnswer = Omit<Answered, 'code'> & { readonly code: Answered['code'] | 'no-answer' };

/** What the service said no to, in its own words. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorAnswer['code'];
  readonly issues: ErrorAnswer['issues'];

  constructor({ code, message, issues }: ErrorAnswer) {
    super(message);
    this.code = code;
    this.issues = issues;
  }
}

export interface Received {
  readonly id: string;
  readonly externalId: string;
  readonly revision: number;
  readonly hash: string;
  readonly url: string;
  readonly created: boolean;
  readonly issues: ErrorAnswer['issues'];
}

/** The service's API, as commands use it. */
export interface Client {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  upload(data: Uint8Array<ArrayBuffer>, name: string): Promise<{ readonly id: string }>;
  send<T>(path: string, text: string): Promise<T>;
  download(path: string): Promise<Uint8Array>;
}

export interface ClientOptions {
  readonly origin: string;
  readonly key: string;
  readonly send: (request: Request) => Response | Promise<Response>;
}

const refusalOf = (response: Response, text: string): ApiError => {
  let answer: { error?: ErrorAnswer };
  try {
    answer = JSON.parse(text) as { error?: ErrorAnswer };
  } catch {
    answer = {};
  }
  return new ApiError(answer.error ?? { code: 'no-answer', message: `服务返回 ${response.status}`, issues: [] });
};

const readAnswer = async <T>(response: Response): Promise<T> => {
  const text = await response.text();
  if (!response.ok) throw refusalOf(response, text);
  return JSON.parse(text) as T;
};

/** Every call throws ApiError when the service refuses. */
export const createClient = ({ origin, key, send }: ClientOptions): Client => {
  const ask = async (method: string, path: string, type?: string, body?: BodyInit): Promise<Response> => {
    const headers = { authorization: `Bearer ${key}`, ...(type ? { 'content-type': type } : {}) };
    return send(new Request(origin + path, { method, headers, body: body ?? null }));
  };
  const call = async <T>(...asked: Parameters<typeof ask>): Promise<T> => readAnswer<T>(await ask(...asked));
  return {
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, 'application/json', JSON.stringify(body)),
    upload: (data, name) =>
      call('POST', `/api/assets?name=${encodeURIComponent(name)}`, 'application/octet-stream', data),
    send: (path, text) => call('POST', path, 'text/plain; charset=utf-8', text),
    download: async (path) => {
      const response = await ask('GET', path);
      if (!response.ok) throw refusalOf(response, await response.text());
      return new Uint8Array(await response.arrayBuffer());
    },
  };
};

export const getItem = (client: Client, id: string): Promise<ItemView> =>
  client.get(`/api/items/${encodeURIComponent(id)}`);

/** Newest first, all of them or up to `max`. */
export const listAll = async (client: Client, max = Number.POSITIVE_INFINITY): Promise<ItemPage['items']> => {
  const found: ItemPage['items'] = [];
  let cursor: string | null = null;
  do {
    const page: ItemPage = await client.get(`/api/items?limit=100${cursor === null ? '' : `&cursor=${cursor}`}`);
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== null && found.length < max);
  return found.slice(0, max);
};

export type { DeliveryView, ItemView };
