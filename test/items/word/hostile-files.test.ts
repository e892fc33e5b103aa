import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/errors.ts';
import { BadWord, WORD_LIMITS } from '../../../src/items/word/bad-word.ts';
import { draftWord } from '../../../src/items/word/draft.ts';
import { readWord } from '../../../src/items/word/read-word.ts';
import { docx, p } from '../../support/docx.ts';
import { zip } from '../../support/zip.ts';

const reasonOf = async (bytes: Uint8Array, timeMs?: number): Promise<string> => {
  const options = { fileName: '文件.docx', ...(timeMs === undefined ? {} : { timeMs }) };
  try {
    await readWord(bytes, options);
    return 'accepted';
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad-word') return error.message;
    throw error;
  }
};
const word = (extra: Parameters<typeof zip>[0]): Uint8Array => docx(p('正文'), { files: extra });
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const compound = (...streams: readonly Buffer[]): Uint8Array =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), ...streams]);
const zeros = (bytes: number): Buffer => Buffer.alloc(bytes);
const document = (inside: string): Uint8Array => docx(inside);

describe('a file that is no safe .docx is refused with words that say what to do', () => {
  const cases: readonly (readonly [name: string, bytes: Uint8Array, reason: RegExp])[] = [
    ['nothing', new Uint8Array(), /不是 Word 文档/],
    ['plain text', Buffer.from('关于停水的通知'), /不是 Word 文档/],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), /不是 Word 文档/],
    ['an old .doc', compound(utf16('WordDocument')), /旧版 Word.*另存为 \.docx/],
    ['RTF', Buffer.from('{\\rtf1 text}'), /旧版 Word/],
    ['a .docx with a password', compound(utf16('EncryptedPackage')), /打开密码.*取消密码/],
    ['an encrypted entry', word([{ name: 'word/x.bin', data: 'x', flags: 1 }]), /打开密码/],
    ['another zip', zip([{ name: 'a.txt', data: 'a' }]), /不是 Word 文档/],
    [
      'a spreadsheet',
      zip([
        {
          name: '[Content_Types].xml',
          data: '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        },
      ]),
      /不是 Word 文档/,
    ],
    ['a .docm', docx(p('正文'), { mainType: 'application/vnd.ms-word.document.macroEnabled.main+xml' }), /含有宏/],
    ['macros in a .docx', word([{ name: 'word/vbaProject.bin', data: 'x' }]), /含有宏/],
    ['a bomb', word([{ name: 'word/media/image1.png', data: zeros(60 * 1024 * 1024) }]), /压缩炸弹/],
    [
      'many small bombs',
      word(Array.from({ length: 30 }, (_, at) => ({ name: `word/media/${at}.png`, data: zeros(4 * 1024 * 1024) }))),
      /压缩炸弹/,
    ],
    [
      'an entry that unpacks to more than it says',
      word([{ name: 'word/x.bin', data: zeros(100_000), declaredSize: 10 }]),
      /压缩炸弹|已损坏/,
    ],
    ['an entry with a wrong checksum', word([{ name: 'word/x.bin', data: 'x', declaredCrc: 1 }]), /已损坏/],
    ['a name that leaves the archive', word([{ name: '../../etc/passwd', data: 'x' }]), /已损坏/],
    ['an absolute name', word([{ name: '/etc/passwd', data: 'x' }]), /已损坏/],
    ['a name with backslashes', word([{ name: 'word\\..\\x', data: 'x' }]), /已损坏/],
    ['two entries of one name', word([{ name: 'Word/Document.XML', data: 'x' }]), /已损坏/],
    [
      'too many entries',
      word(Array.from({ length: WORD_LIMITS.entries }, (_, at) => ({ name: `x/${at}`, data: '' }))),
      /过多/,
    ],
    ['ZIP64', word([{ name: 'word/x', data: 'x', extra: Buffer.from([1, 0, 0, 0]) }]), /ZIP64/],
    ['a torn file', docx(p('正文')).subarray(0, 900), /已损坏/],
    ['too large a file', new Uint8Array(WORD_LIMITS.bytes + 1), /20 MB/],
    ['XML that is not well nested', document('<w:p><w:r></w:p></w:r>'), /已损坏/],
    [
      'too deep a nesting',
      document('<w:sdt><w:sdtContent>'.repeat(150) + '</w:sdtContent></w:sdt>'.repeat(150)),
      /过于复杂/,
    ],
    ['too many paragraphs', document('<w:p/>'.repeat(WORD_LIMITS.paragraphs + 1)), /过多/],
  ];
  it.each(cases)('%s', async (_, bytes, reason) => {
    expect(await reasonOf(bytes)).toMatch(reason);
  });

  it('a document type definition, where entities could explode', async () => {
    const entities = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><w:document><w:body/></w:document>';
    const types =
      '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';
    const bytes = zip([
      { name: '[Content_Types].xml', data: types },
      { name: 'word/document.xml', data: entities },
    ]);
    expect(await reasonOf(bytes)).toMatch(/已损坏/);
  });

  it('one that takes too long: the thread is stopped', async () => {
    expect(await reasonOf(docx(p('正文')), 0)).toMatch(/未能读完/);
  });
});

