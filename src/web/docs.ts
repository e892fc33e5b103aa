import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Api } from './endpoint.ts';

const SWAGGER = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
};

const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', deepLinking: true, validatorUrl: null });`;
const PAGE = `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>一稿 · 接口说明</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="docs"></div>
<script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body>
</html>`;

const INTRODUCTION =
  '报送一篇已审签的稿件，一次发布到所有渠道。密钥放在 Authorization 头中：`Authorization: Bearer yg_…`；' +
  '演示环境的密钥在数据目录的 operator.key 文件里。';

/** `/openapi.json`, and `/docs` for people; nothing is loaded from elsewhere. */
export const addDocs = ({ app }: Api, origin: () => string): void => {
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer' });
  app.get('/openapi.json', (c) =>
    c.json(
      app.getOpenAPI31Document({
        openapi: '3.1.0',
        info: { title: '一稿', version: '0.1.0', description: INTRODUCTION },
        servers: [{ url: origin() }],
      }),
    ),
  );
  app.get('/docs', (c) => c.html(PAGE));
  app.get('/docs/start.js', (c) => c.body(START, 200, { 'content-type': 'text/javascript' }));
  for (const [file, type] of Object.entries(FILES)) {
    app.get(`/docs/${file}`, (c) =>
      c.body(readFileSync(join(SWAGGER, file), 'utf8'), 200, {
        'content-type': `${type}; charset=utf-8`,
        'cache-control': 'public, max-age=86400',
      }),
    );
  }
};
