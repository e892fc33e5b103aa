import { shortenTitle } from '../../core/titles.ts';
import type { WordDraft } from './draft.ts';

/** A content on its way in: fields as the API takes them, those that nobody gave left out. */
export type Fields = Readonly<Record<string, unknown>>;

export const defined = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));

/** What the Word file says, as fields. The short title is a proposal: it is shown, and approved with the rest. */
export const fieldsOfDraft = (draft: WordDraft, units: readonly { id: string; name: string }[]): Fields =>
  defined({
    type: draft.type,
    title: draft.title,
    shortTitle: shortenTitle(draft.title),
    documentNumber: draft.documentNumber,
    writtenOn: draft.writtenOn,
    validity: draft.type === 'policy' ? '有效' : undefined,
    source: draft.issuer,
    unit: units.find(({ name }) => name === draft.issuer)?.id,
    disclosure: { kind: draft.disclosure ?? '主动公开' },
    body: draft.body,
  });
