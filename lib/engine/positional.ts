import type { Json } from '../json/stored-json.ts';

// Values without the names of their fields: what is stored of looks that found nothing to do, of which there are thousands for each order.

/** What stands where: null = a value as it is, `[shape]` = any number of one shape, else the fields in their order. */
export type Shape = null | readonly [Shape] | { readonly [field: string]: Shape };

/** A shape with exactly the fields of `T` but for those that are rarely there. */
export type ShapeOf<T, Rare extends keyof T = never> = Readonly<Record<Exclude<keyof T, Rare>, Shape>>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);

/** Thrown within this file alone, so that a whole look is given up at its first field that doesn't fit. */
const MISFIT = Symbol('misfit');

/** A value as JSON text. It is written at once: lists of lists, only to be made text of, are a third of what a look costs. */
type Write = (value: unknown) => string;

/** Nothing of it is escaped in JSON, as in nearly all texts here. */
const PLAIN = /^[\w .:-]*$/;

const writeLeaf: Write = (value) => {
  if (typeof value === 'bigint') return `"${value}"`;
  if (typeof value === 'number') return Number.isFinite(value) ? `${value}` : 'null';
  if (typeof value === 'string') return PLAIN.test(value) ? `"${value}"` : JSON.stringify(value);
  if (typeof value === 'boolean' || value === null) return `${value}`;
  throw MISFIT;
};

const writeList =
  (write: Write): Write =>
  (value) => {
    if (value === null) return 'null';
    if (!Array.isArray(value)) throw MISFIT;
    return `[${value.map(write).join(',')}]`;
  };

const writeFields =
  (fields: readonly (readonly [field: string, write: Write])[]): Write =>
  (value) => {
    if (value === null) return 'null';
    if (!isObject(value)) throw MISFIT;
    const texts: string[] = [];
    for (const [field, write] of fields) texts.push(write(value[field]));
    let given = 0;
    for (const field in value) if (value[field] !== undefined) given += 1;
    if (given !== fields.length) throw MISFIT;
    return `[${texts.join(',')}]`;
  };

/** Values never change, so what was written of one is as good as long as it lives. */
const remembered = (write: Write): Write => {
  const texts = new WeakMap<object, string>();
  return (value) => {
    if (!isObject(value)) return write(value);
    const known = texts.get(value);
    if (known !== undefined) return known;
    const text = write(value);
    texts.set(value, text);
    return text;
  };
};

const writeOf = (shape: Shape, shared: ReadonlySet<Shape>): Write => {
  if (shape === null) return writeLeaf;
  if (isList(shape)) return writeList(writeOf(shape[0], shared));
  const write = writeFields(Object.entries(shape).map(([field, of]) => [field, writeOf(of, shared)]));
  return shared.has(shape) ? remembered(write) : write;
};

/**
 * What writes the fields of a value in the order of the shape, as JSON text; null when it has other fields than the shape, which then
 * would not be kept. What has one of the `shared` shapes is the same object in many values.
 */
export const positionalWriter = (
  shape: Shape,
  shared: ReadonlySet<Shape> = new Set(),
): ((value: unknown) => string | null) => {
  const write = writeOf(shape, shared);
  return (value) => {
    try {
      return write(value);
    } catch (misfit) {
      if (misfit === MISFIT) return null;
      throw misfit;
    }
  };
};

/** What {@link positionalWriter} has written, parsed, by the names of its fields; null when this is not of the shape. */
export const fromPositional = (json: Json | undefined, shape: Shape): Json | null => {
  if (json === undefined || json === null) return null;
  if (shape === null) return json;
  if (!Array.isArray(json)) return null;
  if (isList(shape)) return json.map((each) => fromPositional(each, shape[0]));
  const value: Record<string, Json> = {};
  const fields = Object.entries(shape);
  if (fields.length !== json.length) return null;
  for (const [place, [field, of]] of fields.entries()) value[field] = fromPositional(json[place], of);
  return value;
};
