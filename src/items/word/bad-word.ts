/** Sizes of a Word file we accept. Real documents of the office are below 2 MB; an annex of photographs below 20. */
export const WORD_LIMITS = {
  bytes: 20 * 1024 * 1024,
  entries: 2_000,
  /** All entries unpacked. */
  unpackedBytes: 100 * 1024 * 1024,
  /** Unpacked to packed, of an entry. Real XML packs 5 to 40 times; what unpacks to less than `ratioFloorBytes` may more. */
  ratio: 100,
  ratioFloorBytes: 5 * 1024 * 1024,
  /** Table cells count, too: about 600 pages. */
  paragraphs: 30_000,
  depth: 200,
  memoryMb: 512,
  timeMs: 30_000,
} as const;

/** Why a file is refused, for the person who sent it: what is wrong and what to do. */
const REASONS = {
  'too-large': '文件超过 20 MB，请压缩图片或拆分后重发',
  'old-format': '这是旧版 Word（.doc / .wps）格式，请在 Word 或 WPS 中另存为 .docx 后重发',
  encrypted: '文件设有打开密码，请取消密码后重发',
  'not-word': '这不是 Word 文档（.docx），请核对文件',
  macros: '文件含有宏，请另存为不含宏的 .docx 后重发',
  bomb: '解压后过大，疑似压缩炸弹；如确为正常文件，请用 Word 或 WPS 重新另存后重发',
  'too-many-parts': '文件内部件超过 2000 个（图片过多），请拆分后重发',
  zip64: '压缩格式不受支持（ZIP64），请用 Word 或 WPS 重新另存为 .docx 后重发',
  corrupt: '文件已损坏或结构不正常，请在 Word 或 WPS 中打开并重新另存为 .docx 后重发',
  'too-complex': '内容过多或排版过于复杂（超过 3 万个段落或单元格），请拆分后重发，大表格请作为附件',
  'too-slow': '30 秒内未能读完，请简化排版或拆分后重发',
} as const;
export type BadWordReason = keyof typeof REASONS;

/** Inside the Word intake only; callers get an `AppError('bad-word')` with these words. */
export class BadWord extends Error {
  override readonly name = 'BadWord';

  constructor(reason: BadWordReason, cause?: unknown) {
    super(REASONS[reason], { cause });
  }
}
