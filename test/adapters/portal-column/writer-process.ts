import { manuscriptOf, openPortal } from './portal.ts';

/** A worker of its own: publishes items onto a root that others write, too, and says when each is done. */
const [root = '', prefix = '', count = '0'] = process.argv.slice(2);
const portal = await openPortal({ documentRoot: root });
for (let at = 0; at < Number(count); at += 1) {
  const itemId = `${prefix}-${at}`;
  await portal.publish(manuscriptOf({ title: `标题${itemId}。` }, { itemId }));
  process.stdout.write(`${itemId}\n`);
}
await portal.close();
