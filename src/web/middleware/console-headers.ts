import type { MiddlewareHandler } from 'hono';
import { NONCE, secureHeaders } from 'hono/secure-headers';

const YEAR_SECONDS = 365 * 24 * 3600;

/**
 * Nothing runs on a staff page but what carries this answer's nonce; no style in place, no foreign address. `same-origin`
 * as referrer policy, because with none a browser sends `Origin: null` and we could not tell our own forms from others.
 */
export const consoleHeaders = (origin: string): MiddlewareHandler =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: [NONCE, "'strict-dynamic'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      connectSrc: ["'self'"],
      frameSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      objectSrc: ["'none'"],
      frameAncestors: ["'none'"],
    },
    xFrameOptions: 'DENY',
    referrerPolicy: 'same-origin',
    strictTransportSecurity: origin.startsWith('https:') ? `max-age=${YEAR_SECONDS}` : false,
    permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [] },
  });

/** Nothing of a staff page stays in a shared browser or a proxy; what never changes may. */
export const noStore: MiddlewareHandler = async (c, next) => {
  await next();
  if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
};

const PREVIEW_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'";

/** Outermost: a preview is framed by our own page and gets a policy of its own, in which nothing runs. */
export const previewHeaders: MiddlewareHandler<{ Variables: { isPreview?: true } }> = async (c, next) => {
  await next();
  if (!c.get('isPreview')) return;
  c.res.headers.set('content-security-policy', PREVIEW_POLICY);
  c.res.headers.set('x-frame-options', 'SAMEORIGIN');
  // A sandboxed document has no origin: to it, pictures of ours are another site's.
  c.res.headers.set('cross-origin-resource-policy', 'cross-origin');
};

/**
 * The page with the text editor: while it reads and writes HTML the editor sets `style` attributes (alignment, table
 * borders), so these are allowed there. Nothing else is: no style element, and scripts stay bound to the nonce.
 */
export const editorHeaders: MiddlewareHandler<{ Variables: { hasEditor?: true } }> = async (c, next) => {
  await next();
  const policy = c.res.headers.get('content-security-policy');
  if (c.get('hasEditor') && policy !== null)
    c.res.headers.set('content-security-policy', `${policy}; style-src-attr 'unsafe-inline'`);
};
