import fc from 'fast-check';

/** As much of a JSON Schema as the API's document uses. */
export type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  /** Of arrays made here: as many items as `maxItems` says, however many that is. */
  readonly isExact?: boolean;
};

export type Definitions = Readonly<Record<string, Schema>>;

const NAMES = [
  '',
  'Savings',
  'O’Brien’s fund (2)',
  'Überschuß 50/50',
  'トークン',
  'Rebalance & hold',
  '🚀 moon',
  'a'.repeat(80),
];
const ADDRESSES = [
  '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed',
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
];

/** Texts of a pattern. fast-check makes no text for properties of letters or for looking ahead: there are samples of those. */
const textOf = ({ pattern, format, minLength = 0 }: Schema): fc.Arbitrary<string> => {
  if (format === 'evm-address') return fc.constantFrom(...ADDRESSES);
  if (pattern === undefined) return fc.string({ minLength, maxLength: Math.max(minLength, 20) });
  if (pattern.includes('\\p{L}')) return fc.constantFrom(...NAMES);
  return fc.stringMatching(new RegExp(pattern));
};

/** Small ones are what is stored; the rest is for the bounds. */
const integerOf = ({ minimum = 0, maximum = 1_000 }: Schema): fc.Arbitrary<number> => {
  const max = Math.min(maximum, 2 ** 53 - 1);
  return fc.oneof(
    fc.constant(minimum),
    fc.integer({ min: minimum, max: Math.min(max, minimum + 9) }),
    fc.integer({ min: minimum, max }),
  );
};

const objectOf = (schema: Schema, definitions: Definitions, depth: number): fc.Arbitrary<unknown> => {
  const { properties = {}, required = [] } = schema;
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, inner]) => [name, arbitraryOf(inner, definitions, depth + 1)]),
  );
  return fc.record(fields, { requiredKeys: [...required] });
};

const arrayOf = (schema: Schema, definitions: Definitions, depth: number): fc.Arbitrary<unknown> => {
  const { items, prefixItems = [], minItems = 0, maxItems = 5, isExact = false } = schema;
  const rest =
    items === undefined ? fc.jsonValue({ maxDepth: 1 }) : arbitraryOf(items, definitions, depth + 1);
  const room = Math.max(0, (isExact ? maxItems : Math.min(maxItems, 4)) - prefixItems.length);
  return fc
    .tuple(
      fc.tuple(...prefixItems.map((inner) => arbitraryOf(inner, definitions, depth + 1))),
      fc.array(rest, { minLength: Math.max(0, minItems - prefixItems.length), maxLength: room }),
    )
    .map(([first, others]) => [...first, ...others]);
};

