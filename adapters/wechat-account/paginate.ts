/** 最多 8 篇: the platform's long-standing limit for one message. */
export const MAX_ARTICLES = 8;

const isHeading = (block: string): boolean => /^<h[2-4][ >]/.test(block);
/** A heading stays with what it heads. */
const withoutHeadings = (page: readonly string[]): number =>
  page.findLastIndex((block) => !isHeading(block)) + 1 || page.length;

/**
 * Blocks in order as pages of at most `room` each, no page ending with a heading. A block that is longer than a page is a
 * page of its own, and too long: who checks lengths finds it.
 */
export const paginate = (blocks: readonly string[], room: number, sizeOf: (html: string) => number): string[] => {
  const pages: string[] = [];
  let page: string[] = [];
  let size = 0;
  for (const block of blocks) {
    const more = sizeOf(block);
    if (page.length > 0 && size + more > room) {
      const end = withoutHeadings(page);
      pages.push(page.slice(0, end).join(''));
      page = page.slice(end);
      size = sizeOf(page.join(''));
    }
    page.push(block);
    size += more;
  }
  return page.length > 0 ? [...pages, page.join('')] : pages;
};
