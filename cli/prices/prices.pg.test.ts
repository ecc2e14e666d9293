import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBotDatabase } from '../../services/store/database.ts';
import { arrangePortfolios, CHAIN_ID } from '../../services/store/testing/arrange.ts';
import { lookOf } from '../../services/store/testing/looks.ts';
import { createTestDatabase, type TestDatabase } from '../../services/store/testing/test-database.ts';
import { claimDue } from '../../services/store/tick/leases.ts';
import { startTick } from '../../services/store/tick/ticks.ts';
import { openPriceRecords, type PriceRecords } from '../../services/wire/prices/prices.ts';
import { inDatabase, tickJournal } from '../../services/wire/tick/bot-store.ts';
import type { BACKTEST_OPTIONS } from '../backtest/options.ts';
import { runBacktest } from '../backtest/run-backtest.ts';
import { loadStoredPrices } from '../backtest/stored-prices.ts';
import { type Input, UsageError } from '../command/command.ts';
import { findCommand } from '../command/find-command.ts';
import { readInput } from '../command/read-input.ts';
import { backtestCommand, HOUSE } from '../commands/house.ts';
import { loadPrices, readPriceFlags } from '../price-argument.ts';
import { fetchToFile } from './fetch-histories.ts';
import type { FETCH_OPTIONS, IMPORT_OPTIONS } from './options.ts';
import { readFetch, readImport } from './read-work.ts';
import { runPrices, type StoredWork } from './run.ts';

/** 2024-03-10, 12:00 UTC. */
const NOW = 1_710_072_000;
const DAY = 86_400;
const folder = mkdtempSync(join(tmpdir(), 'prices-'));

