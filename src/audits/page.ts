/** What a page says, read without a template: navigation, article and footer alike, in reading order. */
export interface Page {
  readonly url: string;
  /** Of `<title>`, as written. */
  readonly title: string;
  /** All visible text, one line per block or line break. Table cells are lines, too. */
  readonly text: string;
  /** Where each line of `text` stands: tells other people's text from text put inside ours. */
  readonly lines: readonly PageLine[];
  /** The block elements, by id: `blocks[line.block]`. The first is the document itself. */
  readonly blocks: readonly PageBlock[];
  readonly tables: readonly Table[];
  /** By lower-case name or property, in order: a page may carry the same tag twice. */
  readonly metas: Readonly<Record<string, readonly string[]>>;
  readonly images: readonly PageImage[];
  readonly links: readonly PageLink[];
}
export interface PageLine {
  /** UTF-16 units into `Page.text`; the line break is not part of it. */
  readonly start: number;
  readonly end: number;
  /** Innermost block element around its first character. */
  readonly block: number;
  /** How many of its characters stand in links. */
  readonly linked: number;
}
export interface PageBlock {
  readonly parent: number;
  readonly tag: string;
  /** Class, alignment and the like: two blocks set alike have the same. */
  readonly look: string;
  /** Its tag or class names say that it is not the article: navigation, share bar, caption, advertisement. */
  readonly aside: boolean;
}
/** Rows of cells; a cell's text has its lines joined by spaces. */
export type Table = readonly (readonly string[])[];
export interface PageImage {
  /** Absolute. */
  readonly url: string;
  readonly alt: string;
  /** Offset into `Page.text` before which it stands. */
  readonly at: number;
}
export interface PageLink {
  /** Absolute. */
  readonly url: string;
  readonly text: string;
}
