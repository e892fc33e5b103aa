import type { Manuscript } from '../../contract.ts';
import { beijingDay, beijingMinute } from '../../../src/core/time.ts';
import { assetFile, FROM_ARTICLE } from '../paths.ts';
import { describeGuide } from '../../kit/guide-sections.ts';
import type { Cell, Link, Section } from '../../kit/sections.ts';

const NONE = '—';

/** `12.3 KB`; whole bytes below one KB. */
export const sizeText = (bytes: number): string => {
  if (bytes < 1024) return `${bytes} B`;
  const [size, unit] = bytes < 1024 * 1024 ? [bytes / 1024, 'KB'] : [bytes / (1024 * 1024), 'MB'];
  return `${size.toFixed(1)} ${unit}`;
};

const isCorrected = ({ publishedAt, revisedAt, revision }: Manuscript): boolean =>
  revision > 1 && revisedAt > publishedAt;

/** The line under the title. A correction says when it was made: a date that changes in silence is a forged one (V-S1.5). */
export const describeInfo = (manuscript: Manuscript): string[] => [
  `发布时间：${beijingMinute(manuscript.publishedAt)}`,
  `来源：${manuscript.content.source}`,
  ...(isCorrected(manuscript)
    ? [`更正时间：${beijingMinute(manuscript.revisedAt)}（第${manuscript.revision}版）`]
    : []),
];

/** What was corrected, right below when: before anything else, since who comes back looks for this. */
const describeChange = (manuscript: Manuscript): Section[] => {
  const { changeNote } = manuscript.content;
  if (!changeNote || !isCorrected(manuscript)) return [];
  return [{ kind: 'facts', title: '', rows: [['更正说明', changeNote]] }];
};

/** The information table of government pages: always on policies, elsewhere once there is something to put in. */
const describeFacts = ({ content, publishedAt }: Manuscript): Section[] => {
  const { type, indexNumber, documentNumber, writtenOn, source, validity } = content;
  if (type !== 'policy' && !indexNumber && !documentNumber && !writtenOn && !validity) return [];
  const rows = [
    ['索引号', indexNumber ?? NONE],
    ['文号', documentNumber ?? NONE],
    ['成文日期', writtenOn ?? NONE],
    ['发布日期', beijingDay(publishedAt)],
    ['来源', source],
    ['有效性', validity ?? NONE],
  ] as const;
  return [{ kind: 'facts', title: '', rows }];
};

const describeFiles = ({ content, assets }: Manuscript): Section[] => {
  const items = content.attachments.flatMap(({ asset: id, name }): Link[] => {
    const asset = assets[id];
    if (!asset) return [];
    const file = assetFile(asset);
    const type = (/\.(\w{1,8})$/.exec(name)?.[1] ?? file.split('.')[1] ?? '').toUpperCase();
    const text = `${name}（${type}，${sizeText(asset.bytes)}）`;
    return [{ text, href: `${FROM_ARTICLE}assets/${file}`, saveAs: name }];
  });
  return items.length > 0 ? [{ kind: 'files', title: '附件', items }] : [];
};

const showSample =
  (assets: Manuscript['assets']) =>
  (material: string, id: string): Cell => {
    const asset = assets[id];
    if (!asset) return '—';
    const file = assetFile(asset);
    const saveAs = `${material}（样表）${/\.\w+$/.exec(file)?.[0]}`;
    return { text: '下载样表', href: `${FROM_ARTICLE}assets/${file}`, saveAs };
  };

/** Everything an article says below its title and info line, in reading order. */
export const describeArticle = (manuscript: Manuscript): Section[] => {
  const { content, assets } = manuscript;
  return [
    ...describeChange(manuscript),
    ...describeFacts(manuscript),
    ...(content.guide ? describeGuide(content.guide, showSample(assets)) : []),
    ...(content.body ? [{ kind: 'body' as const, title: '', html: content.body }] : []),
    ...describeFiles(manuscript),
  ];
};
