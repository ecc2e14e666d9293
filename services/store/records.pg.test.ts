import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPricesCommand } from '../../cli/prices/arguments.ts';
import { type PricesPorts, runPrices } from '../../cli/prices/run.ts';
import { parseReplayArguments, runReplay } from '../../cli/replay/run.ts';
import { encodeDecision, encodeSnapshot } from '../../lib/engine/codec.ts';
import { decide } from '../../lib/engine/decide.ts';
import { NOW, snapshotOf, tokenAt } from '../../lib/engine/testing/builders.ts';
import { policyToJson } from '../../lib/schema/policy.ts';
import { PRESETS } from '../../lib/schema/policy-presets.ts';
import { openRecords, type Records } from '../wire/records.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

const hash = (n: number): string => `0x${n.toString(16).padStart(64, '0')}`;

let database: TestDatabase;
let records: Records;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  records = openRecords(database.urls.bot.reveal());
  folder = mkdtempSync(join(tmpdir(), 'prices-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await records.close();
  await database.drop();
});

/** Stores a portfolio with one look for each drift, as a tick would; answers the decisions' ids. */
const storeLooks = async (overs: readonly number[]): Promise<string[]> => {
  const { admin } = database;
  const [account] = await admin`
    insert into accounts (kind, chain_id, address, owner, paused, created_block, created_block_hash)
    values ('balancer', 31337, ${tokenAt(77)}, ${tokenAt(1)}, false, 1, ${hash(1)}) returning id`;
  const [portfolio] =
    await admin`insert into portfolios (account_id, name, shared, simulated) values (${account?.id}, 'one', true, true) returning id`;
  await admin`
    insert into policies (portfolio_id, version, schema_version, policy, created_by)
    values (${portfolio?.id}, 1, 1, ${JSON.stringify(policyToJson(PRESETS.index))}::text::jsonb, 'test')`;
  const [tick] = await admin`insert into ticks (source, dry_run) values ('cli', false) returning id`;
  const ids: string[] = [];
  for (const over of overs) {
    const snapshot = snapshotOf([
      { usd: 5_000 + over, targetBps: 5_000 },
      { usd: 5_000 - over, targetBps: 5_000 },
    ]);
    const decision = decide(snapshot, PRESETS.index);
    const [stored] = await admin`
      insert into snapshots (portfolio_id, tick_id, block_number, block_hash, block_time_seconds, nav_usd_e18, snapshot)
      values (${portfolio?.id}, ${tick?.id}, 1, ${snapshot.blockHash}, ${snapshot.nowSeconds}, 0, ${JSON.stringify(encodeSnapshot(snapshot))}::text::jsonb)
      returning id`;
    const [row] = await admin`
      insert into decisions (snapshot_id, portfolio_id, tick_id, policy_version, engine_version, kind, reason, decision, next_look_at_seconds)
      values (${stored?.id}, ${portfolio?.id}, ${tick?.id}, 1, ${decision.engineVersion}, ${decision.plan.kind},
        ${decision.plan.kind === 'hold' ? decision.plan.reason : null}, ${JSON.stringify(encodeDecision(decision))}::text::jsonb, ${decision.nextLookAt})
      returning id::text`;
    ids.push(String(row?.id));
  }
  return ids;
};

const replayed = async (...argv: string[]) => {
  const lines: string[] = [];
  const wanted = parseReplayArguments(argv);
  if (wanted === null) return { code: 2, lines };
  const say = (text: string): void => void lines.push(text);
  return { code: await runReplay(records, { out: say, error: say }, wanted), lines };
};

describe('npm run replay, on the real database', () => {
  let ids: string[];
  beforeAll(async () => {
    ids = await storeLooks([0, 400, 600, 1_200]);
  });

  it('finds every stored decision identical', async () => {
    expect(await replayed('--all')).toEqual({
      code: 0,
      lines: ['4 replayed: 4 identical, 0 differ from an older engine, 0 differ, 0 unreadable'],
    });
    expect(await replayed(ids[2] ?? '')).toEqual({ code: 0, lines: [`decision ${ids[2]} is identical`] });
  });

  it('shows a row that was changed afterwards, and one an older engine made', async () => {
    const { admin } = database;
    await admin`update decisions set decision = jsonb_set(decision, '{navUsdE18}', '"1"') where id = ${ids[1] ?? ''}`;
    await admin`update decisions set engine_version = '0.0.1', decision = jsonb_set(decision, '{nextLookAt}', '7') where id = ${ids[3] ?? ''}`;
    const { code, lines } = await replayed('--all');
    expect(code).toBe(1);
    expect(lines.join('\n')).toContain(
      `decision ${ids[1]} DIFFERS although the same engine made it:\n  navUsdE18: "1" → "10000000000000000000000"`,
    );
    expect(lines.join('\n')).toContain(
      `decision ${ids[3]} differs from what an older engine made of it:\n  nextLookAt: 7 → `,
    );
    expect(lines.at(-1)).toBe(
      '4 replayed: 2 identical, 1 differ from an older engine, 1 differ, 0 unreadable',
    );
    const json = await replayed('--all', '--json');
    expect(JSON.parse(json.lines.at(-1) ?? '')).toEqual({
      replayed: 4,
      identical: 2,
      older: 1,
      different: 1,
      unreadable: 0,
    });
    expect((await replayed(ids[3] ?? '')).code).toBe(0);
  });

  it('says when there is no such decision, and refuses what it cannot read', async () => {
    expect(await replayed('999999')).toEqual({ code: 1, lines: ['There is no decision 999999.'] });
    for (const argv of [[], ['x'], ['1', '2'], ['--every']]) expect((await replayed(...argv)).code).toBe(2);
  });
});

