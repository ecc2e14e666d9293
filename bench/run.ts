import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { alertsBenchmark } from './alerts.ts';
import { backtestBenchmark } from './backtest.ts';
import type { Benchmark, Measurement } from './benchmark.ts';
import { cashBenchmark } from './cash.ts';
import { cashReadsBenchmark } from './cash-reads.ts';
import { decideBenchmark } from './decide.ts';
import { executionBenchmark } from './execution.ts';
import { factsBenchmark } from './facts.ts';
import { leasesBenchmark } from './leases.ts';
import { priceBatchBenchmark } from './price-batch.ts';
import { priceFilesBenchmark } from './price-files.ts';
import { seriesBenchmark } from './series.ts';
import { tickBenchmark } from './tick.ts';

const BENCHMARKS: readonly Benchmark[] = [
  decideBenchmark,
  backtestBenchmark,
  priceFilesBenchmark,
  priceBatchBenchmark,
  seriesBenchmark,
  executionBenchmark,
  cashBenchmark,
  cashReadsBenchmark,
  tickBenchmark,
  leasesBenchmark,
  alertsBenchmark,
  factsBenchmark,
];

/** Results are kept beside the code, one file per benchmark, so that a change of speed shows in a diff. */
const RESULTS = new URL('./results/', import.meta.url);

/** The load before a benchmark: figures of a machine that others use say little. */
const machine = () => ({
  load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  node: process.version,
  processor: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 2 ** 30),
});

const row = (one: Measurement): string => {
  const measured = one.measured >= 100 ? one.measured.toFixed(0) : one.measured.toPrecision(3);
  const goal = one.goal === null ? '' : `goal ${one.goal}`;
  const ratio = one.ratio === null ? '' : `${one.ratio.toFixed(2)} ×`;
  return [
    one.what.padEnd(52),
    `${measured} ${one.unit}`.padStart(28),
    goal.padStart(14),
    ratio.padStart(9),
    ` ${one.detail}`,
  ].join(' ');
};

const runOne = async (benchmark: Benchmark): Promise<void> => {
  const on = machine();
  const measurements = await benchmark.run();
  for (const one of measurements) console.log(row(one));
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(
    new URL(`${benchmark.name}.json`, RESULTS),
    `${JSON.stringify({ machine: on, measurements }, null, 2)}\n`,
  );
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));
if (unknown.length > 0) {
  console.error(
    `no benchmark "${unknown.join('", "')}"; there are: ${BENCHMARKS.map(({ name }) => name).join(', ')}`,
  );
  process.exitCode = 2;
} else {
  for (const benchmark of BENCHMARKS)
    if (wanted.length === 0 || wanted.includes(benchmark.name)) await runOne(benchmark);
}
