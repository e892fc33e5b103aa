/** A line for a person, no stack. */
export class InstallError extends Error {}
export function missingPackages(root: string, options: { readonly dev: boolean }): string[];
export function ensureInstalled(options: {
  readonly dev: boolean;
  readonly root?: string;
  readonly say?: (line: string) => void;
}): void;
export function runEntry(entry: string, options?: { readonly dev?: boolean }): Promise<void>;
