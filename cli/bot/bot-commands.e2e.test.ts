import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { getAddress } from 'viem';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type BotWorld, buildBotWorld } from '../../e2e/support/bot-world.ts';
import { compiledCommand } from '../../e2e/support/built-commands.ts';
import { openDirectConnection } from '../../services/store/database.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** An account that anvil knows, and no portfolio. */
const NOBODY = '0x70997970c51812dc3a010c7d01b50e0d17dc79c8';

let world: BotWorld;
const running = new Set<ChildProcess>();
beforeAll(async () => {
  world = await buildBotWorld();
});
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});
afterAll(() => world?.stop());

type Ended = { readonly code: number | null; readonly out: string; readonly error: string };
type Started = {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Everything it has said so far. */
  readonly said: () => string;
};

const start = (words: readonly string[], change: Readonly<Record<string, string>> = {}): Started => {
  const child = spawn(process.execPath, [compiledCommand('main'), 'bot', ...words], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], NODE_ENV: 'test', ...world.env, ...change },
  });
  running.add(child);
  let [out, error] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    error += text;
  });
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code, out, error });
    }),
  );
  return { child, ended, said: () => out + error };
};

const run = (words: readonly string[], change?: Readonly<Record<string, string>>) =>
  start(words, change).ended;

const until = async (condition: () => boolean | Promise<boolean>, bot: Started): Promise<void> => {
  for (let attempt = 0; attempt < 4_800; attempt += 1) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`waited too long; the bot said: ${bot.said()}`);
};

const stored = async () => {
  const [row] = await world.database.admin`
    select (select count(*) from ticks)::int as ticks, (select count(*) from decisions)::int as decisions,
      (select count(*) from orders)::int as orders, (select sum(lease_token) from leases)::int as tokens,
      (select max(block_number) from cursors)::int as block`;
  return { ...row };
};
const head = async (): Promise<number> => Number(await world.rpc('eth_blockNumber'));

describe('bot keep', () => {
  it('takes new looks into the series, and says that nothing old is left', async () => {
    expect(await run(['keep'])).toMatchObject({
      code: 0,
      out: 'Chain 31337: 0 old looks that found nothing to do were summed up; nothing is left to do.\n',
    });
    const { code, out } = await run(['keep', '--json']);
    expect([code, JSON.parse(out)]).toEqual([0, { chainId: 31_337, looks: 0, isDone: true }]);
  });
});

describe('bot reconcile', () => {
  it('brings the index to the head, finds the portfolio and what came in, and decides nothing', async () => {
    const { code, out } = await run(['reconcile']);
    expect([code, out]).toEqual([0, `Chain 31337, block ${await head()}: the index stands at the head.\n`]);
    expect(await stored()).toMatchObject({ ticks: 0, decisions: 0, orders: 0, block: await head() });
    const [row] = await world.database.admin`select count(*)::int as flows from cash_flows`;
    expect(row?.['flows']).toBe(2);
  });

  it('says so when it undid a branch that the chain has left', async () => {
    await world.rpc('anvil_mine', ['0x3']);
    await run(['reconcile']);
    await world.rpc('anvil_reorg', [3, []]);
    const { code, out } = await run(['reconcile', '--json']);
    expect(code).toBe(0);
    const { hash } = (await world.rpc('eth_getBlockByNumber', ['latest', false])) as {
      readonly hash: string;
    };
    expect(JSON.parse(out)).toEqual({
      ...{ chainId: 31_337, state: 'settled', reorganised: true },
      ...{ blockNumber: `${await head()}`, blockHash: hash },
    });
  });

  it('ends with 1 and the reason when a chain does not answer, or is another one', async () => {
    const away = await run(['reconcile'], { RPC_URL: 'http://127.0.0.1:9' });
    expect([away.code, away.out]).toEqual([1, '']);
    expect(away.error).toMatch(/^Chain 31337: chain-unavailable: /m);
    const other = await run(['reconcile', '--json'], { NETWORK_ID: '1' });
    expect([other.code, JSON.parse(other.out)]).toMatchObject([1, { chainId: 1, error: 'wrong-chain' }]);
  });
});

