// Values without the names of their fields: what is stored of looks that found nothing to do, of which there are thousands for each order.

/** JSON as the database stores it; every bigint is a decimal string. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What stands where: null = a value as it is, `[shape]` = any number of one shape, else the fields in their order. */
export type Shape = null | readonly [Shape] | { readonly [field: string]: Shape };

/** A shape with exactly the fields of `T` but for those that are rarely there. */
export type ShapeOf<T, Rare extends keyof T = never> = Readonly<Record<Exclude<keyof T, Rare>, Shape>>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);

/** Thrown within this file alone, so that a whole look is given up at its first field that doesn't fit. */
const MISFIT = Symbol('misfit');

const laid = (value: unknown, shape: Shape): Json => {
  if (value === null) return null;
  if (shape === null) {
    if (typeof value === 'bigint') return value.toString();
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
    throw MISFIT;
  }
  if (isList(shape)) {
    if (!Array.isArray(value)) throw MISFIT;
    return value.map((each) => laid(each, shape[0]));
  }
  if (!isObject(value)) throw MISFIT;
  const values: Json[] = [];
  for (const field in shape) values.push(laid(value[field], shape[field] ?? null));
  let fields = 0;
  for (const field in value) if (value[field] !== undefined) fields += 1;
  if (fields !== values.length) throw MISFIT;
  return values;
};

/** The value's fields in the order of the shape; null when it has other fields than the shape, which then would not be kept. */
export const toPositional = (value: unknown, shape: Shape): Json | null => {
  try {
    return laid(value, shape);
  } catch (misfit) {
    if (misfit === MISFIT) return null;
    throw misfit;
  }
};

/** The JSON that {@link toPositional} was given; null when this is not of the shape. */
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