/** Without the thread: what it would cost a second to ask. */
const outcomeOf = async (bytes: Uint8Array): Promise<string> => {
  try {
    await draftWord(bytes, '文件.docx');
    return 'accepted';
  } catch (error) {
    if (error instanceof BadWord) return error.name;
    throw error;
  }
};

describe('whatever the bytes', () => {
  it('nothing but the closed error ever comes out', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.uint8Array({ maxLength: 300 }).map((tail) => Buffer.concat([Buffer.from('PK\x03\x04'), tail])),
      fc.uint8Array({ maxLength: 300 }).map((tail) => compound(Buffer.from(tail))),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (each) => {
        expect(await reasonOf(each)).toMatch(/^这份 Word 文件不能接收：\p{Script=Han}/u);
      }),
      { numRuns: 300 },
    );
  });

  it('nor out of a real file with a few bytes changed', async () => {
    const original = docx(p('正文') + p('第二段'));
    const change = fc.array(fc.tuple(fc.nat(original.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(change, async (changes) => {
        const bytes = Uint8Array.from(original);
        for (const [at, byte] of changes) bytes[at] = byte;
        expect(await outcomeOf(bytes)).toMatch(/^accepted$|^BadWord$/);
      }),
      { numRuns: 150 },
    );
  });

  it('nor out of well-formed parts that make no sense', async () => {
    const names = [
      'w:p',
      'w:r',
      'w:tbl',
      'w:tr',
      'w:tc',
      'w:sdt',
      'w:hyperlink',
      'mc:AlternateContent',
      'mc:Choice',
      'w:txbxContent',
      'w:ruby',
      'w:fldSimple',
      'w:del',
      'w:pPr',
      'w:rPr',
      'w:numPr',
      'w:vMerge',
      'w:footnoteReference',
      'a:blip',
      'v:imagedata',
      'w:t',
      'w:instrText',
      'w:fldChar',
    ];
    const { node } = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom('文字', ''),
        fc
          .tuple(
            fc.constantFrom(...names),
            fc.constantFrom('', ' w:val="1"', ' r:id="x"', ' w:id="-1"'),
            fc.array(tie('node'), { maxLength: 4 }),
          )
          .map(([name, attribute, inside]) => `<${name}${attribute}>${inside.join('')}</${name}>`),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(fc.array(node, { minLength: 1, maxLength: 5 }), async (nodes) => {
        expect(await outcomeOf(docx(nodes.join('')))).toMatch(/^accepted$|^BadWord$/);
      }),
      { numRuns: 60 },
    );
  });
});
