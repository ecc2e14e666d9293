import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseEnv, promisify } from 'node:util';
import postgres, { type Sql } from 'postgres';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../lib/prices/simulated-market.ts';
import { latestBlock } from '../chain/rpc.ts';
import { stackPaths } from '../process/paths.ts';
import { processIdentity } from '../process/process-identity.ts';
import { sleep } from '../process/sleep.ts';
import { expectDelegatedDone, openDelegated } from '../testing/delegated.ts';
import {
  type DemoLine,
  type DemoProcess,
  stackPids,
  startDemo,
  superuserUrl,
} from '../testing/demo-process.ts';
import { expectSameFigures, expectTheJobDone } from '../testing/expect-figures.ts';
import { expectPerformanceOfLogs, openPerformance } from '../testing/expect-performance.ts';
import { countOf, eventually, type Market, openMarket } from '../testing/market.ts';
import { recount } from '../testing/raw-recount.ts';
import { stackKeys } from '../world/keys.ts';
import { loadTape } from '../world/price-tape.ts';
import { demoOptions } from './options.mjs';
import { worldName } from './recipe.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const RECORDED = resolve(import.meta.dirname, '../../../shared/data/prices/hourly_2022-11.csv');
const isRecorded = existsSync(RECORDED);
if (!isRecorded)
  console.warn(`No recorded prices at ${RECORDED}: the demo is tried on its simulated market.`);

/** The recorded prices from the eve of a crash on: the same job in fewer rows. */
const recordedCrash = (folder: string): readonly string[] => {
  if (!isRecorded) return [];
  const [head = '', ...rows] = readFileSync(RECORDED, 'utf8').split('\n');
  const path = join(folder, 'prices.csv');
  writeFileSync(path, [head, ...rows.filter((row) => row >= '2022-11-07T00')].join('\n'));
  return ['--prices', path];
};

const LIVE = `('signed', 'open', 'partially-filled', 'unfillable')`;

const openSql = (url: string): Sql => postgres(url, { max: 2, prepare: false, onnotice: () => undefined });

const listen = (): Promise<{ server: Server; port: number }> =>
  new Promise((done) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => done({ server, port: (server.address() as { port: number }).port }));
  });

