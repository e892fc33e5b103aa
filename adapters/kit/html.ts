/** Markup that is already safe; everything else put into `html` is escaped. */
export interface Safe {
  readonly markup: string;
}
type Part = string | number | Safe | null | undefined | false | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);

/** Vouches for markup: only for what `cleanHtml` made or `html` built. */
export const safe = (markup: string): Safe => ({ markup });

const write = (part: Part): string => {
  if (part === null || part === undefined || part === false) return '';
  if (Array.isArray(part)) return part.map(write).join('');
  return typeof part === 'object' ? (part as Safe).markup : escapeHtml(String(part));
};

/** A template whose values are escaped unless they are `Safe`: markup cannot be injected by forgetting. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Safe =>
  safe(strings.reduce((out, text, index) => out + write(parts[index - 1]) + text));
