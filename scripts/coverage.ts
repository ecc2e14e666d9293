// Coverage of the TypeScript by its tests without a browser: unit, Postgres and whole stack. Fails when a test does, or when lib or services
// has fewer of its lines run than vitest.config.ts asks for.
// usage: npm run test:coverage
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const SUMMARY = join(ROOT, 'coverage/coverage-summary.json');
const PROJECTS = ['unit', 'store', 'e2e'];

type Lines = { readonly covered: number; readonly total: number };
type Summary = Readonly<Record<string, { readonly lines: Lines }>>;

/** "lib/engine" of "lib/engine/legs.ts", "lib" of "lib/result.ts". */
const roomOf = (file: string): string => relative(ROOT, file).split(sep).slice(0, -1).slice(0, 2).join('/');

const roomLines = (summary: Summary): ReadonlyMap<string, Lines> => {
  const rooms = new Map<string, Lines>();
  for (const [file, { lines }] of Object.entries(summary)) {
    if (file === 'total') continue;
    const room = roomOf(file);
    const sum = rooms.get(room) ?? { covered: 0, total: 0 };
    rooms.set(room, { covered: sum.covered + lines.covered, total: sum.total + lines.total });
  }
  return new Map([...rooms].sort(([one], [other]) => (one < other ? -1 : 1)));
};

const wholeOf = (rooms: ReadonlyMap<string, Lines>, folder: string): Lines => {
  const own = [...rooms].filter(([room]) => room.split('/')[0] === folder).map(([, lines]) => lines);
  return {
    covered: own.reduce((sum, { covered }) => sum + covered, 0),
    total: own.reduce((sum, { total }) => sum + total, 0),
  };
};

const say = (name: string, { covered, total }: Lines): void =>
  console.log(
    `${name.padEnd(22)} ${((100 * covered) / total).toFixed(1).padStart(5)} %  ${covered} of ${total} lines`,
  );

// A report of an earlier run must not stand for this one.
rmSync(SUMMARY, { force: true });
const projects = PROJECTS.flatMap((project) => ['--project', project]);
const run = spawnSync('npx', ['vitest', 'run', '--coverage', ...projects], { cwd: ROOT, stdio: 'inherit' });
const summary: Summary = JSON.parse(readFileSync(SUMMARY, 'utf8'));
const rooms = roomLines(summary);
console.log('\nlines run, by room');
for (const [room, lines] of rooms) if (room.includes('/')) say(room, lines);
for (const folder of ['lib', 'services']) say(`${folder}, whole`, wholeOf(rooms, folder));
process.exitCode = run.status ?? 1;