/** Values that a schema takes. */
export function arbitraryOf(schema: Schema, definitions: Definitions, depth = 0): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) {
    const named = definitions[schema.$ref.split('/').at(-1) ?? ''];
    return named === undefined || depth > 12 ? fc.constant(null) : arbitraryOf(named, definitions, depth + 1);
  }
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) {
    const some = depth > 8 ? choices.slice(0, 4) : choices;
    return fc.oneof(...some.map((one) => arbitraryOf(one, definitions, depth + 1)));
  }
  const { type } = schema;
  if (Array.isArray(type))
    return fc.oneof(...type.map((one: string) => arbitraryOf({ ...schema, type: one }, definitions, depth)));
  switch (type) {
    case 'string':
      return textOf(schema);
    case 'integer':
      return integerOf(schema);
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return arrayOf(schema, definitions, depth);
    case 'object':
      return objectOf(schema, definitions, depth);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

/** What comes in when somebody errs or means harm. */
export const NASTY: readonly unknown[] = [
  ...[
    '<script>alert(1)</script>',
    "'; drop table users; --",
    '‮evil',
    'a\u0000b',
    '\ud800',
    ' x',
    '../../etc/passwd',
    '=1+1',
  ],
  ...['0x0', '-1', '1e999', '00', '9'.repeat(400), 'é'.normalize('NFD'), '{{7*7}}', '%00'],
  ...[
    -1,
    0.5,
    1e308,
    2 ** 53,
    -0,
    null,
    true,
    [],
    {},
    [[]],
    { toString: 1 },
    { constructor: { prototype: 1 } },
  ],
];

type Change = { readonly at: number; readonly with: unknown; readonly how: 'replace' | 'remove' | 'add' };

const changed = (value: unknown, { at, with: nasty, how }: Change): unknown => {
  let left = at;
  const walk = (inner: unknown): unknown => {
    left -= 1;
    if (left === 0 && how === 'replace') return nasty;
    if (Array.isArray(inner)) return inner.map(walk);
    if (typeof inner !== 'object' || inner === null) return inner;
    const entries = Object.entries(inner).flatMap(([key, one]): [string, unknown][] => {
      left -= 1;
      if (left === 0 && how === 'remove') return [];
      left += 1;
      return [[key, walk(one)]];
    });
    return Object.fromEntries(left <= 1 && how === 'add' ? [...entries, ['surplus', nasty]] : entries);
  };
  return walk(value);
};

/** Every value of a schema that has bounds, by where it stands in root and definitions. */
const boundedIn = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] => {
  if (typeof value !== 'object' || value === null) return [];
  const { type } = value as Schema;
  const own = type === 'integer' || type === 'array' ? [path] : [];
  return [...own, ...Object.entries(value).flatMap(([key, inner]) => boundedIn(inner, [...path, key]))];
};

const atEdge = (schema: Schema): Schema => {
  const { type, minimum = 0, maximum, minItems = 0, maxItems = 12, items, prefixItems } = schema;
  if (type === 'integer')
    return {
      enum: [minimum - 1, minimum, minimum + 0.5, ...(maximum === undefined ? [] : [maximum, maximum + 1])],
    };
  const one = prefixItems?.[0] ?? items ?? {};
  const lengths = [0, minItems - 1, minItems, maxItems, maxItems + 1].filter(
    (length) => length >= 0 && length < 90,
  );
  return {
    anyOf: lengths.map((length) => ({
      type: 'array',
      items: one,
      minItems: length,
      maxItems: length,
      isExact: true,
    })),
  };
};

const changedAt = (value: unknown, [key, ...rest]: readonly string[]): unknown => {
  if (key === undefined) return atEdge(value as Schema);
  if (Array.isArray(value))
    return value.map((one, index) => (String(index) === key ? changedAt(one, rest) : one));
  return { ...(value as object), [key]: changedAt(Reflect.get(value as object, key), rest) };
};

const reachable = (schema: Schema, definitions: Definitions): Definitions => {
  const found = new Set<string>();
  const follow = (value: unknown): void => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (found.has(name)) continue;
      found.add(name);
      follow(definitions[name]);
    }
  };
  follow(schema);
  return Object.fromEntries(
    [...found].flatMap((name) => (definitions[name] === undefined ? [] : [[name, definitions[name]]])),
  );
};

/** For each number and list of a schema: values that are fine but for that one, which lies on its bound or a step beyond. */
export const edgesOf = (root: Schema, definitions: Definitions): readonly fc.Arbitrary<unknown>[] => {
  const whole = { root, named: reachable(root, definitions) };
  return boundedIn(whole).map((path) => {
    const edged = changedAt(whole, path) as typeof whole;
    return arbitraryOf(edged.root, { ...definitions, ...edged.named });
  });
};

/** Values that differ in one place from those that a schema takes, and any JSON at all. */
export const nearlyOf = (schema: Schema, definitions: Definitions): fc.Arbitrary<unknown> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(
          arbitraryOf(schema, definitions),
          fc.record({
            at: fc.integer({ min: 1, max: 40 }),
            with: fc.constantFrom(...NASTY),
            how: fc.constantFrom('replace', 'remove', 'add' as const),
          }),
        )
        .map(([value, change]) => changed(value, change as Change)),
    },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