let database: TestDatabase;
let records: PriceRecords;
let server: Server;
let url: string;
beforeAll(async () => {
  database = await createTestDatabase();
  records = openPriceRecords(database.urls.bot.reveal());
  // The public candles API, as documented: newest first, 404 for an unknown pair.
  server = createServer((request, response) => {
    const asked = new URL(request.url ?? '/', 'http://fake');
    if (!asked.pathname.startsWith('/products/BTC-USD')) {
      response.writeHead(404).end('{"message":"NotFound"}');
      return;
    }
    const at = (name: string): number => Date.parse(asked.searchParams.get(name) ?? '') / 1_000;
    const rows: string[] = [];
    for (let time = at('end'); time >= at('start'); time -= DAY)
      rows.push(`[${time},1,9,2,${time / DAY}.5,7]`);
    response.writeHead(200, { 'content-type': 'application/json' }).end(`[${rows.join(',')}]`);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server?.close();
  await records?.close();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const workOf = (argv: readonly string[]): StoredWork => {
  const found = findCommand(HOUSE.commands, ['prices', ...argv]);
  if (found.kind === 'help') throw new UsageError('say what to do');
  const input = readInput(found.command, found.words);
  if (input === null) throw new UsageError('help');
  if (found.command.name === 'prices import') return readImport(input as Input<typeof IMPORT_OPTIONS>);
  if (found.command.name === 'prices fetch') return readFetch(input as Input<typeof FETCH_OPTIONS>, NOW);
  return { kind: 'list' };
};

const run = async (...argv: string[]): Promise<string> => {
  try {
    const done = await runPrices(records, workOf(argv));
    return done.ok ? done.value : `${done.error.code}: ${done.error.message}`;
  } catch (error) {
    if (error instanceof UsageError) return `usage: ${error.message}`;
    throw error;
  }
};

const fileOf = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const CSV = 'date,BTC,ETH\n2024-01-01,100.25,10\n2024-01-02,101,\n2024-01-04,99,12\n2024-01-05,90,12\n';

describe('npm run prices, on the real database', () => {
  it('imports a file once, each close at the instant it was known', async () => {
    const file = fileOf('closes.csv', CSV);
    expect(await run('import', file)).toBe(
      '7 prices of 2 assets, 7 new; 1 rows are missing in the file, nothing was filled in',
    );
    expect(await run('import', file)).toContain('0 new');
    const [row] = await database.admin`
      select price_usd_e18::text as usd from price_points
      where asset = 'BTC' and source = 'file' and time_seconds = ${Date.UTC(2024, 0, 2) / 1_000}`;
    expect(row?.usd).toBe('100250000000000000000');
  });

  it('backtests what was imported exactly like the file itself', async () => {
    const file = fileOf('same.csv', CSV);
    const backtest = async (prices: string): Promise<string> => {
      const said: string[] = [];
      const io = {
        stored: (name: string) => loadStoredPrices(records, name),
        out: (text: string) => said.push(text),
        error: (text: string) => said.push(text),
        screen: { write: () => true },
      };
      const argv = ['--prices', prices, '--targets', 'BTC=50,ETH=50', '--policy', 'balanced', '--json'];
      const input = readInput(backtestCommand, argv);
      await runBacktest(input as Input<typeof BACKTEST_OPTIONS>, io);
      return said.join('');
    };
    expect(await backtest('db:file')).toBe(await backtest(file));
    expect(await backtest('db:nothing')).toContain('no prices called "nothing"');
    expect(await backtest('db:file@5m')).toContain('neither 1d nor 1h');
  });

  it('fetches daily closes up to yesterday’s, and keeps those it has', async () => {
    expect(await run('fetch', 'BTC', '--from', '2023-01-01', '--url', url)).toBe(
      'BTC: 434 daily closes, 434 new',
    );
    expect(await run('fetch', 'BTC', '--from', '2022-12-31', '--url', url)).toBe(
      'BTC: 435 daily closes, 1 new',
    );
    const [last] = await database.admin`
      select max(time_seconds)::text as time from price_points where source = 'coinbase'`;
    expect(Number(last?.time)).toBe(NOW - (NOW % DAY));
  });

  it('fetches into a file that backtest reads, whole or not at all, and over nothing that is there', async () => {
    const out = join(folder, 'fetched.csv');
    const work = (...argv: string[]) => {
      const fetching = workOf(['fetch', ...argv, '--url', url, '--out', out]);
      if (fetching.kind !== 'fetch') throw new Error('that is no fetch');
      return fetchToFile(fetching, out);
    };
    expect(await work('BTC,NONE', '--from', '2024-03-01')).toMatchObject({
      ...{ ok: false, error: { code: 'asset-unknown' } },
    });
    expect(existsSync(out)).toBe(false);
    expect(await work('BTC', '--from', '2024-03-01')).toEqual({
      ...{ ok: true, value: `BTC: 9 daily closes\n9 rows written to ${out}` },
    });
    const file = loadPrices([out], readPriceFlags({}).wish, '--prices');
    const first = Date.UTC(2024, 2, 1) / 1_000;
    expect(file.ok && file.value.rows[0]).toEqual({
      ...{ labelSeconds: first, knownAtSeconds: first + DAY },
      prices: [BigInt(first / DAY) * 10n ** 18n + 5n * 10n ** 17n],
    });
    expect(await work('BTC', '--from', '2024-03-02')).toMatchObject({
      ...{ ok: false, error: { code: 'file-unwritable', message: `--out: ${out} is there already` } },
    });
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('says in plain words that an asset is unknown or the network is not there', async () => {
    expect(await run('fetch', 'NONE', '--url', url)).toMatch(/^asset-unknown: NONE/);
    expect(await run('fetch', 'BTC', '--url', 'http://127.0.0.1:1')).toMatch(
      /^prices-unavailable: BTC: coinbase cannot be reached/,
    );
  });

  it('refuses a bad file and stores nothing of it', async () => {
    const file = fileOf('bad.csv', 'date,SOL\n2024-01-01,1\n2024-01-02,-1\n');
    expect(await run('import', file)).toContain('line 3, column 12: SOL: a negative price');
    const rows = await database.admin`select from price_points where asset = 'SOL'`;
    expect(rows).toHaveLength(0);
  });

  it('has the prices that looks were made on, from the bot’s own journal, once', async () => {
    const portfolios = await arrangePortfolios(database.admin, 2);
    const bot = openBotDatabase({ url: database.urls.bot });
    const run = inDatabase(bot);
    const recorded = () =>
      database.admin`select asset, source from price_points where source like 'recorded%' order by asset`;
    for (const expected of [2, 2]) {
      const tick = await bot.run((sql) => startTick(sql, { source: 'cli', schedulerExecutionId: 'prices' }));
      const journal = tickJournal(run, { chainId: CHAIN_ID, tickId: tick.id, dueBefore: 'infinity' });
      const claim = { chainId: CHAIN_ID, owner: 't', limit: 9, leaseSeconds: 60, dueBefore: 'infinity' };
      const leases = await bot.run((sql) => claimDue(sql, claim));
      const looks = leases.flatMap((lease) => {
        const portfolio = portfolios.find(({ id }) => id === lease.portfolioId);
        return portfolio === undefined ? [] : [lookOf(lease, portfolio)];
      });
      expect(looks).toHaveLength(2);
      expect(await journal.write(looks)).toMatchObject({ ok: true });
      await journal.release(looks.map(({ lease }) => lease));
      expect(await recorded()).toHaveLength(expected);
    }
    await bot.close();
    const [first] = await recorded();
    expect(first?.source).toMatch(new RegExp(`^recorded ${CHAIN_ID} `));
  });

  it('reads what was recorded from any feed, but never mixes two feeds of one symbol', async () => {
    const point = (asset: string, feed: string) => ({
      ...{ asset, source: `recorded 1 chainlink ${feed}`, knownAtSeconds: 9 * DAY, priceUsdE18: 10n ** 18n },
    });
    await records.save([point('X', '0x1'), point('Y', '0x2')]);
    const read = async () => loadStoredPrices(records, 'recorded 1');
    const both = await read();
    expect(both.ok && both.value.columns).toEqual(['X', 'Y']);
    await records.save([point('X', '0x3')]);
    const mixed = await read();
    expect(mixed.ok ? '' : mixed.error.message).toContain(
      'X from "recorded 1 chainlink 0x1" and from "recorded 1 chainlink 0x3"',
    );
    const one = await loadStoredPrices(records, 'recorded 1 chainlink 0x3');
    expect(one.ok && one.value.columns).toEqual(['X']);
  });

  it('takes the last of several prices of a day, however they were stored', async () => {
    const odd = (knownAtSeconds: number, dollars: bigint) => ({
      asset: 'BTC',
      source: 'odd',
      knownAtSeconds,
      priceUsdE18: dollars * 10n ** 18n,
    });
    await records.save([odd(DAY + 300, 3n), odd(DAY + 100, 1n), odd(DAY + 200, 2n)]);
    const file = await loadStoredPrices(records, 'odd');
    expect(file.ok && file.value.rows).toEqual([
      { labelSeconds: DAY, knownAtSeconds: 2 * DAY, prices: [3n * 10n ** 18n] },
    ]);
  });

  it('lists what there is', async () => {
    const table = await run('list');
    expect(table).toMatch(/^source +asset +from +to +prices\n/);
    expect(table).toMatch(/recorded \d+ \S.* +A +/);
    expect(table).toMatch(/file +BTC +2024-01-02 +2024-01-06 +4\n/);
  });

  it.each([
    [[], 'say what to do'],
    [
      ['import'],
      'FILE is missing: of prices; NAME=FILE names the asset of a file of candles, several files become one',
    ],
    [
      ['import', 'a.csv', '--source', 'recorded'],
      '--source: "recorded" is kept for what the bot itself records',
    ],
    [['import', 'a', '--source', 'My File'], '--source: "My File" is not a word like file'],
    [
      ['fetch'],
      'ASSETS is missing: symbols, divided by commas; BTC=bitcoin says what the source calls one, which CoinGecko needs',
    ],
    [['fetch', 'BTC', '--source', 'kraken'], '--source: "kraken" is none of coinbase, coingecko, binance'],
    [
      ['fetch', 'BTC', '--source', 'coingecko'],
      'fetch: several coins go by BTC there: say which, like BTC=bitcoin',
    ],
    [['fetch', 'BTC=a/b'], 'fetch: "a/b" is no id, like BTC=bitcoin'],
    [['fetch', 'BTC,BTC=BTC-USD'], 'fetch: BTC is named twice'],
    [['fetch', ','], 'fetch: name at least one asset, like BTC,ETH'],
    [['fetch', 'btc'], 'fetch: "btc" is not a symbol like BTC'],
    [['fetch', 'BTC', '--from', 'monday'], '--from: "monday" is not a day like 2024-01-31'],
    [['fetch', 'BTC', '--from', '2024-02-02', '--to', '2024-02-01'], '--from: must not be after --to'],
    [['list', 'all'], "Unexpected argument 'all'"],
    [['lst'], 'Unknown command: lst (Did you mean list?)'],
    [['list', '--step', '1d'], "Unknown option '--step'"],
  ])('names what is wrong with %j', async (argv, problem) => {
    expect(await run(...argv)).toBe(`usage: ${problem}`);
  });
});
