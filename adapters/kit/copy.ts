/** What the audit asks of a channel, part of the contract: import it from `contract.ts`. */

/** What a copy carries beside its words. */
export interface CopyParts {
  readonly url: string;
  readonly images: readonly { readonly url: string; readonly alt: string }[];
  readonly links: readonly string[];
  /** Which revision the copy says it is, where the channel carries a marker. */
  readonly revision: number | null;
  /** `2026-11-25`, Beijing: the day of publication that the platform stamps on it. Absent: it shows none of its own. */
  readonly publishedOn?: string | null;
}
/** What a reader sees at the public address. */
export interface Copy extends CopyParts {
  readonly title: string;
  readonly text: string;
}

/** A page as the audit has read it, template or not: what it says and carries wherever on it. Addresses are absolute. */
export interface SeenPage {
  /** As it came, decoded: for what only a script says. */
  readonly html: string;
  /** By lower-case name or property, in order. */
  readonly metas: Readonly<Record<string, readonly string[]>>;
  /** The visible elements that start a line of their own; `parent` is the place of the one around it in this list. */
  readonly blocks: readonly { readonly tag: string; readonly parent: number }[];
  readonly images: readonly { readonly url: string; readonly alt: string }[];
  readonly links: readonly { readonly url: string }[];
}

export interface CopyPlace {
  readonly itemId: string;
  readonly url: string;
}
/** `removed`: the platform says so itself. `unknown`: a wall, an outage, somebody else's page; never a reason to think it gone. */
export type CopyPage =
  | { readonly kind: 'article'; readonly copy: CopyParts }
  | { readonly kind: 'removed' | 'unknown'; readonly why: string };

export interface HostedFile {
  /** SHA-256 of its bytes. */
  readonly asset: string;
  /** Chinese, for people. */
  readonly name: string;
  readonly url: string;
  /** Whoever hosts it may do so elsewhere, under this name: the page's address that ends with it counts. */
  readonly movesAs?: string;
}

/** A page or file that leads readers to copies. */
export interface Listing {
  readonly kind: 'column' | 'home' | 'feed' | 'sitemap' | 'account';
  /** Chinese, for people: 栏目“通知公告”. */
  readonly name: string;
  readonly url: string;
  /** False: it shows only the newest, so that a copy it does not show is no fault. */
  readonly complete: boolean;
}

/** A page of the channel's own that must be kept fresh. */
export interface Place {
  readonly kind: 'home' | 'column' | 'account';
  /** Within channel and kind. */
  readonly id: string;
  /** Chinese, for people. */
  readonly name: string;
  /** Null: no public page shows its entries; its age is that of the newest copy seen there. */
  readonly url: string | null;
}
