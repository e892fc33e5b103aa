interface Version {
  readonly itemId: string;
  readonly revision: number;
}

/** Leads readers to the portal's copy; and, as no other post carries it, tells us which post is ours. */
export const linkOf = (origin: string, { itemId, revision }: Version): string =>
  `${origin.replace(/\/+$/, '')}/r/${itemId}/${revision}`;

/** Which revision of the item these links name; null when none does. */
export const revisionIn = (links: readonly string[], itemId: string): number | null => {
  const found = links.map((link) => /\/r\/([^/]+)\/(\d+)$/.exec(link)).find((match) => match?.[1] === itemId);
  return found ? Number(found[2]) : null;
};
