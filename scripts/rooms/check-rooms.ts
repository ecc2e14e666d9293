import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { z } from 'zod';
import { type Import, readImports, type Tree } from './project-tree.ts';

const Row = z.strictObject({
  rooms: z.array(z.string()).min(1),
  mayImport: z.array(z.string()),
  packages: z.array(z.string()).optional(),
  notPackages: z.array(z.string()).optional(),
  testsMayImport: z.array(z.string()).optional(),
  why: z.string(),
});
const Table = z.strictObject({ $comment: z.string(), rows: z.array(Row) });

/** One row of rooms.json; each of its rooms is a room by itself. */
export type Row = z.output<typeof Row>;
type RoomsTable = readonly Row[];

/** rooms.json of the project at `root`. Throws where it is not what the schema says. */
export const readRoomsTable = (root: string): RoomsTable =>
  Table.parse(JSON.parse(readFileSync(join(root, 'rooms.json'), 'utf8'))).rows;

/** Whether a file is a room, or lies under it. */
export const liesIn = (file: string, room: string): boolean =>
  room === '*' || file === room || file.startsWith(`${room}/`);

/** The room a file lies in, and its row: the longest entry wins; a test lies where what it tests does. Null for a file that no row speaks of. */
const roomOf = (table: RoomsTable, file: string): { readonly room: string; readonly row: Row } | null => {
  const rooms = table.flatMap((row) => row.rooms.map((room) => ({ room, row })));
  const tested = file.replace(/\.test(\.tsx?)$/, '$1');
  const around = rooms.filter(({ room }) => liesIn(tested, room));
  return around.sort((a, b) => b.room.length - a.room.length)[0] ?? null;
};

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
