import { serve } from '@hono/node-server';
import type { AddressInfo } from 'node:net';

export interface PlatformServer {
  readonly origin: string;
  /** Lets what comes in be answered by this. */
  answerWith(answer: (request: Request) => Response | Promise<Response>): void;
  close(): Promise<void>;
}

/** A port of this machine, so that other processes reach a double. */
export const openPlatformServer = async (): Promise<PlatformServer> => {
  let answer: (request: Request) => Response | Promise<Response> = () => new Response('', { status: 503 });
  const server = serve({ fetch: (request) => answer(request), hostname: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    answerWith: (next) => {
      answer = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
};