describe('the demo, held up after its run', () => {
  let dir = '';
  let history: readonly string[] = [];
  let demo: DemoProcess;
  let line: DemoLine;
  let sql: Sql;
  let market: Market;
  let takenPort = 0;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), '1balancer-demo-'));
    history = recordedCrash(dir);
    const { server, port } = await listen();
    takenPort = port;
    demo = startDemo(['--once', '--json', '--hold', '--dir', dir, '--port', String(port), ...history]);
    try {
      line = await demo.line;
    } finally {
      server.close();
    }
    sql = openSql(line.dbUrl);
    market = openMarket(dir, line.rpcUrl);
  });

  afterAll(async () => {
    await sql?.end();
    await demo?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  /** The chain's fills are the stored ones, no order is filled beyond itself, none is live twice. */
  const expectNothingLostOrDoubled = async (): Promise<void> => {
    const again = await recount({ ...line, blocks: Number((await latestBlock(line.rpcUrl)).number) }, sql);
    expect(again.storedFillKeys).toEqual(again.chainFillKeys);
    expect(again.routerFills).toBe(again.chainFillKeys.length);
    expect(
      await countOf(sql, `fills f where not exists (select from orders o where o.order_hash = f.order_hash)`),
    ).toBe(0);
    expect(
      await countOf(
        sql,
        `(select o.order_hash from orders o join fills f on f.order_hash = o.order_hash
          group by o.order_hash, o.sell_units, o.filled_sell_units
          having sum(f.sell_units) > o.sell_units or sum(f.sell_units) <> o.filled_sell_units) as wrong`,
      ),
    ).toBe(0);
    expect(new Set(again.fillSenders)).toEqual(new Set([line.taker]));
  };

  const noLiveOrders = async (): Promise<boolean> =>
    (await countOf(sql, `orders where status in ${LIVE}`)) === 0;
  /** What nobody fills expires, once block time goes on. */
  const closeOrders = async (): Promise<void> => {
    for (let round = 0; round < 60 && !(await noLiveOrders()); round += 1) {
      await sleep(1_500);
      if (!(await noLiveOrders())) await market.move({}, 1_800);
    }
    expect(await noLiveOrders()).toBe(true);
  };
  /** By strangers; the account that keeps its own tokens swaps at once. */
  const fillCount = (): Promise<number> =>
    countOf(sql, `fills f join orders o on o.order_hash = f.order_hash where o.venue <> 'proposal'`);
  /**
   * An order at a price that nobody pays any more expires first, and its successor is filled. What a killed tick had
   * claimed comes due again only when its lease has run out, some 20 s later.
   */
  const moreFills = async (than: number): Promise<void> => {
    for (let round = 0; round < 60 && (await fillCount()) <= than; round += 1) {
      await sleep(2_000);
      if ((await fillCount()) <= than) await market.move({}, 1_800);
    }
    expect(await fillCount()).toBeGreaterThan(than);
  };

  it('prints one line of JSON and nothing else on standard output', () => {
    expect(demo.printed().trimEnd().split('\n')).toHaveLength(1);
    expect(demo.said()).toContain(`Port ${takenPort} is in use`);
    if (isRecorded) expect(demo.said()).toContain('USDT has no column of its own: it is held at 1.00 USD.');
  });

  it('every figure of the line is found again in raw logs and whole tables', async () => {
    const again = await recount(line, sql);
    expectSameFigures(line, again);
    expectTheJobDone(line, again);
    expect(line.pricesSkipped).toBe(0);
  });

  it('the account that keeps its own tokens left its band and was brought back by swaps of its own delegations', async () => {
    await expectDelegatedDone(line, sql, privateKeyToAccount(stackKeys(stackPaths(dir).keys).bot).address);
  });

  it('returns, drift, cash flows and the rebalance log over HTTP are what raw logs come to', async () => {
    const api = openPerformance(line);
    const portfolios = await api.portfolios();
    expect(portfolios).toHaveLength(line.portfolios);
    await closeOrders();
    const [first] = await sql`select max(block_time_seconds)::int as time from snapshots`;
    const { timeSeconds } = await latestBlock(line.rpcUrl);
    expect(timeSeconds).toBeGreaterThanOrEqual(first?.time);
    // Statistics are told of nobody who was watched for less than seven days.
    await market.move({}, 7 * 86_400);
    for (const { id } of portfolios)
      await eventually('there are statistics', async () => (await api.statistics(id)) !== null);
    await closeOrders();
    const head = await latestBlock(line.rpcUrl);
    for (const { id } of portfolios)
      await eventually('the series reach the head', async () => {
        const { points } = await api.series(id);
        return Number(points.at(-1)?.blockNumber) === Number(head.number);
      });
    await expectPerformanceOfLogs(line, sql, Number(head.number));
  });

  it('shows the portfolios to anybody at its address', async () => {
    const page = await fetch(`${line.url}/portfolios`);
    expect(page.status).toBe(200);
    for (const { name } of market.world.portfolios) expect(await page.clone().text()).toContain(name);
  });

  it('a second demo in the same folder is refused, naming process and address', async () => {
    const second = startDemo(['--once', '--json', '--dir', dir, ...history]);
    expect(await second.exited).toBe(1);
    expect(second.said()).toContain(`process ${demo.child.pid}`);
    expect(second.said()).toContain(line.url);
  });

  it('while the taker stands still orders stay open, the next look holds, and expired ones are replaced', async () => {
    const taker = stackPids(dir).get('taker') ?? 0;
    const fillsBefore = await fillCount();
    process.kill(taker, 'SIGSTOP');
    try {
      await market.move({ WETH: 11_000 }, 60);
      await eventually('orders are open', async () => !(await noLiveOrders()));
      const [first] = await sql`select max(id)::text as id from decisions where kind = 'act'`;
      await eventually(
        'a look that holds for an open order',
        async () => (await countOf(sql, `decisions where reason = 'order-open' and id > ${first?.id}`)) > 0,
      );
      const [{ expires } = { expires: 0 }] = await sql<{ expires: number }[]>`
        select max(expires_at_seconds)::int as expires from orders where status in ('signed', 'open')`;
      const { timeSeconds } = await latestBlock(line.rpcUrl);
      await market.move({}, expires - timeSeconds + 1);
      await eventually(
        'the expired orders are noticed',
        async () =>
          (await countOf(sql, `orders where status = 'expired' and expires_at_seconds = ${expires}`)) > 0,
      );
      await eventually(
        'new orders take their place',
        async () =>
          (await countOf(sql, `orders where status = 'open' and expires_at_seconds > ${expires}`)) > 0,
      );
      expect(await fillCount()).toBe(fillsBefore);
    } finally {
      process.kill(taker, 'SIGCONT');
    }
    await moreFills(fillsBefore);
    await closeOrders();
    await expectNothingLostOrDoubled();
  });

  it('bot, web app and taker killed in turn, ten times at random moments, lose and double nothing', async () => {
    const random = seededRandom(20_221_109);
    const fillsBefore = await fillCount();
    for (let round = 0; round < 10; round += 1) {
      const name = ['bot', 'web', 'taker'][round % 3] ?? 'bot';
      await market.move(
        { WETH: round % 2 === 0 ? 11_200 : 8_900, WBTC: round % 2 === 0 ? 9_300 : 10_750 },
        1_000,
      );
      await sleep(random() * 1_500);
      const pid = stackPids(dir).get(name);
      if (pid !== undefined && processIdentity(pid) !== null) process.kill(pid, 'SIGKILL');
    }
    await market.move({ WETH: 11_500 }, 1_000);
    await moreFills(fillsBefore);
    await closeOrders();
    await expectNothingLostOrDoubled();
    expect(demo.said()).toMatch(/bot was ended by SIGKILL/);
    expect(demo.said()).toMatch(/web was ended by SIGKILL/);
    expect(demo.said()).toMatch(/taker was ended by SIGKILL/);
  });

  it('killed whole and short of blocks, the chain is believed and what it lost is undone', async () => {
    const headBefore = await latestBlock(line.rpcUrl);
    const fillsBefore = await fillCount();
    await market.move({ WETH: 12_000, WBTC: 9_000 }, 1_000);
    await moreFills(fillsBefore);
    await sql.end();
    const blocks = openSql(superuserUrl(dir, line.dbUrl, '1balancer_chain'));
    await blocks`delete from blocks where number > ${Number(headBefore.number)}`;
    await blocks.end();
    const pids = [demo.child.pid ?? 0, ...stackPids(dir).values()];
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    await eventually('nothing runs', async () => pids.every((pid) => processIdentity(pid) === null));

    // The market was moved under the taker's hands, so it may have lost for good, which would be waited for in vain.
    const limit = ['--timeout', '120'];
    demo = startDemo(['--once', '--json', '--hold', '--resume', ...limit, '--dir', dir, ...history]);
    line = await demo.line;
    sql = openSql(line.dbUrl);
    const again = await recount(line, sql);
    expectSameFigures(line, again);
    expect(again.storedFillKeys).toEqual(again.chainFillKeys);
    expect(demo.said()).toMatch(/The chain came back \d+ blocks short/);
    expect(line.blocks).toBeGreaterThanOrEqual(Number(headBefore.number));
    await expectNothingLostOrDoubled();
  });

  it('lets programs look at the database without a password, and change nothing', async () => {
    expect(new URL(line.dbUrl).password).toBe('');
    const secrets = Object.values(stackKeys(stackPaths(dir).keys));
    for (const secret of secrets) expect(demo.printed()).not.toContain(secret);
    await expect(sql`update portfolios set name = 'mine'`).rejects.toThrow(/permission denied/);
    await expect(sql`create table mine (id int)`).rejects.toThrow(/permission denied/);
  });

  it('prints the environment in which commands work on it, without the key that signs', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...[join(ROOT, 'scripts/demo.mjs'), '--env', '--dir', dir],
    ]);
    const env = parseEnv(stdout);
    expect(JSON.parse(env['CHAINS'] ?? '')).toMatchObject({
      chains: [{ chain: { id: 31_337 }, rpcUrls: [line.rpcUrl], factoryAddress: line.factory }],
    });
    expect(stdout).not.toContain(stackKeys(stackPaths(dir).keys).bot);
    const look = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', 'cli/main.ts', 'bot', 'once', '--dry-run', '--json'],
      { cwd: ROOT, env: { NODE_ENV: 'production', PATH: process.env['PATH'], ...env } },
    );
    expect(JSON.parse(look.stdout)).toMatchObject({ dryRun: true, failed: 0 });
  });

  it('the account that keeps its own tokens is held, with the reason, once it is paused or has revoked', async () => {
    const owned = openDelegated(dir, line);
    const isHeld = (reason: string) =>
      eventually(`held: ${reason}`, async () => (await owned.lastReason(sql)) === reason);
    const before = await owned.balances();
    await owned.pause();
    await market.move({ WETH: 8_500 }, 3_600);
    await isHeld('paused');
    await owned.unpause();
    await owned.revoke();
    await market.move({}, 3_600);
    await isHeld('delegation-revoked');
    expect(await owned.balances()).toEqual(before);
    expect(await owned.statuses(sql)).toEqual(['revoked', 'revoked']);
  });

  it('stops everything on SIGTERM', async () => {
    const pids = [...stackPids(dir).values()];
    await demo.stop();
    await eventually('nothing runs', async () => pids.every((pid) => processIdentity(pid) === null));
    expect(existsSync(join(dir, 'lock.json'))).toBe(false);
  });
});

