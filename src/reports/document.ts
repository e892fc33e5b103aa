import {
  AlignmentType,
  Document,
  Footer,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
  convertMillimetersToTwip,
  type IRunOptions,
} from 'docx';
import type { GridCell } from '../core/grid.ts';
import type { ReportBlock, ReportContent } from '../core/reports.ts';
import type { Edition } from './read.ts';
import { lineName } from './grids.ts';

/** GB/T 9704-2012: A4, 37 mm above and 28 mm left, title 2号 小标宋, headings 3号 黑体, text 3号 仿宋, 28 points from line to line. */
const MARGIN = { top: 37, bottom: 35, left: 28, right: 26 };
const TITLE: IRunOptions = { font: '方正小标宋简体', size: 44 };
const HEADING: IRunOptions = { font: '黑体', size: 32 };
const TEXT: IRunOptions = { font: '仿宋', size: 32 };
const CELL: IRunOptions = { font: '仿宋', size: 24 };
const LINE = 560;
const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二', '十三', '十四', '十五'];
const mm = convertMillimetersToTwip;

type Way = 'text' | 'center' | 'above';
/** `above`: stays on the page of what follows. */
const line = (text: string, run: IRunOptions, way: Way = 'text'): Paragraph =>
  new Paragraph({
    keepNext: way === 'above',
    ...(way === 'center' ? { alignment: AlignmentType.CENTER } : { indent: { firstLine: 640 } }),
    spacing: { line: LINE, lineRule: LineRuleType.EXACT },
    children: [new TextRun({ ...run, text })],
  });

const shown = (value: GridCell): string => (value === null ? '—' : String(value));

const cell = (text: string, isHead: boolean): TableCell =>
  new TableCell({
    margins: { top: 40, bottom: 40, left: 80, right: 80 },
    children: text
      .split('\n')
      .map((part) => new Paragraph({ children: [new TextRun({ ...CELL, bold: isHead, text: part })] })),
  });

const table = (head: readonly string[], rows: readonly (readonly string[])[]): Table =>
  new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [
      new TableRow({ tableHeader: true, cantSplit: true, children: head.map((text) => cell(text, true)) }),
      ...rows.map((row) => new TableRow({ cantSplit: true, children: row.map((text) => cell(text, false)) })),
    ],
  });

/** A block's only line that is called like it is what the block says, not a number in a table. */
const isProse = ({ title, lines }: ReportBlock): boolean => lines.length === 1 && lines[0]?.name === title;

const proseOf = ({ lines }: ReportBlock): Paragraph[] =>
  lines.flatMap(({ value }) => shown(value).split('\n')).map((text) => line(text, TEXT));

/** A form's numbers, each with its unit. */
const linesOf = (block: ReportBlock): (Paragraph | Table)[] => {
  if (block.lines.length === 0) return [];
  if (isProse(block)) return proseOf(block);
  const rows = block.lines.map((each) => [
    lineName(each),
    each.value === null ? '—' : `${shown(each.value)}${each.unit ?? ''}`,
  ]);
  return [table(['指标', '数值'], rows)];
};

const blockParts = (block: ReportBlock, index: number): (Paragraph | Table)[] => [
  line(`${NUMERALS[index] ?? index + 1}、${block.title}`, HEADING, 'above'),
  ...block.paragraphs.map((text) => line(text, TEXT)),
  ...linesOf(block),
  ...block.tables.flatMap(({ name, note, head, rows }) => [
    line(`${name}（${note}）`, CELL, 'above'),
    rows.length === 0
      ? line('无。', TEXT)
      : table(
          head,
          rows.map((row) => row.map(shown)),
        ),
  ]),
];

/** Where each number comes from, behind the form: the form itself has no room for it. */
const sources = ({ blocks }: ReportContent): (Paragraph | Table)[] => [
  line('附：数据来源', HEADING, 'above'),
  table(
    ['指标', '来源'],
    blocks.flatMap(({ title, lines }) => lines.map((each) => [`${title}：${lineName(each)}`, each.source])),
  ),
];

const foot = new Footer({
  children: [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      children: [new TextRun({ font: '宋体', size: 28, children: ['— ', PageNumber.CURRENT, ' —'] })],
    }),
  ],
});

/** What an unfinished report says of itself, so that nobody takes it for an issued one. */
const standing = (edition: Pick<Edition, 'number' | 'hash'> | null): string =>
  edition === null ? '草稿，未出具' : `第 ${edition.number} 次出具，指纹 ${edition.hash.slice(0, 16)}`;

/** A report as .docx in the usual official form. */
export const documentOf = async (
  content: ReportContent,
  edition: Pick<Edition, 'number' | 'hash'> | null,
): Promise<Uint8Array<ArrayBuffer>> => {
  const document = new Document({
    title: content.title,
    creator: '一稿',
    sections: [
      {
        properties: {
          page: {
            size: { width: mm(210), height: mm(297) },
            margin: { top: mm(MARGIN.top), bottom: mm(MARGIN.bottom), left: mm(MARGIN.left), right: mm(MARGIN.right) },
          },
        },
        footers: { default: foot },
        children: [
          line(content.title, TITLE, 'center'),
          line(`（${standing(edition)}）`, CELL, 'center'),
          ...content.blocks.flatMap(blockParts),
          ...sources(content),
          line(`依据：${content.basis}`, CELL),
        ],
      },
    ],
  });
  return new Uint8Array(await Packer.toBuffer(document));
};
