import { zip, type ZipEntry } from './zip.ts';

const MAIN = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
const NS = [
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"',
  'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"',
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
  'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"',
  'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
  'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
  'xmlns:v="urn:schemas-microsoft-com:vml"',
  'xmlns:o="urn:schemas-microsoft-com:office:office"',
  'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"',
].join(' ');
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const TYPES = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export const escapeXml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** A run; `properties` is the inside of its `w:rPr`. */
export const run = (text: string, properties = ''): string =>
  `<w:r>${properties && `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r>`;
/** A paragraph; `content` is text, or runs. */
export const p = (content: string, properties = ''): string =>
  `<w:p>${properties && `<w:pPr>${properties}</w:pPr>`}${/^<[wm]:/.test(content) ? content : run(content)}</w:p>`;
export const styled = (style: string, text: string): string => p(text, `<w:pStyle w:val="${style}"/>`);
export const centered = (text: string): string => p(text, '<w:jc w:val="center"/>');
export const numbered = (text: string, level = 0, num = 1): string =>
  p(text, `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${num}"/></w:numPr>`);
export const cell = (content: string, properties = ''): string =>
  `<w:tc>${properties && `<w:tcPr>${properties}</w:tcPr>`}${content.startsWith('<w:p') ? content : p(content)}</w:tc>`;
export const table = (rows: readonly (readonly string[])[]): string =>
  `<w:tbl>${rows.map((row) => `<w:tr>${row.map((each) => (each.startsWith('<w:tc') ? each : cell(each))).join('')}</w:tr>`).join('')}</w:tbl>`;

export interface Relation {
  readonly id: string;
  readonly type: string;
  readonly target: string;
  readonly external?: boolean;
}
export interface DocxOptions {
  readonly relations?: readonly Relation[];
  /** Inside of the part's root element, by its name, e.g. `footnotes`. */
  readonly parts?: Readonly<Record<string, string>>;
  readonly files?: readonly ZipEntry[];
  readonly mainType?: string;
}

const ROOTS: Readonly<Record<string, string>> = { header: 'w:hdr', footer: 'w:ftr' };
const HEADINGS = [1, 2, 3]
  .map((n) => `<w:style w:type="paragraph" w:styleId="${n}"><w:name w:val="heading ${n}"/></w:style>`)
  .join('');

const document = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document ${NS}><w:body>${body}<w:sectPr/></w:body></w:document>`;

/** A .docx as Word would write it, from the inside of its `w:body`. Styles "1" to "3" are headings. */
export const docx = (
  body: string,
  { relations = [], parts = {}, files = [], mainType }: DocxOptions = {},
): Uint8Array => {
  const all: Readonly<Record<string, string>> = { styles: HEADINGS, ...parts };
  const related = [
    ...Object.keys(all).map((name) => ({ id: `rId-${name}`, type: name, target: `${name}.xml`, external: false })),
    ...relations,
  ];
  const overrides = Object.keys(all)
    .map((name) => `<Override PartName="/word/${name}.xml" ContentType="${MAIN}.${name}+xml"/>`)
    .join('');
  const types = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="emf" ContentType="image/x-emf"/><Override PartName="/word/document.xml" ContentType="${mainType ?? `${MAIN}.document.main+xml`}"/>${overrides}</Types>`;
  const links = related
    .map(
      ({ id, type, target, external }) =>
        `<Relationship Id="${id}" Type="${TYPES}/${type}" Target="${escapeXml(target)}"${external ? ' TargetMode="External"' : ''}/>`,
    )
    .join('');
  return zip([
    { name: '[Content_Types].xml', data: types },
    {
      name: '_rels/.rels',
      data: `<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${TYPES}/officeDocument" Target="word/document.xml"/></Relationships>`,
    },
    { name: 'word/document.xml', data: document(body) },
    { name: 'word/_rels/document.xml.rels', data: `<Relationships xmlns="${RELATIONS}">${links}</Relationships>` },
    ...Object.entries(all).map(([name, content]) => {
      const root = ROOTS[name] ?? `w:${name}`;
      return { name: `word/${name}.xml`, data: `<${root} ${NS}>${content}</${root}>` };
    }),
    ...files,
  ]);
};

/** A picture in a line: `id` is its relation. */
export const picture = (id: string, alt = '', attribute = 'r:embed'): string =>
  `<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图片 1" descr="${escapeXml(alt)}"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill><a:blip ${attribute}="${id}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`;

/** One transparent pixel. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
export const withPicture = (data: Uint8Array = PNG, name = 'image1.png'): DocxOptions => ({
  relations: [{ id: 'rIdPic', type: 'image', target: `media/${name}` }],
  files: [{ name: `word/media/${name}`, data }],
});
