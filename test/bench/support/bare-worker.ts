import { Hono } from 'hono';

const app = new Hono();
app.get('/bare.gif', (c) => c.body('GIF89a', 200, { 'content-type': 'image/gif', 'cache-control': 'no-store' }));

export default app;
