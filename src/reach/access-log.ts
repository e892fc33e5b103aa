/** One line of a server's log that a reader, or a bot, caused by opening a page. */
export interface LogView {
  readonly address: string;
  readonly at: Date;
  /** Without query. */
  readonly path: string;
  readonly referrer: string;
  readonly agent: string;
}

/** nginx's `combined`: address - user [time] "request" status bytes "referrer" "agent"; quotes inside are written `\x22`. */
const COMBINED =
  /^(\S+) \S+ .*?\[(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)\] "([A-Z]+) (\S+)[^"]*" (\d{3}) \S+ "([^"]*)" "([^"]*)"/;

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';

const instantOf = (day: string, month: string, year: string, time: string, hours: string, minutes: string): Date => {
  const number = String(MONTHS.indexOf(month) / 3 + 1).padStart(2, '0');
  return new Date(`${year}-${number}-${day}T${time}${hours}:${minutes}`);
};

/** A page: a folder, or a file that is written as one. Pictures, styles, scripts and downloads are parts of pages. */
const isPage = (path: string): boolean => path.endsWith('/') || /(?:\.s?html?|\/[^./]+)$/.test(path);

/** Delivered, or known by the browser to be still as it was; anything else showed no page. */
const isShown = (status: string): boolean => status === '200' || status === '304';

/** What a line says somebody opened. `broken`: it is of another form. Null: it is of the form, and no page was opened. */
export const readLine = (line: string): LogView | null | 'broken' => {
  const match = COMBINED.exec(line);
  if (!match) return 'broken';
  const [, address = '', day = '', month = '', year = '', time = '', hours = '', minutes = '', method, target = ''] =
    match;
  const [path = ''] = target.split(/[?#]/, 1);
  if (method !== 'GET' || !isShown(match[10] ?? '') || !isPage(path)) return null;
  const at = instantOf(day, month, year, time, hours, minutes);
  if (Number.isNaN(at.getTime())) return 'broken';
  return { address, at, path, referrer: match[11] ?? '', agent: match[12] ?? '' };
};

/** Seconds of a log in which the same line is recognised as the same line again; nginx writes some seconds out of order. */
const REMEMBERED = 900;

/** Which a line is: among those that are the same letter by letter, and among all of its second. Both begin with 1. */
export interface Place {
  readonly number: number;
  readonly order: number;
}

interface Second {
  readonly lines: Map<string, number>;
  order: number;
}

/**
 * Numbers lines that are the same, letter by letter: two readings in one second are two. With its number a line has the same
 * identity in whatever file it stands, so that a rotated, renamed, longer or overlapping file adds nothing twice. A log knows
 * no parts of a second: the order of its lines tells which page was opened first.
 */
export const createNumbering = (): ((line: string) => Place) => {
  const seconds = new Map<string, Second>();
  return (line) => {
    const from = line.indexOf('[');
    const name = line.slice(from, from + 28);
    const known = seconds.get(name);
    const second = known ?? { lines: new Map<string, number>(), order: 0 };
    if (!known) {
      seconds.set(name, second);
      const [oldest] = seconds.keys();
      if (seconds.size > REMEMBERED && oldest !== undefined) seconds.delete(oldest);
    }
    const number = (second.lines.get(line) ?? 0) + 1;
    second.lines.set(line, number);
    second.order += 1;
    return { number, order: second.order };
  };
};
