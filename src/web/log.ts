import { z } from 'zod';
import { BREAKS } from '../core/proof.ts';
import { verifyLog } from '../log/verify.ts';
import { addEndpoint, type Api } from './endpoint.ts';

export const proofSchema = z
  .object({
    sealed: z.int().describe('已封存的记录数'),
    waiting: z.int().describe('等待封存的记录数：写它们的事务尚未结束'),
    head: z.string().describe('链尾哈希；抄录在别处，日后可据以证明日志未被整体重写'),
    broken: z
      .object({
        sealId: z.int(),
        eventId: z.int().nullable(),
        kind: z.enum(BREAKS),
      })
      .nullable()
      .describe('第一处不符；null 为核验通过'),
  })
  .meta({ id: 'LogProof', description: '日志核验结果' });

/** The proof of the log, for the operator's command. */
export const addLogProof = (api: Api): void =>
  addEndpoint(
    api,
    {
      method: 'post',
      path: '/api/log/verify',
      tag: '日志',
      summary: '核验日志：重新计算全部记录的哈希链',
      who: 'log-read',
      answers: { 200: { description: '核验结果', schema: proofSchema } },
    },
    async ({ c }) => c.json(await verifyLog(api.ctx)),
  );
