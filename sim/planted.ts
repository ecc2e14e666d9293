// npm run test:sim:planted -- [--kept] [--from N] [name…]
// Plants one bug at a time in a COPY of the project and searches until an invariant is broken, for 500 seeds at most, beginning with the one
// that is kept of it: a call more or less in the tick, and the same seed strikes elsewhere. --kept looks for none of which no seed is kept, and
// keeps no other. One line each, and in the end how many were found of all that there are; ends non-zero where a guard's removal is missed, where
// fewer bugs are found than have to be, and with --kept where one is missed of which a seed is kept.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { bugsBar, guardsBar, SEEDS_MAX } from './planted-bar.ts';
import { GUARDS, PLANTED_BUGS, type PlantedBug } from './planted-bugs.ts';

const ROOT = join(import.meta.dirname, '..');
/** Each is one line of calls, and keeps one core busy. */
const SEARCHES_AT_ONCE = 2;
const KEPT_FILE = join(import.meta.dirname, 'planted-seeds.json');
const PARTS = ['lib', 'services', 'supabase', 'sim', 'e2e', 'stack', 'package.json', 'tsconfig.json'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { kept: { type: 'boolean' }, from: { type: 'string', default: '1' } },
});
const from = z.coerce.number().int().min(1).max(SEEDS_MAX).parse(values.from);
const all = [...GUARDS, ...PLANTED_BUGS];
const unknown = positionals.filter((name) => !all.some((bug) => bug.name === name));
if (unknown.length > 0)
  throw new Error(`no bug ${unknown.join(', ')}; there are: ${all.map(({ name }) => name).join(', ')}`);
const seeds = z.record(z.string(), z.number()).parse(JSON.parse(readFileSync(KEPT_FILE, 'utf8')));
/** As the bugs are listed. */
const inOrder = (of: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(all.flatMap(({ name }) => (of[name] === undefined ? [] : [[name, of[name]]])));

const chosen = all.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const wanted = values.kept === true ? chosen.filter(({ name }) => seeds[name] !== undefined) : chosen;
if (wanted.length < chosen.length)
  console.log(
    `no seed is kept of ${chosen
      .filter((bug) => !wanted.includes(bug))
      .map(({ name }) => name)
      .join(', ')}`,
  );

/** One of the copies, in which one bug is planted at a time. */
const makeCopy = (): string => {
  const copy = mkdtempSync(join(tmpdir(), 'planted-'));
  process.on('exit', () => rmSync(copy, { recursive: true, force: true }));
  for (const part of PARTS) cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  for (const part of ['node_modules', 'hardhat']) symlinkSync(join(ROOT, part), join(copy, part), 'dir');
  return copy;
};

/** The seed that broke an invariant and the first that it broke; a scenario that can't be run has found nothing. */
type Finding = { readonly seed: number; readonly violation: string };

const searchIn = async (copy: string, terms: readonly string[]): Promise<Finding | string> => {
  const args = ['sim/run.ts', ...terms, '--until-broken'];
  const child = spawn(join(ROOT, 'node_modules/.bin/tsx'), args, { cwd: copy });
  let [said, wrong] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    wrong += text;
  });
  await once(child, 'close');
  const found = /^seed (\d+) .*\n((?: {2}VIOLATION .*\n)*? {2}VIOLATION (I\d .*))$/m.exec(said);
  if (found !== null) return { seed: Number(found[1]), violation: found[3] ?? '' };
  const ended = /\d+ of \d+ scenarios.*/.exec(said)?.[0];
  return ended ?? `it did not run: ${wrong.trim().split('\n').slice(-8).join(' ')}`;
};

const plantIn = async (
  copy: string,
  { file, from, to }: PlantedBug,
  terms: readonly string[],
): Promise<Finding | string> => {
  const path = join(copy, file);
  const original = readFileSync(path, 'utf8');
  if (original.split(from).length !== 2) return `it does not apply to ${file}`;
  writeFileSync(
    path,
    original.replace(from, () => to),
  );
  try {
    return await searchIn(copy, terms);
  } finally {
    writeFileSync(path, original);
  }
};

/** A seed that breaks the tick as it is has shown nothing of the bug. */
const shownBy = async (copy: string, finding: Finding): Promise<Finding | string> => {
  const without = await searchIn(copy, ['--from', `${finding.seed}`, '--seeds', '1']);
  return typeof without === 'string'
    ? finding
    : `seed ${finding.seed} breaks ${without.violation} without it`;
};

const missed: string[] = [];
const lookFor = async (copy: string, bug: PlantedBug): Promise<void> => {
  const seed = seeds[bug.name];
  const first = seed === undefined ? [] : ['--first', `${seed}`];
  const terms = ['--from', `${from}`, '--seeds', `${SEEDS_MAX - from + 1}`, ...first];
  const told = await plantIn(copy, bug, terms);
  const finding = typeof told === 'string' ? told : await shownBy(copy, told);
  if (typeof finding === 'string') {
    missed.push(bug.name);
    console.log(`${bug.name} MISSED: ${finding}`);
    return;
  }
  console.log(`${bug.name} found by seed ${finding.seed}: ${finding.violation}`);
  if (values.kept === true) return;
  seeds[bug.name] = finding.seed;
  writeFileSync(KEPT_FILE, `${JSON.stringify(inOrder(seeds), null, 2)}\n`);
};

const waiting = [...wanted];
const untilNoneWaits = async (): Promise<void> => {
  const copy = makeCopy();
  for (let bug = waiting.shift(); bug !== undefined; bug = waiting.shift()) await lookFor(copy, bug);
};
await Promise.all(Array.from({ length: SEARCHES_AT_ONCE }, untilNoneWaits));

/** Tells how many of those that were asked for were found, a seed being kept of them or not, and answers whether they are enough. */
const enough = (of: readonly PlantedBug[], what: string, barOf: (count: number) => number): boolean => {
  const asked = chosen.filter((bug) => of.includes(bug));
  const found = asked.filter((bug) => wanted.includes(bug) && !missed.includes(bug.name));
  const least = barOf(asked.length);
  console.log(`${found.length} of ${asked.length} ${what} found, ${least} have to be`);
  return found.length >= least;
};
const held = [enough(GUARDS, 'removed guards', guardsBar), enough(PLANTED_BUGS, 'planted bugs', bugsBar)];
if (missed.length > 0) console.log(`missed: ${missed.join(', ')}`);
if (held.includes(false) || (values.kept === true && missed.length > 0)) process.exitCode = 1;
