import type { z } from 'zod';
import { BREAK_NAMES } from '../core/proof.ts';
import type { proofSchema } from '../web/log.ts';
import { readArguments } from './arguments.ts';
import { CommandError } from './command-error.ts';
import type { Command, Told } from './command.ts';
import { connect } from './connect.ts';

type Proof = z.infer<typeof proofSchema>;

const describe = ({ sealed, waiting, head, broken }: Proof): string => {
  const counts = `已封存 ${sealed} 条，等待封存 ${waiting} 条`;
  if (!broken) return `日志核验通过：${counts}\n链尾哈希 ${head}（抄录在别处，日后可据以证明日志未被整体重写）`;
  const where = broken.eventId === null ? '' : `第 ${broken.eventId} 号记录`;
  return `日志核验不通过：${where}${BREAK_NAMES[broken.kind]}（封存块 ${broken.sealId}）；${counts}\n请立即保全数据库并报告`;
};

/** `log verify`: proves that no event was changed, removed or slipped in; exit code 1 where one was. */
export const log = async (command: Command): Promise<Told> => {
  const { values, positionals } = readArguments(command.args, {});
  if (positionals[0] !== 'verify') throw new CommandError('用法：npx yigao log verify');
  const { client, close } = await connect(command.where(values.data));
  try {
    const proof = await client.post<Proof>('/api/log/verify', {});
    return { text: describe(proof), json: proof, ok: proof.broken === null };
  } finally {
    await close();
  }
};
