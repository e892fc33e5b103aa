import { checkDatabase } from '../health.ts';
import type { Api } from './endpoint.ts';

/** `/healthz`: the process answers. `/readyz`: it can also do its work. */
export const addHealth = ({ ctx, app }: Api): void => {
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    const ready = await checkDatabase(ctx);
    return c.json({ status: ready ? 'ok' : 'unavailable' }, ready ? 200 : 503);
  });
};