describe("the demo on Hardhat's node", () => {
  it('does the same job, and its figures are found again', async () => {
    const dir = mkdtempSync(join(tmpdir(), '1balancer-demo-hardhat-'));
    const demo = startDemo([
      '--once',
      '--json',
      '--hold',
      '--chain',
      'hardhat',
      '--dir',
      dir,
      ...recordedCrash(dir),
    ]);
    try {
      const line = await demo.line;
      const sql = openSql(line.dbUrl);
      const again = await recount(line, sql);
      await sql.end();
      expectSameFigures(line, again);
      expectTheJobDone(line, again);
    } finally {
      await demo.stop();
      rmSync(dir, { recursive: true, force: true });
    }
  });
});

describe('bad input to the demo', () => {
  it('a damaged data folder is named, with the cure', async () => {
    const dir = mkdtempSync(join(tmpdir(), '1balancer-demo-damaged-'));
    try {
      const tape = loadTape({ prices: null, seed: 1 });
      const options = demoOptions([]);
      if (!tape.ok || !options.ok) throw new Error('the default options are refused');
      const { postgres: data } = stackPaths(dir, worldName(options.value, tape.value));
      mkdirSync(data, { recursive: true });
      writeFileSync(join(data, 'PG_VERSION'), '18\n');
      // Run by root, the data of a private folder lives in the system's temporary one.
      const relocated = join(
        tmpdir(),
        `1balancer-${createHash('sha256').update(data).digest('hex').slice(0, 12)}`,
        'data',
      );
      mkdirSync(relocated, { recursive: true });
      writeFileSync(join(relocated, 'PG_VERSION'), '18\n');
      const demo = startDemo(['--once', '--json', '--dir', dir]);
      expect(await demo.exited).toBe(1);
      expect(demo.said()).toContain('--reset');
      expect([dir, relocated].some((folder) => demo.said().includes(folder))).toBe(true);
      rmSync(join(relocated, '..'), { recursive: true, force: true });
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });

  it('a price file with a wrong cell is refused with line and column before anything starts', async () => {
    const dir = mkdtempSync(join(tmpdir(), '1balancer-demo-prices-'));
    const path = join(dir, 'bad.csv');
    writeFileSync(path, 'time,BTC,ETH\n2022-10-01T00:00:00Z,19402.88,0\n');
    const demo = startDemo(['--once', '--json', '--dir', join(dir, 'stack'), '--prices', path]);
    expect(await demo.exited).toBe(2);
    expect(demo.said()).toContain('line 2, column 31');
    expect(existsSync(join(dir, 'stack'))).toBe(false);
    rmSync(dir, { recursive: true, force: true });
  });
});
