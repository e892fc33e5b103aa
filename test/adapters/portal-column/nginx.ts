import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Where Debian puts it is in root's path only. */
const FOLDERS = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
/** The nginx of this machine, or null. */
export const NGINX = FOLDERS.map((folder) => join(folder, 'nginx')).find(isProgram) ?? null;

export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

/** The server block of the README, which is what a county copies; only address and root are ours. */
const serverBlock = (port: number, root: string): string => {
  const readme = readFileSync(new URL('../../../adapters/portal-column/README.md', import.meta.url), 'utf8');
  const block = /```nginx\n([^]*?)```/.exec(readme)?.[1];
  if (!block?.includes('root /srv/portal;')) throw new Error('The README shows no nginx configuration');
  return block.replace('root /srv/portal;', () => `root ${root};`).replace('{', `{ listen 127.0.0.1:${port};`);
};

const configure = (home: string, server: string): string => `
daemon off;
user ${process.getuid?.() === 0 ? 'root' : 'nobody'};
worker_processes 1;
pid ${home}/nginx.pid;
error_log stderr warn;
events {}
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${home}/${name};`).join('\n')}
  ${server}
}
`;

const answers = async (origin: string): Promise<boolean> => {
  try {
    return (await fetch(origin)).status > 0;
  } catch {
    return false;
  }
};

export interface Nginx {
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves a folder as the README says; answers once it does. Throws with what nginx said when it cannot. */
export const startNginx = async (program: string, port: number, root: string): Promise<Nginx> => {
  const home = mkdtempSync(join(tmpdir(), 'yigao-nginx-'));
  writeFileSync(join(home, 'nginx.conf'), configure(home, serverBlock(port, root)));
  const child = spawn(program, ['-c', join(home, 'nginx.conf'), '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  const origin = `http://127.0.0.1:${port}`;
  while (!(await answers(origin))) {
    if (child.exitCode !== null) throw new Error(`nginx ended: ${said}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return {
    origin,
    close: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      rmSync(home, { recursive: true, force: true });
    },
  };
};
