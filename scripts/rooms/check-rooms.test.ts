import { extname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importCircles, liesIn, type Row, readRoomsTable, roomViolations } from './check-rooms.ts';
import { projectTree, ROOT } from './project-tree.ts';

const TABLE = readRoomsTable(ROOT);
const ROOMS = TABLE.flatMap(({ rooms }) => rooms);

/** A file of a room: the room itself where it is one. */
const fileOf = (room: string, name: string): string => (extname(room) === '' ? `${room}/${name}.ts` : room);
const relative = (from: string, to: string): string =>
  `${'../'.repeat(from.split('/').length - 1) || './'}${to}`;

/** A type-only import wherever the language has one: those are the ones that slip through. */
const plant = (file: string, specifier: string): readonly string[] => {
  const line = /\.tsx?$/.test(file) ? `import type { X } from '${specifier}';` : `import '${specifier}';`;
  return roomViolations(TABLE, new Map([[file, line]]));
};

const mayImport = (row: Row, room: string): boolean => row.mayImport.some((entry) => liesIn(room, entry));

const isShutOut = (row: Row, name: string): boolean =>
  row.packages === undefined
    ? (row.notPackages ?? []).some(
        (entry) => entry === name || (entry === 'node:*' && name.startsWith('node:')),
      )
    : !row.packages.some((entry) => liesIn(name, entry) || (entry === 'node:*' && name.startsWith('node:')));
const SOME_PACKAGES = ['node:fs', 'pino', 'postgres', 'server-only', 'viem/actions', 'left-pad'];

/** Every room, with all rooms and some packages that its row shuts out. */
const PLANTED = TABLE.flatMap((row) =>
  row.rooms.map((room) => ({
    room,
    shut: ROOMS.filter((other) => other !== room && !mayImport(row, other)),
    packages: SOME_PACKAGES.filter((name) => isShutOut(row, name)),
  })),
);

describe('rooms.json', () => {
  it('is obeyed by every file of the project', () => {
    expect(roomViolations(TABLE, projectTree())).toEqual([]);
  });

  it('leaves no circle of imports, type-only ones included', () => {
    expect(importCircles(projectTree())).toEqual([]);
  });

  it('speaks of rooms that exist', () => {
    const files = [...projectTree().keys()];
    const absent = ROOMS.filter(
      (room) => room !== 'hardhat/artifacts' && !files.some((file) => liesIn(file, room)),
    );
    expect(absent).toEqual([]);
  });

  it('lets no two rooms of the core rest on each other', () => {
    const core = ROOMS.filter((room) => room.startsWith('lib/'));
    const restsOn = (room: string): readonly string[] =>
      core.filter((other) => TABLE.some((row) => row.rooms.includes(room) && row.mayImport.includes(other)));
    const below = (room: string, seen: readonly string[]): readonly string[] =>
      seen.includes(room) ? [room] : restsOn(room).flatMap((other) => below(other, [...seen, room]));
    expect(core.filter((room) => below(room, []).includes(room))).toEqual([]);
  });
});

describe('a violation planted for every rule of the table is caught', () => {
  it.each(PLANTED)('$room imports what it may not', ({ room, shut, packages }) => {
    const file = fileOf(room, 'planted');
    const specifiers = [...shut.map((other) => relative(file, fileOf(other, 'target'))), ...packages];
    expect(specifiers.filter((specifier) => plant(file, specifier).length === 0)).toEqual([]);
  });

  it('at least one for each row that shuts anything out', () => {
    const open = PLANTED.filter(({ shut, packages }) => shut.length + packages.length === 0);
    expect(open.map(({ room }) => room)).toEqual(['bench', 'e2e', 'sim']);
  });

  it.each([
    ['services/bot/tick.ts', '../wire/tick/bot.ts'],
    ['services/portfolios/list-portfolios.ts', '../wire/pages/pages.ts'],
    ['services/env.ts', './wire/tick/bot.ts'],
    ['services/wire/tick/bot.ts', '../../../stack/demo/demo.ts'],
    ['lib/engine/decide.ts', './testing/builders.ts'],
    ['unknown-room/a.ts', './b.ts'],
  ])('%s imports %s, which path patterns once let through', (file, specifier) => {
    expect(plant(file, specifier)).not.toEqual([]);
  });

  it.each([
    "import '../store/leases.ts';",
    "import { a } from '../store/leases.ts';",
    "import type { A } from '../store/leases.ts';",
    "export { a } from '../store/leases.ts';",
    "export * from '../store/leases.ts';",
    "const a = await import('../store/leases.ts');",
    "const a = await import(new URL('../store/leases.ts', import.meta.url).href);",
  ])('in every form an import can have: %s', (line) => {
    expect(roomViolations(TABLE, new Map([['services/bot/a.ts', line]]))).toHaveLength(1);
  });

  it('a circle of type-only imports, told once with its way', () => {
    const tree = new Map([
      ['lib/a.ts', "import type { B } from './b.ts';"],
      ['lib/b.ts', "import type { C } from './c.ts';"],
      ['lib/c.ts', "import type { A } from './a.ts';"],
      ['lib/d.ts', "import type { A } from './a.ts';"],
    ]);
    expect(importCircles(tree)).toEqual(['lib/a.ts → lib/b.ts → lib/c.ts → lib/a.ts']);
  });
});

describe('what the table allows passes', () => {
  it.each([
    ['services/bot/a.ts', '../../lib/engine/decide.ts'],
    ['services/venues/registry.ts', './book/book-venue.ts'],
    ['services/store/a.pg.test.ts', '../bot/tick.ts'],
    ['services/store/a.test.ts', 'vitest'],
    ['lib/engine/a.test.ts', './testing/builders.ts'],
    ['app/portfolios/page.tsx', '../../services/portfolios/list-portfolios.ts'],
    ['cli/taker/a.ts', '../../lib/abi/balancer-abi.ts'],
    ['e2e/a.spec.ts', '../stack/demo/demo.ts'],
  ])('%s imports %s', (file, specifier) => {
    expect(plant(file, specifier)).toEqual([]);
  });
});
