import { load } from 'cheerio';
import type { Issue } from '../core/issues.ts';
import { readFlow, writeFlow } from './html/flow.ts';
import { WRITERS } from './html/blocks.ts';
import { gate } from './html/gate.ts';
import { refusals, scrub } from './clean-text.ts';

/**
 * HTML of any origin as the documented subset (`docs/html-subset.md`): a security gate, a real HTML parser, and markup
 * written anew from the tree, so that equal content is equal bytes and cleaning twice changes nothing. Normalisation is
 * per text, never over markup: NFC would melt the `>` of a tag into a combining character after it.
 */
export const cleanHtml = (html: string, field: string): { html: string; issues: Issue[] } => {
  const gated = gate(scrub(html), field);
  const body = load(`<!DOCTYPE html><body>${gated.html}`)('body');
  const blocks = readFlow(body[0]?.children ?? [], { writers: WRITERS, marks: [], align: '', tag: 'p' });
  return {
    html: writeFlow(blocks),
    issues: [...refusals(html, field), ...gated.issues, ...refusals(body.text(), field)],
  };
};
