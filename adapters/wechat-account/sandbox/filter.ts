import { parseHtml } from '../../kit/html-text.ts';
import { ApiError } from './errors.ts';
import type { Picture, State } from './state.ts';

/** Tags seen in `#js_content` of real pages, and the table family. */
const KEPT = new Set(
  (
    'section p span br strong em b i u h1 h2 h3 h4 h5 h6 blockquote ul ol li pre code figure figcaption sup sub hr img ' +
    'font a table caption colgroup col thead tbody tfoot tr td th mp-style-type'
  ).split(' '),
);
const DROPPED =
  'script,style,iframe,video,audio,form,input,button,object,embed,link,meta,base,noscript,template,svg,math';
const ATTRIBUTES = /^(?:style|leaf|nodeleaf|textstyle|title|alt|face|colspan|rowspan|start|data-[\w-]+)$/;

const keepStyle = (style: string): string =>
  style
    .split(';')
    .filter((declaration) => !/^\s*position\s*:|expression|javascript:/i.test(declaration))
    .join(';');

const pictureAt = (state: State, src: string): Picture | undefined => {
  const prefix = `${state.options.base}/mmbiz/`;
  return src.startsWith(prefix) ? state.pictures.get(src.slice(prefix.length).split('/')[0] ?? '') : undefined;
};

const rewrite = (src: string, alt: string, style: string, { mime, width, height }: Picture) => ({
  class: 'rich_pages wxw-img',
  'data-src': src,
  'data-ratio': String(height / width),
  'data-w': String(width),
  'data-type': mime.slice('image/'.length),
  ...(alt ? { alt } : {}),
  ...(style ? { style } : {}),
});

/** What the platform makes of a body: scripts, foreign images, ids and classes go; `img` is rewritten. */
export const filterContent = (state: State, content: string): string => {
  const $ = parseHtml(content);
  if (state.switches().links === 'reject45166' && $('a[href]').length > 0) throw new ApiError(45166);
  $(DROPPED).remove();
  for (const element of $('*').toArray()) {
    if (!('attribs' in element)) continue;
    const { name, attribs } = element;
    if (name === 'img') {
      const { src = '', alt = '', style = '' } = attribs;
      const picture = pictureAt(state, src);
      if (picture) element.attribs = rewrite(src, alt, keepStyle(style), picture);
      else $(element).remove();
    } else if (!KEPT.has(name) || (name === 'a' && !/^https?:\/\/mp\.weixin\.qq\.com\//.test(attribs.href ?? ''))) {
      $(element).replaceWith($(element).contents());
    } else {
      element.attribs = Object.fromEntries(
        Object.entries(attribs)
          .filter(([key]) => ATTRIBUTES.test(key) || (name === 'a' && key === 'href'))
          .map(([key, value]) => [key, key === 'style' ? keepStyle(value) : value]),
      );
    }
  }
  return `${$.root().html() ?? ''}<mp-style-type data-value="3"></mp-style-type>`;
};
