import { parseArgs } from 'node:util';
import { serve, type ServerType } from '@hono/node-server';
import { sayFirstAudits } from './first-audits.ts';
import { publishDemo } from './publish-demo.ts';
import { readConfig, type Config } from './config.ts';
import { announce, openService, retract, type Service } from './service.ts';

const HELP = `用法：npm start -- [--port 3000] [--host 127.0.0.1] [--data .data] [--quiet]
  --port   端口（0 为任意空闲端口）
  --host   监听地址
  --data   数据目录
  --quiet  不显示进度`;

const readArguments = () =>
  parseArgs({
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      data: { type: 'string' },
      quiet: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  }).values;

/** An error whose message is meant for the person at the terminal: one line, no stack. */
class StartError extends Error {
  override readonly name = 'StartError';
}
const FOR_PEOPLE = new Set(['StartError', 'ConfigError', 'EmbeddedError']);

const LISTEN_FAULTS: Readonly<Record<string, (port: number) => string>> = {
  EADDRINUSE: (port) =>
    `端口 ${port} 已被占用；请停止占用它的程序，或用 --port 另选端口（npm start -- --port ${port + 1}）`,
  EACCES: (port) => `没有权限监听端口 ${port}；请用 1024 以上的端口`,
};

interface Listening {
  readonly server: ServerType;
  readonly port: number;
  use(service: Service): void;
}

/** Listens first: a busy port is told before anything else happens, and the real port is known to all that follows. */
const listen = ({ host, port }: Config): Promise<Listening> =>
  new Promise((resolve, reject) => {
    let service: Service | null = null;
    const starting = () => new Response('正在启动，请稍候\n', { status: 503, headers: { 'retry-after': '1' } });
    const server = serve(
      { fetch: (request: Request) => service?.fetch(request) ?? starting(), hostname: host, port },
      (info) => resolve({ server, port: info.port, use: (ready) => (service = ready) }),
    );
    server.once('error', (error: NodeJS.ErrnoException) => {
      const say = LISTEN_FAULTS[error.code ?? ''];
      reject(say ? new StartError(say(port)) : error);
    });
  });

const stopListening = (server: ServerType): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    if ('closeAllConnections' in server) server.closeAllConnections();
  });

/** The first signal stops in order; a second one ends at once. */
const stopOnSignal = (stop: () => Promise<void>): void => {
  let stopping = false;
  const onSignal = (): void => {
    if (stopping) process.exit(130);
    stopping = true;
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(`停止时出错：${error instanceof Error ? error.message : String(error)}`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  // The command that started us is gone, whatever ended it: nobody would stop us any more.
  process.on('disconnect', () => {
    if (!stopping) onSignal();
  });
};

/** Somebody who stops the service while it shows the demo wants no error of what was cut short. */
const showDemo = async (service: Service, origin: string, signal: AbortSignal): Promise<void> => {
  try {
    await publishDemo(service, origin, console.log, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};

const tellAudits = async ({ ctx }: Service, signal: AbortSignal): Promise<void> => {
  try {
    await sayFirstAudits(ctx, console.log, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};

const run = async (): Promise<void> => {
  const { port, host, data, quiet, help } = readArguments();
  if (help) return console.log(HELP);
  const config = readConfig(process.env, { YIGAO_PORT: port, YIGAO_HOST: host, YIGAO_DATA: data });
  const say = quiet ? () => undefined : (line: string) => console.log(line);
  const listening = await listen(config);
  const origin = config.origin ?? `http://${config.host}:${listening.port}`;
  const opening = openService(config, origin, say);
  const stopping = new AbortController();
  stopOnSignal(async () => {
    say('正在停止…');
    stopping.abort();
    retract(config.dataDir);
    await stopListening(listening.server);
    const opened = await Promise.allSettled([opening]);
    for (const { status, ...rest } of opened) if (status === 'fulfilled' && 'value' in rest) await rest.value.close();
  });
  const service = await opening;
  listening.use(service);
  service.demo?.start();
  announce(config.dataDir, origin);
  if (service.demo && !quiet) await showDemo(service, origin, stopping.signal);
  if (stopping.signal.aborted) return;
  say(`一稿已就绪：${origin}/  （门户 ${origin}/portal/ · 接口说明 ${origin}/docs · Ctrl-C 停止）`);
  process.send?.({ ready: origin });
  if (service.demo && !quiet && config.role !== 'web') await tellAudits(service, stopping.signal);
};

try {
  await run();
} catch (error) {
  console.error(error instanceof Error && FOR_PEOPLE.has(error.name) ? error.message : error);
  process.exit(1);
}
