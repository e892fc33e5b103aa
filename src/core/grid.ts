/** Null: nobody told, which no page and no file shows as zero. */
export type GridCell = string | number | null;

/** A table as rows of cells: what a page, a chart and a file are made of. */
export interface Grid {
  readonly head: readonly string[];
  readonly rows: readonly (readonly GridCell[])[];
}

/** One table of several, with the name it goes by. */
export interface NamedGrid extends Grid {
  readonly name: string;
}
