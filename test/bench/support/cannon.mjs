// The caller: asks one address again and again from a process of its own, and tells how long each answer took.
import autocannon from 'autocannon';

process.once('message', ({ url, cookie, connections, seconds }) => {
  const waits = [];
  const statuses = {};
  const cannon = autocannon({ url, connections, duration: seconds, headers: { cookie } }, () =>
    process.send({ waits, statuses }, () => process.exit(0)),
  );
  cannon.on('response', (_client, status, _bytes, ms) => {
    waits.push(ms);
    statuses[status] = (statuses[status] ?? 0) + 1;
  });
});