describe('npm run prices, on the real database', () => {
  const prices = async (
    argv: readonly string[],
    dailyCloses: PricesPorts['dailyCloses'] = () => Promise.reject(new Error('not asked for')),
  ) => {
    const lines: string[] = [];
    const say = (text: string): void => void lines.push(text);
    const read = readPricesCommand(argv);
    if (!read.ok) return { code: 2, lines: [read.problem] };
    const ports = { ...records, dailyCloses, nowSeconds: () => NOW, out: say, error: say };
    return { code: await runPrices(ports, read.command), lines };
  };
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  it('imports a file at the instants its prices were known, once', async () => {
    const path = file('small.csv', 'date,BTC,ETH\n2024-01-01,42000.5,\n2024-01-02,43000,2300\n');
    expect(await prices(['import', path])).toEqual({
      code: 0,
      lines: ['3 prices of 2 assets in 2 rows (0 rows missing): 3 new, as "file small.csv"'],
    });
    expect((await prices(['import', path])).lines[0]).toContain(': 0 new');
    const stored = await records.prices({
      assets: ['BTC', 'ETH'],
      source: 'file small.csv',
      fromSeconds: 0,
      toSeconds: NOW,
    });
    expect(stored).toEqual({
      ok: true,
      value: [
        {
          asset: 'BTC',
          source: 'file small.csv',
          timeSeconds: 1_704_153_600,
          priceUsdE18: 42_000_500_000_000_000_000_000n,
        },
        {
          asset: 'BTC',
          source: 'file small.csv',
          timeSeconds: 1_704_240_000,
          priceUsdE18: 43_000n * 10n ** 18n,
        },
        {
          asset: 'ETH',
          source: 'file small.csv',
          timeSeconds: 1_704_240_000,
          priceUsdE18: 2_300n * 10n ** 18n,
        },
      ],
    });
  });

  it('refuses a bad file with its place, and stores nothing of it', async () => {
    const path = file('bad.csv', 'date,BTC\n2024-01-01,1\n2024-01-02,-1\n');
    const { code, lines } = await prices(['import', path, '--source', 'bad']);
    expect([code, lines[0]]).toEqual([1, `${path}: line 3, column 12: BTC: a negative price, -1`]);
    expect((await prices(['list'])).lines.join()).not.toContain('bad');
    expect((await prices(['import', join(folder, 'none.csv')])).code).toBe(1);
  });

  it('records the feed answers of stored snapshots, once', async () => {
    expect((await prices(['record'])).lines).toEqual(['2 new prices from stored snapshots']);
    expect((await prices(['record'])).lines).toEqual(['0 new prices from stored snapshots']);
  });

  it('fetches what the source has, and says what it has not', async () => {
    const source: PricesPorts['dailyCloses'] = ({ asset, fromSeconds, toSeconds }) =>
      Promise.resolve(
        asset === 'ETH'
          ? { ok: true, value: [{ knownAtSeconds: toSeconds, priceUsdE18: BigInt(toSeconds - fromSeconds) }] }
          : {
              ok: false,
              error: { code: 'asset-unknown', message: `${asset}: not listed`, retry: { when: 'never' } },
            },
      );
    const { code, lines } = await prices(['fetch', '--assets', 'ETH,POL'], source);
    expect([code, lines]).toEqual([1, ['ETH: 1 daily closes, 1 new', 'POL: not listed']]);
    expect((await prices(['list'])).lines.join('\n')).toContain('candles api.exchange.coinbase.com');
  });

  it.each([
    [[], 'none of import, record, fetch, list'],
    [['import'], 'import needs a file'],
    [['fetch'], 'fetch needs --assets'],
    [['fetch', '--assets', 'DOGE'], 'unknown "DOGE"'],
    [['fetch', '--assets', 'ETH', '--from', '2024-13-01'], '--from: "2024-13-01" is not a day'],
    [
      ['fetch', '--assets', 'ETH', '--from', '2024-02-01', '--to', '2024-01-01'],
      '--from must be before --to',
    ],
    [['list', '--source', 'x'], '--source is not an option of list'],
    [['record', 'x'], 'record was given too much'],
  ])('refuses %j', async (argv, problem) => {
    const { code, lines } = await prices(argv);
    expect([code, lines[0]]).toEqual([2, expect.stringContaining(problem)]);
  });
});
