/**
 * A step as people call it. Adapters name steps by kind, and by what they do it to behind a `:` or a space; a step of a
 * channel that is configured no more keeps its own name.
 */
export const stepLabel = (labels: Readonly<Record<string, string>>, name: string): string => {
  const [kind = name] = name.split(/[: ]/);
  return Object.hasOwn(labels, kind) ? (labels[kind] ?? name) : name;
};
