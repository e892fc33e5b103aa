import { findPublicCopy } from '../items/read.ts';
import type { Api } from './endpoint.ts';
import { goneBecause } from './console/text.ts';
import { errorPage } from './console/error-page.tsx';

/** The channel kind that readers are sent to. */
const PORTAL = 'portal-column';

/** `/r/{item}/{revision}`: what other platforms carry as the address of the original; leads to the portal's copy. */
export const addLinks = ({ ctx, app }: Api): void => {
  app.get('/r/:itemId/:revision{[0-9]{1,6}}', async (c) => {
    const { url } = await findPublicCopy(ctx, c.req.param('itemId'), PORTAL);
    if (url === null) return c.html(errorPage(404, goneBecause), 404);
    return c.redirect(url, 302);
  });
};
