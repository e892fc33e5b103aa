/** Two-byte characters of GB18030, by asking the decoder for each: no encoder ships with Node. */
const table: ReadonlyMap<string, readonly [number, number]> = (() => {
  const decoder = new TextDecoder('gb18030');
  const known = new Map<string, readonly [number, number]>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail === 0x7f) continue;
      const char = decoder.decode(Uint8Array.of(lead, trail));
      if (char.length === 1 && char !== '\uFFFD' && !known.has(char)) known.set(char, [lead, trail]);
    }
  }
  return known;
})();

/** As a GBK template writes: what has no two bytes becomes a character reference. */
export const encodeGbk = (html: string): Uint8Array => {
  const bytes: number[] = [];
  for (const char of html) {
    const code = char.codePointAt(0) ?? 0;
    const pair = table.get(char);
    if (code < 0x80) bytes.push(code);
    else if (pair) bytes.push(...pair);
    else for (const unit of `&#${code};`) bytes.push(unit.charCodeAt(0));
  }
  return Uint8Array.from(bytes);
};
