import type { WordDraft } from './draft.ts';
import { note, type Note } from './notes.ts';
import { readAnnexes } from './recognise/annexes.ts';
import { packed, readBlocks } from './recognise/blocks.ts';
import { dropImprint, readDisclosure, readSignature } from './recognise/end.ts';
import { joinCut, levelHeadings } from './recognise/flow.ts';
import { readHead, readNumber, readTitle } from './recognise/head.ts';

type Recognised = Omit<WordDraft, 'images'>;

/** What kind of item a title names. A number makes a document of it. */
const guessType = (title: string, documentNumber: string | null): WordDraft['type'] => {
  if (/解读|图解|问答|一图读懂/.test(title)) return 'interpretation';
  if (documentNumber !== null) return 'policy';
  return /(?:通知|通告|公告|公示|启事|名单|公开征求意见)(?:（[^（）]+）)?$/.test(title) ? 'notice' : 'news';
};

const issuerInTitle = (title: string): string | null => /^(\p{Script=Han}{4,40}?)关于/u.exec(title)?.[1] ?? null;

interface Agreement {
  readonly documentNumber: string | null;
  readonly head: string | null;
  readonly signature: string | null;
  readonly writtenOn: string | null;
}

/** Whether the places that say the same thing agree. */
const doubts = ({ documentNumber, head, signature, writtenOn }: Agreement): Note[] => [
  ...(head !== null && signature !== null && head !== signature
    ? [note('issuer-differs', '落款', { head, signature })]
    : []),
  ...(documentNumber !== null && writtenOn !== null && !documentNumber.includes(`〔${writtenOn.slice(0, 4)}〕`)
    ? [note('number-year', '版头', { number: documentNumber, date: writtenOn })]
    : []),
];

/**
 * Reads the form of an official document (GB/T 9704-2012) from its text. Whatever is taken out of the text is in a field
 * or in a note; what it does not know stays where it is.
 */
export const recognise = (html: string, fileName: string): Recognised => {
  const head = readHead(readBlocks(html));
  const titled = readTitle(head.rest, fileName);
  // The portal's own documents have the number below the title.
  const below = head.documentNumber === null ? readHead(titled.rest.slice(0, 1)) : null;
  const isBelow = below !== null && below.documentNumber !== null && readNumber(titled.rest[0]?.text ?? '') !== null;
  const documentNumber = isBelow ? below.documentNumber : head.documentNumber;
  const imprint = dropImprint(isBelow ? titled.rest.slice(1) : titled.rest);
  const disclosed = readDisclosure(imprint.rest);
  const signed = readSignature(disclosed.rest);
  const flow = joinCut(signed.rest);
  const annexed = readAnnexes(flow.rest);
  const { writtenOn, signature } = signed;
  return {
    type: guessType(titled.title, documentNumber),
    title: titled.title,
    documentNumber,
    issuer: head.issuer ?? signature ?? issuerInTitle(packed(titled.title)),
    writtenOn,
    disclosure: disclosed.disclosure,
    body: levelHeadings(annexed.rest)
      .map((block) => block.html)
      .join(''),
    annexes: annexed.annexes,
    notes: [
      ...head.notes,
      ...(isBelow ? below.notes : []),
      ...titled.notes,
      ...doubts({ documentNumber, head: head.issuer, signature, writtenOn }),
      ...[imprint, disclosed, signed, flow, annexed].flatMap(({ notes }) => notes),
    ],
  };
};
