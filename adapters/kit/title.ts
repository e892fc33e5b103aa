import type { TextLimit } from '../contract.ts';
import type { Content } from '../../src/core/content.ts';
import { measure } from '../../src/core/text.ts';

/** The title where it fits, else the short one that was approved with it; where there is none, the limit will say so. */
export const titleWithin = ({ title, shortTitle }: Content, { max, unit }: TextLimit): string =>
  measure(title, unit) <= max ? title : (shortTitle ?? title);
