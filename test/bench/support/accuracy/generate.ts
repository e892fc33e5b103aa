import type { Sample } from './corpus.ts';
import { makeDocument, textOf } from './documents.ts';
import { encodeGbk } from './gb18030.ts';
import { createRandom, seedOf } from './random.ts';
import type { Template } from './templates/parts.ts';
import * as platforms from './templates/platforms.ts';
import * as portals from './templates/portals.ts';

const TEMPLATES: readonly Template[] = [...Object.values(portals), ...Object.values(platforms)];
const PER_TEMPLATE = 3;

/** The same pages on every machine: government CMSs, platforms and old hand-made sites, UTF-8 and GBK. */
export const generateCorpus = (): Sample[] =>
  TEMPLATES.flatMap((template) =>
    Array.from({ length: PER_TEMPLATE }, (_, index) => {
      const random = createRandom(seedOf(`${template.name}-${index}`));
      const document = makeDocument(random);
      const html = template.write(document, random);
      return {
        name: `${template.name}-${index + 1}`,
        url: 'http://www.fjmx.gov.cn/zwgk/t1.htm',
        bytes: template.charset === 'gb18030' ? encodeGbk(html) : new TextEncoder().encode(html),
        headers: template.header === null ? {} : { 'content-type': template.header },
        title: document.title,
        text: textOf(document),
        names: document.names,
        cells: document.table?.rows.slice(1).flat() ?? [],
      };
    }),
  );
