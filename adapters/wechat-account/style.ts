/**
 * Inline styles, as short as can be: markup counts against the 20,000 characters of a body. What inherits (indent, line
 * height, justification) stands once on the outermost section; `position` and classes would not survive.
 */
export const STYLES = {
  article: 'font-size:16px;line-height:1.85;color:#222;text-align:justify;text-indent:2em',
  fullTitle: 'margin:0 0 1em;font-size:18px;font-weight:bold;line-height:1.6;text-align:center;text-indent:0',
  info: 'margin:0 0 1.5em;padding:0 0 .8em;border-bottom:1px solid #e3e3e3;font-size:13px;color:#888;text-indent:0',
  p: 'margin:0 0 1em',
  h2: 'margin:1.6em 0 .8em;font-size:19px;font-weight:bold;text-indent:0',
  h3: 'margin:1.4em 0 .7em;font-size:17px;font-weight:bold;text-indent:0',
  h4: 'margin:1.2em 0 .6em;font-size:16px;font-weight:bold;text-indent:0',
  list: 'margin:0 0 1em;padding-left:2em;text-indent:0',
  li: 'margin:0 0 .4em',
  blockquote: 'margin:0 0 1em;padding:.6em 1em;border-left:3px solid #b5342c;background:#f7f7f7;text-indent:0',
  pre: 'margin:0 0 1em;padding:.8em 1em;background:#f7f7f7;font-size:14px;white-space:pre-wrap;text-indent:0',
  figure: 'margin:0 0 1em;text-align:center;text-indent:0',
  figcaption: 'margin:.4em 0 0;font-size:13px;color:#888',
  img: 'max-width:100%;vertical-align:middle',
  scroll: 'margin:0 0 1em;overflow-x:auto;text-indent:0',
  caption: 'margin:0 0 .5em;font-weight:bold;text-align:center',
  table: 'width:100%;border-collapse:collapse;font-size:14px;line-height:1.6',
  th: 'padding:.4em .6em;border:1px solid #ccc;background:#f5f5f5',
  td: 'padding:.4em .6em;border:1px solid #ccc',
  hr: 'margin:1.5em 0;border:0;border-top:1px solid #e3e3e3',
  sub: 'vertical-align:sub;font-size:.75em',
  notes: 'margin:2em 0 0;padding:.8em 0 0;border-top:1px solid #e3e3e3;font-size:13px;color:#888;text-indent:0',
  note: 'margin:0 0 .4em;word-break:break-all',
} as const;
export type StyleName = keyof typeof STYLES;
