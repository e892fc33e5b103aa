import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

/** Answers one request on the socket, byte by byte as it likes. `path` is as asked. */
export type RawAnswer = (socket: Socket, path: string, head: string) => void;

export interface RawServer {
  readonly origin: string;
  readonly port: number;
  /** Paths asked for, in order. */
  readonly asked: string[];
  /** Heads as they came. */
  readonly heads: string[];
  /** How many sockets were opened to it, whether they asked or not. */
  connections(): number;
  [Symbol.asyncDispose](): Promise<void>;
}

const END = '\r\n\r\n';

const serve = (answer: RawAnswer, asked: string[], heads: string[]) => (socket: Socket) => {
  let head = '';
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    head += chunk.toString('latin1');
    for (let end = head.indexOf(END); end >= 0; end = head.indexOf(END)) {
      const one = head.slice(0, end);
      head = head.slice(end + END.length);
      const path = one.split(' ')[1] ?? '';
      asked.push(path);
      heads.push(one);
      answer(socket, path, one);
    }
  });
};

/** A server that speaks HTTP only as far as `answer` wants it to: for what no well-bred server does. */
export const startRawServer = async (
  answer: RawAnswer,
  { host = '127.0.0.1', tls }: { host?: string; tls?: { key: string; cert: string } } = {},
): Promise<RawServer> => {
  const asked: string[] = [];
  const heads: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const onSocket = serve(answer, asked, heads);
  const server: Server = tls ? createTlsServer(tls, onSocket) : createServer(onSocket);
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    asked,
    heads,
    connections: () => connections,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** A whole answer in one piece. */
export const reply = (status: number, headers: Readonly<Record<string, string>> = {}, body: string | Buffer = '') => {
  const bytes = Buffer.from(body);
  const lines = Object.entries({ 'content-length': String(bytes.length), ...headers }).map(([n, v]) => `${n}: ${v}`);
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} X\r\n${lines.join('\r\n')}${END}`), bytes]);
};
