/** Runs a program written in TypeScript, compiled once until a text changes. Answers what it exports, unchecked. */
export function importTypeScript(entry: string, options?: { readonly root?: string }): Promise<Record<string, unknown>>;
