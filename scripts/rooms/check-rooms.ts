import { posix } from 'node:path';
import { type Import, readImports } from './read-imports.ts';
import { liesIn, type RoomsTable, type Row, roomOf } from './rooms-table.ts';

/** Files by their path from the project's folder, with their text. */
export type Tree = ReadonlyMap<string, string>;

/** One thing that stands against the table, as a line a person can act on: place, import, reason. */
export type Violation = string;

const JOINS_EVERY_PART = /\.(pg|e2e|deep)\.test\.ts$/;
const IS_TEST = /\.test\.tsx?$|(^|\/)testing\//;

const isPackage = (specifier: string): boolean => !specifier.startsWith('.');
const resolved = (file: string, specifier: string): string =>
  posix.normalize(posix.join(posix.dirname(file), specifier));

/** `node:*` stands for all that begins with `node:`; a package's name for its subpaths as well. */
const names = (entries: readonly string[], specifier: string): boolean =>
  entries.some((entry) =>
    entry.endsWith('*') ? specifier.startsWith(entry.slice(0, -1)) : liesIn(specifier, entry),
  );

const mayTakePackage = (row: Row, specifier: string): boolean =>
  row.packages === undefined ? !names(row.notPackages ?? [], specifier) : names(row.packages, specifier);

type Place = { readonly file: string; readonly room: string; readonly row: Row };

const complaintOf = (table: RoomsTable, place: Place, { specifier }: Import): string | null => {
  const { file, room, row } = place;
  const isTest = IS_TEST.test(file);
  if (isPackage(specifier))
    return isTest || mayTakePackage(row, specifier) ? null : `the package ${specifier}`;
  const target = resolved(file, specifier);
  if (IS_TEST.test(target) && !isTest && !row.mayImport.includes('*')) return `the test file ${target}`;
  const targetRoom = roomOf(table, target)?.room;
  if (targetRoom === room) return null;
  const allowed = [...row.mayImport, ...(isTest ? (row.testsMayImport ?? []) : [])];
  return allowed.some((entry) => liesIn(target, entry)) ? null : target;
};

/** Everything that imports what its row in the table does not allow, and every file that no row speaks of. */
export const roomViolations = (table: RoomsTable, tree: Tree): readonly Violation[] =>
  [...tree].flatMap(([file, source]) => {
    const found = roomOf(table, file);
    if (found === null) return [`${file} lies in no room of rooms.json`];
    if (JOINS_EVERY_PART.test(file)) return [];
    return readImports(file, source).flatMap((each) => {
      const complaint = complaintOf(table, { file, ...found }, each);
      return complaint === null
        ? []
        : [`${file}:${each.line} (${found.room}) may not import ${complaint}: ${found.row.why}`];
    });
  });

type Graph = ReadonlyMap<string, readonly string[]>;

const graphOf = (tree: Tree): Graph =>
  new Map(
    [...tree].map(([file, source]) => {
      const targets = readImports(file, source)
        .filter(({ specifier }) => !isPackage(specifier))
        .map(({ specifier }) => resolved(file, specifier));
      return [file, [...new Set(targets)].filter((target) => tree.has(target))];
    }),
  );

/** The shortest way from a file back to itself, or null. */
const circleThrough = (graph: Graph, start: string): readonly string[] | null => {
  const before = new Map<string, string>();
  const waiting = [start];
  for (const file of waiting) {
    for (const next of graph.get(file) ?? []) {
      if (next === start) {
        const way = [start];
        for (let at = file; at !== start; at = before.get(at) ?? start) way.unshift(at);
        return [start, ...way.slice(0, -1), start];
      }
      if (before.has(next)) continue;
      before.set(next, file);
      waiting.push(next);
    }
  }
  return null;
};

/** Every circle of imports, type-only ones included, told once; empty when there is none. */
export const importCircles = (tree: Tree): readonly string[] => {
  const graph = graphOf(tree);
  const circles = new Map<string, string>();
  for (const file of graph.keys()) {
    const circle = circleThrough(graph, file);
    if (circle === null) continue;
    const key = [...new Set(circle)].sort().join(' ');
    if (!circles.has(key)) circles.set(key, circle.join(' → '));
  }
  return [...circles.values()];
};
