import { parseArgs } from 'node:util';
import { serve, type ServerType } from '@hono/node-server';
import { sayFirstAudits } from './first-audits.ts';
import { publishDemo } from './publish-demo.ts';
import { readConfig, type Config } from './config.ts';
import { announce, openService, retract, type Service } from './service.ts';

const HELP = `用法：npm start -- [--port 3000] [--host 127.0.0.1] [--data .data] [--quiet]
  --port     端口（0 为任意空闲端口）
  --host     监听地址
  --data     数据目录
  --quiet    不显示进度
  --no-demo  不报送演示稿件`;

/** An error whose message is meant for the person at the terminal: one line, no stack. */
class StartError extends Error {
  override readonly name = 'StartError';
}

const OPTIONS = {
  port: { type: 'string' },
  host: { type: 'string' },
  data: { type: 'string' },
  quiet: { type: 'boolean', default: false },
  'no-demo': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const readArguments = () => {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    const name = /'(-{0,2}[^']*)'/.exec(error instanceof Error ? error.message : '')?.[1];
    throw new StartError(`不认识或缺少取值的选项${name ? ` ${name}` : ''}；用 npm start -- --help 查看用法`);
  }
};

const FOR_PEOPLE = new Set(['StartError', 'ConfigError', 'EmbeddedError']);

const notHere = ({ host }: Config): string =>
  `本机没有地址 ${host}；请用 --host 指定本机的地址，如 127.0.0.1 或 0.0.0.0`;
const LISTEN_FAULTS: Readonly<Record<string, (config: Config) => string>> = {
  EADDRINUSE: ({ port }) =>
    `端口 ${port} 已被占用；请停止占用它的程序，或用 --port 另选端口（npm start -- --port ${port < 65_535 ? port + 1 : port - 1}）`,
  EACCES: ({ port }) => `没有权限监听端口 ${port}；请用 1024 以上的端口`,
  EADDRNOTAVAIL: notHere,
  ENOTFOUND: notHere,
  EAI_AGAIN: notHere,
};

interface Listening {
  readonly server: ServerType;
  readonly port: number;
  use(service: Service): void;
}

/** Listens first: a busy port is told before anything else happens, and the real port is known to all that follows. */
const listen = (config: Config): Promise<Listening> =>
  new Promise((resolve, reject) => {
    let service: Service | null = null;
    const starting = () => new Response('正在启动，请稍候\n', { status: 503, headers: { 'retry-after': '1' } });
    const server = serve(
      {
        fetch: (request: Request, env: object) => service?.fetch(request, env) ?? starting(),
        hostname: config.host,
        port: config.port,
      },
      (info) => resolve({ server, port: info.port, use: (ready) => (service = ready) }),
    );
    server.once('error', (error: NodeJS.ErrnoException) => {
      const say = LISTEN_FAULTS[error.code ?? ''];
      reject(say ? new StartError(say(config)) : error);
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
  // The terminal was closed: whoever just died would leave the database server behind.
  process.on('SIGHUP', onSignal);
  // The command that started us is gone, whatever ended it: nobody would stop us any more.
  process.on('disconnect', () => {
    if (!stopping) onSignal();
  });
};

type Say = (line: string) => void;

/** Somebody who stops the service while it shows the demo wants no error of what was cut short. */
const showDemo = async (service: Service, origin: string, say: Say, signal: AbortSignal): Promise<void> => {
  try {
    await publishDemo(service, origin, say, signal);
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
  const { port, host, data, quiet, help, 'no-demo': withoutDemo } = readArguments();
  if (help) return console.log(HELP);
  const config = readConfig(process.env, { YIGAO_PORT: port, YIGAO_HOST: host, YIGAO_DATA: data });
  const say: Say = quiet ? () => undefined : (line) => console.log(line);
  const listening = await listen(config);
  const origin = config.origin ?? `http://${config.host}:${listening.port}`;
  const opening = openService(config, origin, say);
  const stopping = new AbortController();
  stopOnSignal(async () => {
    say('正在停止…');
    stopping.abort();
    retract(config.dataDir);
    const [opened] = await Promise.allSettled([opening]);
    if (opened.status === 'fulfilled') await opened.value.rest();
    await stopListening(listening.server);
    if (opened.status === 'fulfilled') await opened.value.close();
  });
  const service = await opening;
  listening.use(service);
  service.demo?.start();
  announce(config.dataDir, origin);
  if (service.demo && !withoutDemo) await showDemo(service, origin, say, stopping.signal);
  if (stopping.signal.aborted) return;
  for (const line of service.welcome) say(line);
  say(
    `一稿已就绪：${origin}/  （工作台 ${origin}/console · 门户 ${origin}/portal/ · 接口说明 ${origin}/docs · Ctrl-C 停止）`,
  );
  process.send?.({ ready: origin });
  if (service.demo && !quiet && config.role !== 'web') await tellAudits(service, stopping.signal);
};

try {
  await run();
} catch (error) {
  console.error(error instanceof Error && FOR_PEOPLE.has(error.name) ? error.message : error);
  process.exit(1);
}
