/** What a page says, read without a template: navigation, article and footer alike, in reading order. */
export interface Page {
  readonly url: string;
  /** Of `<title>`, as written. */
  readonly title: string;
  /** All visible text, one line per block or line break. Table cells are lines, too. */
  readonly text: string;
  readonly tables: readonly Table[];
  /** By lower-case name or property, in order: a page may carry the same tag twice. */
  readonly metas: Readonly<Record<string, readonly string[]>>;
  readonly images: readonly PageImage[];
  readonly links: readonly PageLink[];
}
/** Rows of cells; a cell's text has its lines joined by spaces. */
export type Table = readonly (readonly string[])[];
export interface PageImage {
  /** Absolute. */
  readonly url: string;
  readonly alt: string;
}
export interface PageLink {
  /** Absolute. */
  readonly url: string;
  readonly text: string;
}
