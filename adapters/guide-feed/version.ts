/**
 * Entries of one guide are ordered by their version, and a withdrawal is an entry, too. So a revision has two versions:
 * the odd one shows it, the even one after it takes it down; the next revision comes after both. A late repeat of any
 * of them can never undo a newer one.
 */
export const versionOf = (revision: number): number => revision * 2 - 1;
export const tombstoneOf = (version: number): number => version + 1;
/** Which revision a page shows, by the version it names. */
export const revisionOf = (version: number): number => Math.ceil(version / 2);

/** The receipt's `remoteId`: which entry of which guide. */
export const remoteIdOf = (itemId: string, version: number): string => `${itemId}@${version}`;
export const readRemoteId = (remoteId: string): { itemId: string; version: number } => {
  const [, itemId, version] = /^(.+)@(\d+)$/.exec(remoteId) ?? [];
  if (itemId === undefined) throw new Error(`Not a receipt of a guide feed: ${remoteId}`);
  return { itemId, version: Number(version) };
};
