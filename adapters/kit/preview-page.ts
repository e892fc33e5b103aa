import { html, type Safe } from './html.ts';

interface PreviewPage {
  readonly title: string;
  /** The sheet's rules. */
  readonly style: Safe;
  readonly main: Safe;
}

/** A document of its own for a sandboxed frame: it brings its style along and runs nothing. */
export const previewPage = ({ title, style, main }: PreviewPage): string =>
  html`<!DOCTYPE html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>${title}</title>
        <style>
          ${style}
        </style>
      </head>
      <body>
        ${main}
      </body>
    </html> `.markup;
