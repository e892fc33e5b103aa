import type { WechatSettings } from './settings.ts';

interface Version {
  readonly itemId: string;
  readonly revision: number;
}

const pathOf = ({ itemId, revision }: Version): string => `/r/${itemId}/${revision}`;

/**
 * The target of 阅读原文, and the mark by which our draft and article are found again: the platform has no idempotency key,
 * but keeps this field unchanged.
 */
export const sourceUrlOf = ({ origin }: Pick<WechatSettings, 'origin'>, version: Version): string =>
  `${origin.replace(/\/+$/, '')}${pathOf(version)}`;

/** Whether an article's 阅读原文 names this revision; our public address may have changed since. */
export const isMarkedAs = (sourceUrl: string, version: Version): boolean => sourceUrl.endsWith(pathOf(version));

/** Which revision of the item an article's 阅读原文 names. */
export const revisionIn = (sourceUrl: string, itemId: string): number | null => {
  const [, id, revision] = /\/r\/([^/]+)\/(\d+)$/.exec(sourceUrl) ?? [];
  return id === itemId ? Number(revision) : null;
};
