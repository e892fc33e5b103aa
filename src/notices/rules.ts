import { NOTICE_TOPICS, TOPIC_NAMES, URGENT, type Notice, type NoticeTopic } from '../core/notices.ts';
import { beijingDay, beijingMinute } from '../core/time.ts';
import { isWorkingDay } from '../catalog/working-days.ts';

/**
 * When something is told, so that nobody learns to ignore it. All of it is this project's choice: what belongs together
 * comes in one message, nobody is called at night, and nothing is told twice.
 */
const MINUTE_MS = 60_000;
/** What happens together is told together. */
export const GATHER_MS = 5 * MINUTE_MS;
/** Between two urgent messages to one place. */
export const PAUSE_MS = 30 * MINUTE_MS;
/** Beijing time, both as `HH:MM`. */
const NIGHT = { from: '22:00', to: '07:00' };
const DIGEST_AT = '08:30';

const clockOf = (now: Date): string => beijingMinute(now).slice(11);
const isNight = (now: Date): boolean => clockOf(now) >= NIGHT.from || clockOf(now) < NIGHT.to;

export interface Told {
  /** The newest urgent message; null: none yet. */
  readonly urgentAt: Date | null;
  /** The day of the newest digest; null: none yet. */
  readonly digestOn: string | null;
}

/** Whether what is urgent goes out now. Pure. */
export const isUrgentDue = (fresh: readonly Notice[], { urgentAt }: Told, now: Date): boolean => {
  const since = (at: Date): number => now.getTime() - at.getTime();
  return (
    !isNight(now) &&
    fresh.some(({ at }) => since(at) >= GATHER_MS) &&
    (urgentAt === null || since(urgentAt) >= PAUSE_MS)
  );
};

/** Whether the day's digest is due: once on a working day; a year without a calendar counts every weekday. Pure. */
export const isDigestDue = ({ digestOn }: Told, now: Date): boolean => {
  const today = beijingDay(now);
  const works = isWorkingDay(today) ?? ![0, 6].includes(new Date(today).getUTCDay());
  return works && clockOf(now) >= DIGEST_AT && digestOn !== today;
};

/** More lines nobody reads; the desk has them all. */
const MOST_LINES = 10;
/** WeCom takes 2,048 bytes of text (from memory); Chinese characters are three each. */
const MOST_BYTES = 2_000;

const bytes = (text: string): number => new TextEncoder().encode(text).length;
const LINE_BYTES = 150;
const shorten = (line: string): string => {
  if (bytes(line) <= LINE_BYTES) return line;
  let short = '';
  for (const char of line) {
    if (bytes(short + char) > LINE_BYTES - 3) break;
    short += char;
  }
  return `${short}…`;
};

const sectionOf = (topic: NoticeTopic, notices: readonly Notice[]): readonly string[] => {
  const own = notices.filter((notice) => notice.topic === topic);
  if (own.length === 0) return [];
  return [`${TOPIC_NAMES[topic]} ${own.length} 项`, ...own.map(({ text }) => `· ${shorten(text)}`)];
};

export interface Message {
  /** For what shows a subject. */
  readonly subject: string;
  readonly text: string;
}

export interface Telling {
  readonly fresh: readonly Notice[];
  /** Told before and still so: only counted. */
  readonly stillOpen: number;
  /** Where all of it stands. */
  readonly url: string;
  readonly kind: 'urgent' | 'digest';
}

const COUNTED = URGENT.map((topic) => TOPIC_NAMES[topic]).join('、');

/** The words of one message, as short as a phone shows them. Begins with 一稿: some groups' robots want a word they know. Pure. */
export const messageOf = ({ fresh, stillOpen, url, kind }: Telling): Message => {
  const subject = kind === 'urgent' ? `【一稿】有 ${fresh.length} 项需要处理` : `【一稿】今日提醒`;
  const lines = NOTICE_TOPICS.flatMap((topic) => sectionOf(topic, fresh));
  const open = stillOpen > 0 ? [`另有此前已通知、尚未办结的${COUNTED} ${stillOpen} 项`] : [];
  const foot = [...open, `办理：${url}`];
  const shown: string[] = [];
  const size = (more: readonly string[]): number => bytes([subject, ...more, ...foot].join('\n'));
  let items = 0;
  for (const line of lines) {
    if (line.startsWith('· ') && (items += 1) > MOST_LINES) continue;
    if (size([...shown, line, '……其余 000 项见工作台']) > MOST_BYTES) break;
    shown.push(line);
  }
  const left = fresh.length - shown.filter((line) => line.startsWith('· ')).length;
  const more = left > 0 ? [`……其余 ${left} 项见工作台`] : [];
  return { subject, text: [subject, ...shown, ...more, ...foot].join('\n') };
};
