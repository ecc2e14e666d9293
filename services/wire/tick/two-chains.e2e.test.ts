import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Anvil, startAnvil } from '../../../e2e/support/anvil.ts';
import { REQUEST, registerPolicy } from '../../../e2e/support/bot-world.ts';
import { type FaultyNode, startFaultyNode } from '../../../e2e/support/faulty-node.ts';
import { buildOrderWorld, type OrderWorld, SIGNER_KEY } from '../../../e2e/support/order-world.ts';
import { readEnv } from '../../env.ts';
import { createTestDatabase, type TestDatabase } from '../../store/testing/test-database.ts';
import { type Bot, openBot } from './bot.ts';

const IDS = [31_337, 31_338] as const;
type Side = {
  readonly id: number;
  readonly anvil: Anvil;
  readonly world: OrderWorld;
  readonly node: FaultyNode;
};

let database: TestDatabase;
let sides: readonly Side[] = [];
let bot: Bot;

const startSide = async (id: number): Promise<Side> => {
  const anvil = await startAnvil(undefined, id);
  const world = await buildOrderWorld(anvil.rpcUrl, { publicBook: false, chainId: id });
  await registerPolicy(world.portfolio, database, id);
  return { id, anvil, world, node: await startFaultyNode(anvil.rpcUrl) };
};

const chainOf = ({ id, world, node }: Side) => ({
  chain:
    id === 31_337
      ? 'local'
      : {
          id,
          slug: 'second',
          name: 'A chain by data',
          nativeSymbol: 'TWO',
          blockTimeSeconds: 1,
          finalityBlocks: 64,
        },
  rpcUrls: [node.rpcUrl],
  factoryAddress: world.contracts.factory,
  factoryBlock: 1,
});

beforeAll(async () => {
  database = await createTestDatabase();
  await database.admin`insert into settings (key, value, updated_by) values ('tickIntervalSeconds', '0'::jsonb, 'test')`;
  sides = [await startSide(IDS[0]), await startSide(IDS[1])];
  const opened = await openBot(
    readEnv({
      CHAINS: JSON.stringify({ chains: sides.map(chainOf) }),
      BOT_SIGNER_PK: SIGNER_KEY,
      DB_URL: database.urls.bot.reveal(),
      LOG_LEVEL: 'silent',
    }),
  );
  if (!opened.ok) throw new Error(opened.error.message);
  bot = opened.value;
});
afterAll(async () => {
  await bot?.close();
  await database?.drop();
  await Promise.all(sides.map(({ anvil, node }) => Promise.all([anvil.stop(), node.refuse()])));
});

const tick = async () => {
  const ticked = await bot.tick(REQUEST);
  if (!ticked.ok) throw new Error(`${ticked.error.code}: ${ticked.error.message}`);
  return ticked.value;
};
/** Looks at a chain's portfolio since the last call, newest last: block, hash and reason. */
const looked = new Map<number, number>();
const looksOf = async ({ id }: Side) => {
  const rows = await database.admin`
    select d.id::int as id, d.kind, d.reason, s.block_number::int as block, s.block_hash as hash
    from decisions d join snapshots s on s.id = d.snapshot_id join portfolios p on p.id = s.portfolio_id
    join accounts a on a.id = p.account_id where a.chain_id = ${id} and d.id > ${looked.get(id) ?? 0} order by d.id`;
  looked.set(id, Math.max(looked.get(id) ?? 0, ...rows.map((row) => Number(row['id']))));
  return rows.map(({ kind, reason }) => `${kind}${reason === null ? '' : ` ${reason}`}`);
};
const rpc = (side: Side, method: string, params: readonly unknown[]) =>
  fetch(side.anvil.rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  }).then((response) => response.json());
const trailOf = async ({ id }: Side) =>
  (await database.admin`
    select block_number::int as block, block_hash as hash from cursors where chain_id = ${id} order by block_number`) as unknown as {
    block: number;
    hash: string;
  }[];
const sidesOf = (): [Side, Side] => {
  const [one, two] = sides;
  if (one === undefined || two === undefined) throw new Error('not built');
  return [one, two];
};

/** Begins with nothing unseen. */
beforeEach(async () => {
  await Promise.all(sides.map(looksOf));
});

