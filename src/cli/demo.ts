import { readArguments } from './arguments.ts';
import { listAll, getItem, type Client, type ItemView } from './client.ts';
import type { Command, Told } from './command.ts';
import { CommandError } from './command-error.ts';
import { connect } from './connect.ts';
import { formatTable } from './table.ts';
import { tamperAll } from './tamper/index.ts';

/** Oldest first. */
const loadItems = async (client: Client): Promise<ItemView[]> => {
  const items: ItemView[] = [];
  for (const { id } of (await listAll(client)).toReversed()) items.push(await getItem(client, id));
  return items;
};

/** Whatever is no demo has no platforms of its own, and nothing of it is touched. */
const mustBeDemo = async (origin: string): Promise<void> => {
  const { ok } = await fetch(`${origin}/sandbox/wechat/`);
  if (!ok) throw new CommandError('这里运行的不是演示：只有演示的副本可以这样改动');
};

/** Changes copies as somebody with a password to the platforms would, without telling the service. */
const tamper = async (data: string | undefined, command: Command): Promise<Told> => {
  const where = command.where(data);
  const { client, origin, close } = await connect(where);
  try {
    await mustBeDemo(origin);
    const { signal } = command;
    const done = await tamperAll(await loadItems(client), { client, origin, dataDir: where.dataDir, signal });
    if (done.length === 0) throw new CommandError('没有可以改动的副本：请先启动演示（npm start），等首轮巡检完成');
    const rows = done.map(({ channelName, title, what }) => [channelName, title, what]);
    const text = [
      '已背着系统改动：',
      '',
      formatTable(['渠道', '稿件或页面', '改动'], rows, [18, 44]),
      '',
      '看巡检发现什么：npx yigao audit --all',
    ];
    return { text: text.join('\n'), json: { tampered: done }, ok: true };
  } finally {
    await close();
  }
};

export const demo = async (command: Command): Promise<Told> => {
  const { values, positionals } = readArguments(command.args, {});
  if (positionals[0] !== 'tamper' || positionals.length > 1)
    throw new CommandError('演示命令只有一个：npx yigao demo tamper');
  return tamper(values.data, command);
};
