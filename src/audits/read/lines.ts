import type { PageBlock, PageLine } from '../page.ts';

export interface LineWriter {
  write(text: string, block: number, isLink: boolean): void;
  /** Ends the line, if there is one. */
  end(): void;
  /** Where the next line will start. */
  offset(): number;
  finish(): { text: string; lines: PageLine[] };
}

const ASCII_SPACE = /[ \t\n\r\f]+/g;

/** Gathers runs of text into lines as a browser lays them out: ASCII space collapses, nothing else is changed. */
export const createLineWriter = (): LineWriter => {
  const texts: string[] = [];
  const lines: PageLine[] = [];
  let offset = 0;
  let current = '';
  let block = 0;
  let linked = 0;
  const end = (): void => {
    const text = current.replace(ASCII_SPACE, ' ').trim();
    current = '';
    if (text === '') return;
    lines.push({ start: offset, end: offset + text.length, block, linked: Math.min(linked, text.length) });
    texts.push(text);
    offset += text.length + 1;
  };
  return {
    write: (text, at, isLink) => {
      if (current === '') {
        if (text.trim() === '') return;
        block = at;
        linked = 0;
      }
      current += text;
      if (isLink) linked += text.trim().length;
    },
    end,
    offset: () => offset,
    finish: () => {
      end();
      return { text: texts.join('\n'), lines };
    },
  };
};

export const ROOT_BLOCK: PageBlock = { parent: 0, tag: '', look: '', aside: false };
