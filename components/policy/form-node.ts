/** A policy, or a part of it, as JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

/** As much of a JSON Schema as a form needs: what a field may be, in which bounds, and what it means. */
export type FormNode = {
  readonly type?: string;
  readonly const?: Json;
  readonly enum?: readonly Json[];
  readonly description?: string;
  readonly default?: Json;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, FormNode>>;
  readonly anyOf?: readonly FormNode[];
  readonly oneOf?: readonly FormNode[];
  readonly items?: FormNode;
  readonly prefixItems?: readonly FormNode[];
  readonly minItems?: number;
  readonly maxItems?: number;
};

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a choice between shapes can be; null where the node is no choice. */
export const variantsOf = (node: FormNode): readonly FormNode[] | null => {
  const all = node.oneOf ?? node.anyOf;
  return all === undefined ? null : all.flatMap((one) => variantsOf(one) ?? [one]);
};

const isNothing = (node: FormNode): boolean => node.type === 'null';

/** The node without the choice of having none of it; null where it must be there. */
export const optionalPart = (node: FormNode): FormNode | null => {
  const all = node.anyOf;
  if (all === undefined || !all.some(isNothing)) return null;
  const rest = all.filter((one) => !isNothing(one));
  const [only] = rest;
  return rest.length === 1 && only !== undefined ? only : { ...node, anyOf: rest };
};

/** By what the shapes of a choice are told apart. */
export const kindOf = (node: FormNode): string => String(node.properties?.kind?.const ?? '');

/** What a new field begins as: the documented default, else the least that is allowed. */
export const startOf = (node: FormNode): Json => {
  if (node.default !== undefined) return node.default;
  if (node.const !== undefined) return node.const;
  if (node.enum !== undefined) return node.enum[0] ?? null;
  const [first] = variantsOf(node) ?? [];
  if (first !== undefined) return startOf(first);
  if (node.type === 'object')
    return Object.fromEntries(
      Object.entries(node.properties ?? {}).map(([name, field]) => [name, startOf(field)]),
    );
  if (node.type === 'array') {
    const item = node.items;
    return item === undefined ? [] : Array.from({ length: node.minItems ?? 0 }, () => startOf(item));
  }
  return node.type === 'string' ? '' : (node.minimum ?? 0);
};
