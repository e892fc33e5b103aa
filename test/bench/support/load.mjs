// The caller: posts bodies of its own at a given concurrency and tells how long each took.
const load = async ({ url, authorization, bodies, concurrency }) => {
  const waits = [];
  const statuses = {};
  const headers = { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) };
  let next = 0;
  const caller = async () => {
    while (next < bodies.length) {
      const body = bodies[next];
      next += 1;
      const since = performance.now();
      const response = await fetch(url, { method: 'POST', headers, body });
      await response.arrayBuffer();
      waits.push(performance.now() - since);
      statuses[response.status] = (statuses[response.status] ?? 0) + 1;
    }
  };
  const since = performance.now();
  await Promise.all(Array.from({ length: concurrency }, caller));
  process.send({ seconds: (performance.now() - since) / 1000, waits, statuses }, () => process.exit(0));
};

process.once('message', (message) => void load(message));
