import type { CheerioAPI } from 'cheerio';
import { DROPPED } from './images.ts';
import { note, type Note } from './notes.ts';
import { LOOKS, styleIdOf } from './styles.ts';

const FOOTNOTE_BACK = 'a[href^="#footnote-ref-"], a[href^="#endnote-ref-"]';

/** What only a web page could use: anchors inside it, boxes to tick. */
export const tidy = ($: CheerioAPI, notes: Note[]): void => {
  const back = $(FOOTNOTE_BACK);
  if (back.length > 0) notes.push(note('footnote', '文末', { count: back.length }));
  back.remove();
  $('a:not([href]), a[href^="#"]').each((_, anchor) => void $(anchor).replaceWith($(anchor).contents()));
  $('input[type="checkbox"]').each(
    (_, box) => void $(box).replaceWith($(box).attr('checked') === undefined ? '☐' : '☑'),
  );
  $(`img[src="${DROPPED}"]`).remove();
  for (const look of LOOKS.filter(({ align }) => align !== '')) $(`.${styleIdOf(look)}`).attr('align', look.align);
};
