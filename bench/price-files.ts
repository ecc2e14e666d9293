import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { NO_ANSWERS } from '../lib/prices/table-shape.ts';
import { readPriceFiles } from '../services/prices/read-price-files.ts';
import { atLeast, atMost, type Benchmark, fastestInTurn, liveBytes, type Measurement } from './benchmark.ts';

const ASSETS = 14;
const HOURS = 10 * 8_766;
/** 2014-01-01T00:00:00Z. */
const FIRST_SECONDS = 1_388_534_400;
const RUNS = 15;
const MIB = 2 ** 20;

/** Ten years of hours of fourteen assets whose prices wander by a fixed rule. */
const fileText = (): string => {
  const lines = [['time', ...Array.from({ length: ASSETS }, (_, index) => `A${index}`)].join(',')];
  for (let row = 0; row < HOURS; row++) {
    const time = new Date((FIRST_SECONDS + row * 3_600) * 1_000).toISOString().slice(0, 19);
    const prices = Array.from({ length: ASSETS }, (_, index) =>
      ((index + 1) * (100 + 20 * Math.sin((row + index) / 50))).toFixed(4),
    );
    lines.push([`${time}Z`, ...prices].join(','));
  }
  return `${lines.join('\n')}\n`;
};

const run = async (): Promise<readonly Measurement[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-prices-'));
  const path = join(folder, 'hours.csv');
  try {
    writeFileSync(path, fileText());
    const idleBytes = liveBytes();
    const read = () =>
      readPriceFiles({
        files: [{ name: null, path }],
        answers: NO_ANSWERS,
        stepSeconds: null,
        nowSeconds: FIRST_SECONDS + HOURS * 7_200,
      });
    const kept = read();
    if (!kept.ok || kept.value.rows.length !== HOURS) throw new Error('the file was not read');
    const keptBytes = liveBytes() - idleBytes;
    const [ours, objects] = fastestInTurn(RUNS, [
      () => void read(),
      () => {
        Papa.parse(readFileSync(path, 'utf8'), { header: true, dynamicTyping: true, skipEmptyLines: true });
      },
    ]);
    const cells = ASSETS * HOURS;
    return [
      atLeast('reading 10 years of hours of 14 assets', objects / ours, {
        goal: 3,
        unit: '× row objects',
        detail: `${(ours * 1_000).toFixed(0)} ms against ${(objects * 1_000).toFixed(0)} ms, ${(cells / ours / 1e6).toFixed(1)} million cells/s`,
      }),
      atMost('memory of what was read, over the idle process', keptBytes / MIB, {
        goal: 100,
        unit: 'MiB',
        detail: 'heap and buffers, after collecting garbage',
      }),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Reading a price file into exact numbers, against the same parser's rows as objects, side by side. */
export const priceFilesBenchmark: Benchmark = { name: 'price-files', run };
