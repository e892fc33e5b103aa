import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One page of a corpus, as its site served it, with the text it should carry. */
export interface Sample {
  readonly name: string;
  readonly url: string;
  readonly bytes: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  readonly title: string;
  readonly text: string;
  readonly names: readonly string[];
  readonly cells: readonly string[];
}

interface Entry {
  readonly file: string;
  readonly expected_text_file: string | null;
  readonly url?: string | null;
}

/** A folder of real pages: `manifest.json` names each page's file and the file of its true text. */
export const readCorpus = (folder: string): Sample[] => {
  const entries = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Entry[];
  return entries.flatMap(({ file, expected_text_file: textFile, url }) =>
    textFile === null || textFile === undefined
      ? []
      : [
          {
            name: file,
            url: url ?? 'http://localhost/',
            bytes: readFileSync(join(folder, file)),
            headers: {},
            title: '',
            text: readFileSync(join(folder, textFile), 'utf8').replaceAll('\r\n', '\n'),
            names: [],
            cells: [],
          },
        ],
  );
};
