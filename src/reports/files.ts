import { AppError } from '../core/errors.ts';
import { gridsOf } from './grids.ts';
import type { Edition, Report } from './read.ts';

export interface ReportFile {
  /** Without its ending. */
  readonly name: string;
  readonly type: 'docx' | 'xlsx';
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Throws `not-found`. */
export const editionOf = ({ editions }: Report, number: string): Edition => {
  const found = editions.find((each) => String(each.number) === number);
  if (!found) throw new AppError('not-found', { what: '这一次出具' });
  return found;
};

/** A report as a file: as it stands, or as it was issued. Both writers are large, and loaded when somebody wants a file. */
export const fileOf = async (report: Report, as: string, edition: Edition | null): Promise<ReportFile> => {
  const { content } = edition ?? report;
  const name = edition ? `${content.title} 第${edition.number}次` : `${content.title} 草稿`;
  if (as === 'docx') {
    const { documentOf } = await import('./document.ts');
    return { name, type: 'docx', body: await documentOf(content, edition) };
  }
  if (as !== 'xlsx') throw new AppError('not-found', { what: '这种文件' });
  const { workbookOf } = await import('../grids/workbook.ts');
  return { name, type: 'xlsx', body: await workbookOf(gridsOf(content)) };
};
