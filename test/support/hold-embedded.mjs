import { importTypeScript } from '../../bin/compile.mjs';

const { startEmbedded } = await importTypeScript('db/embedded.ts');
const [dataDir, rootHome] = process.argv.slice(2);
const { url } = await startEmbedded({ dataDir, rootHome, log: () => undefined });
process.send({ url });
// Nothing else keeps this process: it is to be killed, not to end.
setInterval(() => undefined, 60_000);
