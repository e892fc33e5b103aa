const BEIJING_OFFSET_MS = 8 * 3_600_000;

const shifted = (at: Date): string => new Date(at.getTime() + BEIJING_OFFSET_MS).toISOString();

/** `2020-09-28 15:04`, Beijing time, 24 hours: the form that 国办发〔2017〕47号 asks for as PubDate. */
export const beijingMinute = (at: Date): string => shifted(at).slice(0, 16).replace('T', ' ');

/** `2020-09-28`, Beijing time: also the day a platform's daily quota belongs to. */
export const beijingDay = (at: Date): string => shifted(at).slice(0, 10);

/** The instant the next Beijing day begins: when daily quotas are fresh again. */
export const nextBeijingDay = (at: Date): Date =>
  new Date(Date.parse(`${beijingDay(at)}T00:00:00+08:00`) + 24 * 3_600_000);

/** The first day of its Beijing month, `2020-09-01`. */
export const beijingMonth = (at: Date): string => `${beijingDay(at).slice(0, 7)}-01`;

/** The instant the next Beijing month begins: when monthly quotas are fresh again. */
export const nextBeijingMonth = (at: Date): Date => {
  const [year = 0, month = 0] = beijingDay(at).split('-').map(Number);
  return new Date(Date.UTC(year, month, 1) - BEIJING_OFFSET_MS);
};
