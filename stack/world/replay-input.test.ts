import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { simulateMarket } from '../../lib/prices/simulated-market.ts';
import { demoOptions } from '../demo/options.mjs';
import { nextFreePort } from '../process/free-port.ts';
import { chooseAssets } from './assets.ts';
import { answerOf } from './feeds.ts';
import { portfolioSpecs } from './portfolio-specs.ts';
import { loadTape, type PriceTape } from './price-tape.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tape-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const tapeOf = (text: string): ReturnType<typeof loadTape> => {
  const path = join(dir, 'prices.csv');
  writeFileSync(path, text);
  return loadTape({ prices: path, seed: 1 });
};
const whole = (text: string): PriceTape => {
  const tape = tapeOf(text);
  if (!tape.ok) throw new Error(tape.error.message);
  return tape.value;
};

describe('the tape', () => {
  it('knows a close one step after its label, and lets time pass over a missing row without prices', () => {
    const tape = whole(
      'time,BTC,ETH\n2022-10-01T00:00:00Z,20000,1300\n2022-10-01T01:00:00Z,20000,1300\n2022-10-01T04:00:00Z,20100,1310\n',
    );
    expect(tape.startSeconds).toBe(1_664_582_400);
    expect(tape.rows.map(({ knownAtSeconds }) => (knownAtSeconds - tape.startSeconds) / 3_600)).toEqual([
      1, 2, 3, 4, 5,
    ]);
    expect(tape.rows.map(({ prices }) => prices.every((price) => price === null))).toEqual([
      false,
      false,
      true,
      true,
      false,
    ]);
  });

  it.each([
    ['a row twice', 'time,BTC\n2022-10-01T00:00:00Z,1\n2022-10-01T00:00:00Z,1\n', 'line 3, column 1'],
    [
      'an earlier row later',
      'time,BTC\n2022-10-01T00:00:00Z,1\n2022-10-01T02:00:00Z,1\n2022-10-01T01:00:00Z,1\n',
      'line 4, column 1',
    ],
    ['zero', 'time,BTC,ETH\n2022-10-01T00:00:00Z,1,0\n', 'line 2, column 24'],
    ['a negative price', 'time,BTC\n2022-10-01T00:00:00Z,-5\n', 'line 2, column 22'],
    ['a word', 'time,BTC\n2022-10-01T00:00:00Z,ten\n', 'line 2, column 22'],
    [
      'an unknown column',
      'time,BTC,GOLD\n2022-10-01T00:00:00Z,1,1\n',
      'the local stack has no token for column "GOLD"',
    ],
  ])('refuses a file with %s, naming the file and the place', (_, text, place) => {
    const tape = tapeOf(text);
    expect(tape.ok).toBe(false);
    expect(tape.ok ? '' : tape.error.message).toContain(`prices.csv: ${place}`);
  });

  it('tells of a doubt that the demo has no option for where there is one', () => {
    const tape = tapeOf('date,BTC\n03/04/2024,1\n04/05/2024,2\n05/06/2024,3\n');
    expect(tape.ok ? '' : tape.error.message).toMatch(
      /--dates dmy .*These are options of npm run prices -- convert/,
    );
  });

  it('says which file it could not read', () => {
    const tape = loadTape({ prices: join(dir, 'absent.csv'), seed: 1 });
    expect(tape).toMatchObject({ ok: false, error: { code: 'price-file-unreadable' } });
  });

  it('is the same simulated market for the same seed, and another for another', () => {
    expect(simulateMarket(7, 50)).toEqual(simulateMarket(7, 50));
    expect(simulateMarket(7, 50)).not.toEqual(simulateMarket(8, 50));
  });
});

describe('the assets of the demo', () => {
  it('are only those with a price from the first row on; a stable coin without a column is held at 1.00', () => {
    const tape = whole(
      'time,BTC,ETH,SOL,USDC\n2022-10-01T00:00:00Z,20000,1300,,\n2022-10-01T01:00:00Z,20000,1300,30,1.0\n',
    );
    const choice = chooseAssets(tape);
    if (!choice.ok) throw new Error(choice.error.message);
    expect(choice.value.risky.map(({ symbol }) => symbol)).toEqual(['WBTC', 'WETH']);
    expect(choice.value.stables.map(({ symbol, column }) => [symbol, column])).toEqual([
      ['USDT', null],
      ['DAI', null],
    ]);
    expect(choice.value.notes.join()).toContain('USDC is not used');
    const row = tape.rows[0];
    if (row === undefined) throw new Error('no row');
    expect(answerOf(row, tape.columns, null)).toBe(100_000_000n);
    expect(answerOf(row, tape.columns, 'SOL')).toBeNull();
  });

  it('can not be chosen from a file in which nothing moves', () => {
    const choice = chooseAssets(whole('time,USDC\n2022-10-01T00:00:00Z,1\n'));
    expect(choice).toMatchObject({ ok: false, error: { code: 'no-moving-price' } });
  });

  it('make two, three and five assets with 6, 8 and 18 decimals, an absolute and a relative band, whatever the count', () => {
    const tape = loadTape({ prices: null, seed: 3 });
    if (!tape.ok) throw new Error(tape.error.message);
    const choice = chooseAssets(tape.value);
    if (!choice.ok) throw new Error(choice.error.message);
    const of = { count: 8, choice: choice.value, stepSeconds: 3_600, seed: 3 };
    const specs = portfolioSpecs({ ...of, venue: 'order-book' });
    expect(specs.map(({ holdings }) => holdings.length)).toEqual([2, 3, 5, 2, 3, 5, 2, 3]);
    const decimals = new Set(
      specs.slice(0, 3).flatMap(({ holdings }) => holdings.map(({ asset }) => asset.decimals)),
    );
    expect([6, 8, 18].every((each) => decimals.has(each))).toBe(true);
    expect(new Set(specs.slice(0, 3).map(({ band }) => band.kind))).toEqual(
      new Set(['absolute', 'relative']),
    );
    for (const { holdings } of specs) {
      expect(holdings.reduce((sum, { targetBps }) => sum + targetBps, 0)).toBe(10_000);
      expect(new Set(holdings.map(({ asset }) => asset.symbol)).size).toBe(holdings.length);
    }
  });
});

describe('the command line', () => {
  it('names every wrong option at once', () => {
    const parsed = demoOptions(['--portfolios', '0', '--chain', 'geth', '--seed', 'x', '--hold']);
    expect(parsed.ok ? '' : parsed.error.message).toMatch(
      /--portfolios.*\n.*--seed.*\n.*--chain.*\n.*--hold/s,
    );
  });
});

it('the next free port is taken when the wanted one is in use', async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
  try {
    expect((await nextFreePort(port)).port).toBeGreaterThan(port);
  } finally {
    server.close();
  }
});

it('a port that a stack was given and does not listen on yet is given to no other', async () => {
  const first = await nextFreePort(24_000);
  const second = await nextFreePort(24_000);
  expect(second.port).toBeGreaterThan(first.port);
});
