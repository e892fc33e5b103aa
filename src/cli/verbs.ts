import { actorName } from '../core/actors.ts';
import { beijingMinute } from '../core/time.ts';
import type { ItemView } from '../items/views.ts';
import { readArguments } from './arguments.ts';
import { listAll } from './client.ts';
import { CommandError } from './command-error.ts';
import type { Command, Told } from './command.ts';
import { connect } from './connect.ts';
import { findItem, follow } from './follow.ts';
import { formatTable } from './table.ts';
import { deliveryTable } from './watch.ts';

const describe = (item: ItemView): string => {
  const channelOf = (id: unknown): string => item.deliveries.find(({ channel }) => channel === id)?.channelName ?? '';
  const events = item.events.map(({ at, name, actor, data }) => [
    beijingMinute(new Date(at)),
    name,
    channelOf(data['channelId']),
    actorName(actor, item.deliveries),
  ]);
  return [
    item.title,
    `  编号 ${item.id}   外部编号 ${item.externalId}   第 ${item.revision} 版`,
    `  ${item.typeName} · ${item.unitName} · 发布时间 ${beijingMinute(new Date(item.publishedAt))}`,
    `  审签 ${item.approvals.map(({ stage, name }) => `${stage}：${name}`).join('，')}`,
    '',
    deliveryTable([item]),
    '',
    formatTable(['时间', '经过', '渠道', '何人'], events),
  ].join('\n');
};

export const status = async (command: Command): Promise<Told> => {
  const { values, positionals } = readArguments(command.args, {});
  const { client, close } = await connect(command.where(values.data));
  try {
    if (positionals.length > 0) {
      const item = await findItem(client, positionals[0]);
      return { text: describe(item), json: item, ok: true };
    }
    const items = await listAll(client);
    const text = items.length === 0 ? '还没有稿件' : deliveryTable(items);
    return { text, json: { items }, ok: true };
  } finally {
    await close();
  }
};

const KINDS = ['withdrawn', 'gone', 'replaced', 'removed-by-order'];

export const withdraw = async (command: Command): Promise<Told> => {
  const { values, positionals } = readArguments(command.args, {
    kind: { type: 'string', default: 'withdrawn' },
    reason: { type: 'string' },
    'replaced-by': { type: 'string' },
    channel: { type: 'string', multiple: true },
  });
  if (!values.reason) throw new CommandError('撤回须说明原因：--reason "……"');
  if (!KINDS.includes(values.kind)) throw new CommandError(`--kind 应为 ${KINDS.join('、')} 之一`);
  const { client, close } = await connect(command.where(values.data));
  try {
    const { id } = await findItem(client, positionals[0]);
    const { kind, reason, channel: channels, 'replaced-by': next } = values;
    const replacedBy = next === undefined ? undefined : (await findItem(client, next)).id;
    await client.post(`/api/items/${id}/withdraw`, { kind, reason, replacedBy, channels });
    command.say('已要求撤回：');
    return await follow(client, id, command);
  } finally {
    await close();
  }
};

export const retry = async (command: Command): Promise<Told> => {
  const { values, positionals } = readArguments(command.args, {
    channel: { type: 'string', multiple: true },
    absent: { type: 'string' },
  });
  const { client, close } = await connect(command.where(values.data));
  try {
    const { id } = await findItem(client, positionals[0]);
    const { absent, channel: channels } = values;
    if (absent === undefined) await client.post(`/api/items/${id}/retry`, channels ? { channels } : {});
    else await client.post(`/api/items/${id}/resolve`, { channel: absent });
    command.say('已安排重试：');
    return await follow(client, id, command);
  } finally {
    await close();
  }
};
