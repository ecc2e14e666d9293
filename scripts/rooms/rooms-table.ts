import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

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
export type RoomsTable = readonly Row[];

/** rooms.json of the project at `root`. Throws where it is not what the schema says. */
export const readRoomsTable = (root: string): RoomsTable =>
  Table.parse(JSON.parse(readFileSync(join(root, 'rooms.json'), 'utf8'))).rows;

/** Whether a file is a room, or lies under it. */
export const liesIn = (file: string, room: string): boolean =>
  room === '*' || file === room || file.startsWith(`${room}/`);

/** The room a file lies in, and its row: the longest entry wins; a test lies where what it tests does. Null for a file that no row speaks of. */
export const roomOf = (
  table: RoomsTable,
  file: string,
): { readonly room: string; readonly row: Row } | null => {
  const rooms = table.flatMap((row) => row.rooms.map((room) => ({ room, row })));
  const tested = file.replace(/\.test(\.tsx?)$/, '$1');
  const around = rooms.filter(({ room }) => liesIn(tested, room));
  return around.sort((a, b) => b.room.length - a.room.length)[0] ?? null;
};