describe('bot plan', () => {
  it('shows the decision and every number behind it, due or not, and stores, signs and places nothing', async () => {
    await world.tick();
    await world.setPrices(100_000_000n, 2_400_000_000_000n);
    await world.database.admin`update leases set visible_at = now() + interval '1 hour'`;
    const before = await stored();
    const { code, out, error } = await run(['plan', '--portfolio', world.portfolio]);
    expect(code, error).toBe(0);
    const [sentence, header, ...rows] = out.trimEnd().split('\n');
    expect(sentence).toMatch(
      new RegExp(`^half and half \\(${world.portfolio}\\) at block ${await head()}: .*WBTC`),
    );
    expect(header).toMatch(/^asset +value +weight +target +drift +action +reason$/);
    expect(rows.map((row) => row.slice(0, 4)).sort()).toEqual(['USDC', 'WBTC']);
    expect(await stored()).toEqual(before);
  });

  it('answers as one line of JSON', async () => {
    const { code, out } = await run(['plan', '--portfolio', getAddress(world.portfolio), '--json']);
    expect([code, JSON.parse(out)]).toMatchObject([
      0,
      { portfolio: world.portfolio, name: 'half and half', decision: { plan: { kind: 'act' } } },
    ]);
  });

  it('ends with 1 where there is no such portfolio, or its policy can’t be read', async () => {
    const none = await run(['plan', '--portfolio', NOBODY]);
    expect([none.code, none.out]).toEqual([1, '']);
    expect(none.error).toContain(`not-found: No portfolio at ${NOBODY}`);
    await world.database
      .admin`insert into policies (portfolio_id, version, schema_version, policy, created_by)
      select portfolio_id, 99, 1, '{}'::jsonb, 'test' from policies limit 1`;
    const broken = await run(['plan', '--portfolio', world.portfolio]);
    await world.database.admin`delete from policies where version = 99`;
    expect([broken.code, broken.out]).toEqual([1, '']);
    expect(broken.error).toContain('policy-invalid: version: ');
  });

  it.each([
    [['plan'], '--portfolio is missing'],
    [['plan', '--portfolio', '0x12'], '--portfolio: 0x12 is no address'],
    [['plan', '--portfolio', NOBODY, '--limit', '1'], "Unknown option '--limit'"],
    [['reconcile', '--budget-ms', '5'], '--budget-ms: 5 is not a whole number'],
    [['once', '--limit', '1e9'], '--limit: 1e9 is not a whole number'],
    [['--interval-seconds', '0'], '--interval-seconds: 0 is not a whole number'],
    [['twice'], 'Unknown command: twice'],
  ])('ends with 2 for what can’t be meant: %j', async (words, problem) => {
    const { code, out, error } = await run(words);
    expect([code, out]).toEqual([2, '']);
    expect(error).toContain(problem);
    expect(error).toContain('--help');
  });
});

describe('bot', () => {
  /** A statement of the bot's on the journal waits for it. */
  const holdJournal = async () => {
    const held = openDirectConnection(world.database.adminUrl);
    await held`begin`;
    await held`lock table snapshots in access exclusive mode`;
    return async () => {
      await held`commit`;
      await held.end();
    };
  };
  /** Databases of one template have tables of the same number. */
  const somebodyWaits = async (): Promise<boolean> => {
    const [row] = await world.database.admin`
      select count(*)::int as waiting from pg_locks
      where relation = 'snapshots'::regclass and not granted
        and database = (select oid from pg_database where datname = current_database())`;
    return row?.['waiting'] > 0;
  };

  it('finishes the portfolio in hand at SIGTERM: its order is placed, its lease ended, and it leaves with 0', async () => {
    const before = await stored();
    await world.database.admin`update leases set visible_at = now()`;
    const letGo = await holdJournal();
    const bot = start(['--interval-seconds', '1'], { LOG_LEVEL: 'info' });
    await until(somebodyWaits, bot);
    bot.child.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(bot.child.exitCode).toBeNull();
    await letGo();
    expect(await bot.ended).toMatchObject({ code: 0 });
    expect(bot.said()).toContain('bot-stopped');
    const [lease] = await world.database.admin`select lease_owner from leases`;
    expect(lease?.['lease_owner']).toBeNull();
    const orders = await world.database.admin`select status, placed_at is not null as placed from orders`;
    expect(orders.map((order) => ({ ...order }))).toEqual([{ status: 'open', placed: true }]);
    const after = await stored();
    expect([after['decisions'] - before['decisions'], after['ticks'] - before['ticks']]).toEqual([1, 1]);
  });

  it('looks at a portfolio when its own turn comes, sooner than the interval between ticks', async () => {
    await world.database.admin`update settings set value = '1'::jsonb where key = 'tickIntervalSeconds'`;
    await world.database.admin`update leases set visible_at = now() + interval '3 seconds'`;
    const before = await stored();
    const bot = start(['--interval-seconds', '600']);
    await until(async () => (await stored())['decisions'] > before['decisions'], bot);
    bot.child.kill('SIGTERM');
    expect(await bot.ended).toMatchObject({ code: 0 });
  });
});
