import { z } from 'zod';
import { byHandSchema, readStandings, rulesByHand, standingSchema } from '../audits/standing.ts';
import { addEndpoint, type Api } from './endpoint.ts';

const schema = z.object({
  standings: z.array(standingSchema).describe('最严重的在前'),
  byHand: z.array(byHandSchema),
});

/** `GET /api/rules`: where the office stands before an inspection. */
export const addRules = (api: Api): void =>
  addEndpoint(
    api,
    {
      method: 'get',
      path: '/api/rules',
      tag: '巡检',
      summary: '考核指标的现状，及须由人核对的指标',
      who: 'item-read',
      answers: { 200: { description: '指标', schema } },
    },
    async ({ c }) => c.json({ standings: await readStandings(api.ctx), byHand: rulesByHand() }),
  );