describe.each([
  ['the first', 0],
  ['the second, which is known by data only', 1],
])('two chains in one process, and %s in trouble', (_title, index) => {
  const both = (): { sick: Side; well: Side } => {
    const [one, two] = sidesOf();
    return index === 0 ? { sick: one, well: two } : { sick: two, well: one };
  };

  it('serves both in one tick, though their portfolios have the same address', async () => {
    const { sick, well } = both();
    expect(sick.world.portfolio).toBe(well.world.portfolio);
    expect(await tick()).toMatchObject({ checked: 2, failed: 0 });
    expect([(await looksOf(sick)).length, (await looksOf(well)).length]).toEqual([1, 1]);
  });

  it('serves the other in the same tick while its node is down, and itself once it is back', async () => {
    const { sick, well } = both();
    await sick.node.refuse();
    expect(await tick()).toMatchObject({ checked: 1, failed: 0 });
    expect([await looksOf(sick), (await looksOf(well)).length]).toEqual([[], 1]);
    await sick.node.listen();
    expect(await tick()).toMatchObject({ checked: 2, failed: 0 });
    expect([(await looksOf(sick)).length, (await looksOf(well)).length]).toEqual([1, 1]);
  });

  it('waits with the other no longer than its own tick may take while its node hangs', async () => {
    const { sick, well } = both();
    sick.node.set({ kind: 'hanging' });
    expect(await tick()).toMatchObject({ checked: 1, failed: 0 });
    expect((await looksOf(well)).length).toBe(1);
    sick.node.set({ kind: 'none' });
    await tick();
    expect((await looksOf(sick)).length).toBe(1);
  });

  it('trades nothing while its node lags behind what is known, and serves the other', async () => {
    const { sick, well } = both();
    const reached = (await trailOf(sick)).at(-1);
    sick.node.set({ kind: 'lagging', blocks: 3n });
    await tick();
    expect(await looksOf(sick)).toEqual(['hold chain-lagging']);
    expect(await looksOf(well)).not.toEqual(['hold chain-lagging']);
    expect((await trailOf(sick)).at(-1)).toEqual(reached);
    sick.node.set({ kind: 'none' });
    await tick();
    expect(await looksOf(sick)).not.toEqual(['hold chain-lagging']);
  });

  it('takes back what a reorganisation took, of its own chain only, and serves both', async () => {
    const { sick, well } = both();
    await sick.world.setPrices(100_000_000n, 2_000_000_000_000n);
    await tick();
    await Promise.all(sides.map(looksOf));
    const before = await trailOf(well);
    const lost = (await trailOf(sick)).at(-1);
    await rpc(sick, 'anvil_reorg', [3, []]);
    await rpc(sick, 'anvil_mine', ['0x2']);
    expect((await tick()).failed).toBe(0);
    // What a reorganisation woke may be looked at once more within the tick.
    expect((await looksOf(sick)).length).toBeGreaterThanOrEqual(1);
    expect((await looksOf(well)).length).toBe(1);
    expect((await trailOf(sick)).map(({ hash }) => hash)).not.toContain(lost?.hash);
    expect((await trailOf(well)).map(({ hash }) => hash)).toEqual(
      expect.arrayContaining(before.map(({ hash }) => hash)),
    );
  });
});

const sayUnhealthy = async (words: readonly object[]) => {
  await database.admin`
    insert into settings (key, value, updated_by) values ('unhealthyTokens', ${JSON.stringify(words)}::text::jsonb, 'test')
    on conflict (key) do update set value = excluded.value`;
};

it('trades no token on a chain where an administrator says it is unhealthy, and the one of the same address elsewhere', async () => {
  const [one, two] = sidesOf();
  for (const { world } of sides) await world.setPrices(100_000_000n, 2_600_000_000_000n);
  expect(one.world.usdc.token).toBe(two.world.usdc.token);
  await sayUnhealthy([{ chainId: two.id, token: two.world.usdc.token, why: 'its issuer has frozen it' }]);
  expect(await tick()).toMatchObject({ checked: 2, acted: 1, held: 1 });
  expect([await looksOf(one), await looksOf(two)]).toEqual([['act'], ['hold asset-unhealthy']]);
  await sayUnhealthy([{ chainId: 'two' }]);
  await tick();
  expect([await looksOf(one), await looksOf(two)]).toEqual([['hold halted'], ['hold halted']]);
  await sayUnhealthy([]);
});

it('signs an order of each chain for that chain alone', async () => {
  await tick();
  const orders =
    await database.admin`select chain_id::int as id, order_hash as hash from orders order by chain_id`;
  expect(orders.map(({ id }) => id)).toEqual([...IDS]);
  expect(new Set(orders.map(({ hash }) => hash)).size).toBe(2);
});
