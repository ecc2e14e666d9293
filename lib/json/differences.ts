import type { Json } from './stored-json.ts';

/** One place where what is made today differs from what was stored; undefined = not there. */
export type Difference = {
  readonly path: string;
  readonly stored: Json | undefined;
  readonly now: Json | undefined;
};

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every place in which two values differ, by its path from the top. */
export const differencesBetween = (
  stored: Json | undefined,
  now: Json | undefined,
  path = '',
): Difference[] => {
  if (Array.isArray(stored) && Array.isArray(now)) {
    const length = Math.max(stored.length, now.length);
    return Array.from({ length }, (_, index) =>
      differencesBetween(stored[index], now[index], `${path}[${index}]`),
    ).flat();
  }
  if (isObject(stored) && isObject(now)) {
    const keys = [...new Set([...Object.keys(stored), ...Object.keys(now)])];
    return keys.flatMap((key) =>
      differencesBetween(stored[key], now[key], path === '' ? key : `${path}.${key}`),
    );
  }
  return stored === now ? [] : [{ path, stored, now }];
};
