import type { Difference, Expected } from '../difference.ts';
import type { Page } from '../page.ts';
import { align, type AlignOptions } from './align.ts';
import { placeCells } from './cells.ts';
import { compareTitle } from './title.ts';

/** All differences between what should be on a page and what it says. Pure; never throws, whatever the page. */
export const comparePage = (expected: Expected, page: Page, options: Pick<AlignOptions, 'minor'> = {}): Difference[] =>
  placeCells(expected, page, [
    ...compareTitle(expected.title, page),
    ...align(expected.text, page, { ...options, names: expected.names }),
  ]);
