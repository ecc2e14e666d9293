import { fieldWords } from './field-words.ts';
import { isObject, type Json } from './form-node.ts';

/** One field in which two policies differ. */
export type Difference = {
  readonly path: string;
  /** The way to it, in words. */
  readonly label: string;
  readonly before: string;
  readonly after: string;
};

const leavesOf = (
  value: Json | undefined,
  path: readonly string[],
): readonly (readonly [string, string])[] => {
  if (Array.isArray(value) && value.length > 0)
    return value.flatMap((one: Json, index) => leavesOf(one, [...path, String(index)]));
  if (isObject(value) && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([name, one]) => leavesOf(one, [...path, name]));
  return [
    [
      path.join('.'),
      value === null || value === undefined ? 'none' : Array.isArray(value) ? 'none' : String(value),
    ],
  ];
};

const labelOf = (path: string): string =>
  path
    .split('.')
    .map((name) => (/^\d+$/.test(name) ? String(Number(name) + 1) : fieldWords(name).label))
    .join(' › ');

/** Every field that is not the same in both, in the order of the first; a field that one lacks is "none" there. */
export const policyDifferences = (before: Json, after: Json): readonly Difference[] => {
  const [from, to] = [new Map(leavesOf(before, [])), new Map(leavesOf(after, []))];
  return [...new Set([...from.keys(), ...to.keys()])].flatMap((path) => {
    const [was, is] = [from.get(path) ?? 'none', to.get(path) ?? 'none'];
    return was === is ? [] : [{ path, label: labelOf(path), before: was, after: is }];
  });
};
