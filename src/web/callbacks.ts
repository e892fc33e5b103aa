import type { Context as Call } from 'hono';
import type { Context } from '../context.ts';
import { AppError } from '../core/errors.ts';
import { keepCallback } from '../deliveries/callbacks.ts';
import { CALLBACK_LIMIT, limitBody, readText } from './body.ts';
import type { Api, Env } from './endpoint.ts';

const answer = async (ctx: Context, c: Call<Env>, channelId: string): Promise<Response> => {
  const channel = ctx.channels.get(channelId);
  const read = channel?.adapter.callback;
  if (!channel || !read || channel.off !== null) throw new AppError('not-found', { what: '接收通知的渠道' });
  const method = c.req.method === 'GET' ? 'GET' : 'POST';
  const request = { method, query: c.req.query(), body: method === 'GET' ? '' : await readText(c) } as const;
  const { status, body, event } = read(request, channel.settings, ctx.clock());
  if (event) await keepCallback(ctx, channelId, event);
  return c.text(body, status);
};

/** A platform calls us: verified by the channel's adapter, kept once, answered at once; the work is done by a job. */
export const addCallbacks = ({ ctx, app }: Api): void => {
  app.on(['GET', 'POST'], '/callbacks/:channelId', limitBody(CALLBACK_LIMIT), (c) =>
    answer(ctx, c, c.req.param('channelId')),
  );
};
