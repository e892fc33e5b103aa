import { z } from 'zod';
import type { Json } from '../../src/core/json.ts';
import { feedJsonSchema, type FeedPage } from './schema.ts';

const jsonSchema: z.ZodType<Json> = z.json();
/** A name, or names with dots where the consumer nests. */
const target = z.string().regex(/^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*$/u);
const ruleSchema = z.union([
  z.string().describe('path of one of our fields'),
  z.strictObject({ value: jsonSchema.describe('the same for every guide') }),
  z.strictObject({
    from: z.string(),
    values: z.record(z.string(), jsonSchema).optional().describe('our value → theirs; another value stays as it is'),
    get each() {
      return fieldMapSchema.optional().describe('for an object or each member of a list: a map of its own');
    },
    join: z.string().optional().describe('a list as one text'),
    default: jsonSchema.optional().describe('where we know nothing'),
  }),
]);
const fieldMapSchema = z.record(target, ruleSchema);

type Rule =
  | string
  | { readonly value: Json }
  | {
      readonly from: string;
      readonly values?: Readonly<Record<string, Json>> | undefined;
      readonly each?: FieldMap | undefined;
      readonly join?: string | undefined;
      readonly default?: Json | undefined;
    };
/** Their field ← ours, for a whole page of the feed. */
export type FieldMap = { readonly [target: string]: Rule };

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}
const variants = (schema: Schema): Schema[] => [
  schema,
  ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap(variants),
];
/** What may stand at a path of our feed; nothing when there is no such field. */
const schemasAt = (schemas: readonly Schema[], path: string): Schema[] =>
  path
    .split('.')
    .reduce<Schema[]>(
      (found, name) => found.flatMap(({ properties }) => variants(properties?.[name] ?? {})).filter(isKnown),
      [...schemas],
    );
const isKnown = (schema: Schema): boolean => Object.keys(schema).length > 0;

const overlaps = (targets: readonly string[]): string[] =>
  targets.filter((name) => targets.some((other) => other.startsWith(`${name}.`)));

const faultsOf = (map: FieldMap, schemas: readonly Schema[]): string[] => [
  ...overlaps(Object.keys(map)).map((name) => `“${name}”既是值又含下级字段`),
  ...Object.entries(map).flatMap(([name, rule]) => {
    if (typeof rule !== 'string' && 'value' in rule) return [];
    const { from, each } = typeof rule === 'string' ? { from: rule, each: undefined } : rule;
    const found = schemasAt(schemas, from);
    if (found.length === 0) return [`“${name}”取自“${from}”，数据源没有这个字段`];
    return each ? faultsOf(each, [...found, ...found.flatMap(({ items }) => (items ? variants(items) : []))]) : [];
  }),
];

export type ParsedMap = { readonly map: FieldMap } | { readonly faults: string };

/** Reads a map as it stands in the settings. A field that our feed does not have is a slip of the pen, and told. */
export const parseFieldMap = (text: string): ParsedMap => {
  const parsed = z
    .string()
    .transform((value, context): unknown => {
      try {
        return JSON.parse(value);
      } catch (error) {
        context.addIssue(`不是有效的 JSON（${error instanceof Error ? error.message : String(error)}）`);
        return z.NEVER;
      }
    })
    .pipe(fieldMapSchema)
    .safeParse(text);
  if (!parsed.success)
    return { faults: parsed.error.issues.map(({ path, message }) => `${path.join(' › ')}${message}`).join('；') };
  const faults = faultsOf(parsed.data, variants(feedJsonSchema('inline') as Schema));
  return faults.length > 0 ? { faults: faults.join('；') } : { map: parsed.data };
};

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const valueAt = (source: Json, path: string): Json =>
  path.split('.').reduce((value: Json, name) => (isObject(value) ? (value[name] ?? null) : null), source);

const apply = (rule: Rule, source: Json): Json => {
  if (typeof rule === 'string') return valueAt(source, rule);
  if ('value' in rule) return rule.value;
  const { from, values, each, join, default: fallback = null } = rule;
  const write = (value: Json): Json => (each ? applyAll(each, value) : (values?.[String(value)] ?? value));
  const found = valueAt(source, from);
  if (found === null) return fallback;
  if (!Array.isArray(found)) return write(found);
  const all = found.map(write);
  return join === undefined ? all : all.join(join);
};

type Tree = Map<string, Tree | { readonly leaf: Json }>;
const put = (tree: Tree, [name = '', ...rest]: readonly string[], leaf: Json): void => {
  if (rest.length === 0) {
    tree.set(name, { leaf });
    return;
  }
  const below = tree.get(name);
  const next: Tree = below instanceof Map ? below : new Map();
  tree.set(name, next);
  put(next, rest, leaf);
};
const grow = (tree: Tree): Json =>
  Object.fromEntries(Array.from(tree, ([name, node]) => [name, node instanceof Map ? grow(node) : node.leaf]));

const applyAll = (map: FieldMap, source: Json): Json => {
  const tree: Tree = new Map();
  for (const [name, rule] of Object.entries(map)) put(tree, name.split('.'), apply(rule, source));
  return grow(tree);
};

/** A page of the feed in the consumer's own words. Pure. */
export const mapPage = (map: FieldMap, page: FeedPage): Json => applyAll(map, page);
