import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runSoak } from './soak/run-soak.ts';
import { startSoakWorld } from './soak/world.ts';

// `npm run soak [-- --minutes N] [--portfolios N] [--seed N]`: a fleet trades for an hour while nodes, the database, 1inch and bots fail by
// turns; then nothing may be lost, doubled or counted wrongly. Logs and results stay under .cache/soak-…; exits 1 where a check isn't met.

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    portfolios: { type: 'string', default: '300' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const [minutes, portfolios, seed] = [values.minutes, values.portfolios, values.seed].map(Number);
if (![minutes, portfolios, seed].every((number) => Number.isFinite(number) && Number(number) > 0))
  throw new Error('--minutes, --portfolios and --seed must be numbers above 0.');

const cache = join(import.meta.dirname, '..', '.cache');
mkdirSync(cache, { recursive: true });
const dir = mkdtempSync(join(cache, 'soak-'));
const startMs = performance.now();
const say = (line: string): void =>
  console.log(`${Math.round((performance.now() - startMs) / 1_000)} s`.padStart(8), line);

say(`${portfolios} portfolios, ${minutes} minutes, seed ${seed}; logs in ${dir}`);
const world = await startSoakWorld(dir, Number(portfolios));
// What it has started goes with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void world.end().then(() => process.exit(130)));
try {
  say('the fleet stands');
  const end = await runSoak(world, { minutes: Number(minutes), seed: Number(seed), say });
  const machine = { load: loadavg(), cores: availableParallelism(), node: process.version };
  const result = { minutes, portfolios, seed, machine, ...end };
  writeFileSync(join(dir, 'result.json'), `${JSON.stringify(result, null, 1)}\n`);
  for (const { what, isMet, found } of end.checks) say(`${isMet ? 'met    ' : 'NOT MET'} ${what}: ${found}`);
  say(JSON.stringify(end.counts));
  say(JSON.stringify(end.faults));
  if (end.checks.some(({ isMet }) => !isMet)) process.exitCode = 1;
} finally {
  await world.end();
}
