import { defineAdapter } from '../../../adapters/contract.ts';
import { limits } from './limits.ts';
import { locate } from './locate.ts';
import { publish, withdraw } from './publish.ts';
import { render } from './render.ts';
import { SETTINGS } from './settings.ts';

/** A short post with a link to the original. The platform has no edit, so there is no `update`. */
export const shortPost = defineAdapter({
  kind: 'short-post',
  name: '短文',
  takes: ['notice', 'policy', 'interpretation', 'news'],
  settings: SETTINGS,
  limits,
  goesPublicAt: 'share',
  steps: { share: '发出短文', destroy: '删除短文' },
  render,
  publish,
  withdraw,
  locate,
});
