import postgres, { type Sql } from 'postgres';
import { type Address, createPublicClient, http, parseAbi } from 'viem';
import { sign } from 'viem/accounts';
import { encodeDecision, encodeSnapshot } from '../../lib/engine/codec.ts';
import { decide } from '../../lib/engine/decide.ts';
import { policyOf, snapshotOf } from '../../lib/engine/testing/builders.ts';
import { orderHasher } from '../../lib/orders/limit-order.ts';
import { buildOrder } from '../../lib/orders/order-terms.ts';
import type { FleetDatabase } from './bench-world.ts';

// What most bots of this kind do: one portfolio after the other, a read for each thing that is to be known and a statement for each thing
// that is to be written. It is given the database and the node that the tick is given, and writes what the tick writes: who has it, what
// it saw and decided, the orders it signed, when it is looked at again.

const getters = parseAbi([
  'function owner() view returns (uint256)',
  'function paused() view returns (uint256)',
  'function balanceOf(address) view returns (uint256)',
  'function latestAnswer() view returns (uint256)',
]);

export type NaiveLoop = {
  readonly database: FleetDatabase;
  readonly rpcUrl: string;
  readonly portfolios: number;
  /** 10 = each tenth has an order to sign. */
  readonly actingEvery: number;
  readonly key: `0x${string}`;
  readonly chainId: number;
};

const createTables = async ({ admin }: FleetDatabase): Promise<void> => {
  await admin`create table keeper_looks (
    id bigint generated always as identity primary key, portfolio_id bigint not null references portfolios (id),
    at timestamptz not null default now(), saw jsonb not null, decision jsonb not null)`;
  await admin`create index on keeper_looks (portfolio_id, id desc)`;
  await admin`create table keeper_orders (
    hash text primary key, look_id bigint not null references keeper_looks (id), body jsonb not null, signature text not null)`;
  await admin`grant all on keeper_looks, keeper_orders to balancer_bot`;
};

const lookOf = (isActing: boolean) => {
  const usd = isActing ? [1_500, 500, 1_000, 1_000, 1_000] : [1_000, 1_000, 1_000, 1_000, 1_000];
  const snapshot = snapshotOf(usd.map((each) => ({ usd: each, targetBps: 2_000 })));
  return { snapshot, policy: policyOf({}) };
};

type Due = { readonly id: string; readonly token: string; readonly address: Address };

const claimOne = async (sql: Sql): Promise<Due> => {
  const [due] = await sql<Due[]>`
    update leases l set visible_at = now() + interval '1 minute', lease_token = lease_token + 1
    from portfolios p join accounts a on a.id = p.account_id
    where l.id = (select id from leases where visible_at <= now() order by visible_at, id limit 1 for update skip locked) and p.id = l.id
    returning l.id::text, l.lease_token::text as token, a.address`;
  if (due === undefined) throw new Error('nothing is due');
  return due;
};

type Keeper = Pick<NaiveLoop, 'key' | 'chainId'> & { readonly sql: Sql };

const write = async ({ sql, key, chainId }: Keeper, due: Due, isActing: boolean): Promise<void> => {
  const { snapshot, policy } = lookOf(isActing);
  const decision = decide(snapshot, policy);
  const [saw, decided] = [encodeSnapshot(snapshot), encodeDecision(decision)].map((json) =>
    JSON.stringify(json),
  );
  const [look] = await sql`
    insert into keeper_looks (portfolio_id, saw, decision)
    values (${due.id}, ${saw ?? ''}::text::jsonb, ${decided ?? ''}::text::jsonb) returning id::text`;
  const legs = decision.plan.kind === 'act' ? decision.plan.legs : [];
  for (const leg of legs) {
    const order = buildOrder({
      ...{ contentId: `0x${due.id.padStart(64, '0')}`, maker: due.address, generation: 1n, leg },
      ...{ fillMode: { kind: 'parts', series: 1n, epoch: 0n }, nowSeconds: snapshot.nowSeconds },
      ...{ orderTtlMaxSeconds: 3_600, publicBook: null },
    });
    const hash = orderHasher(chainId)(order);
    const signature = await sign({ hash, privateKey: key, to: 'hex' });
    const body = JSON.stringify(order, (_, value) => (typeof value === 'bigint' ? value.toString() : value));
    await sql`
      insert into keeper_orders (hash, look_id, body, signature)
      values (${hash}, ${String(look?.['id'])}, ${body}::text::jsonb, ${signature}) on conflict do nothing`;
  }
};

/** Seconds that it takes for so many portfolios of five assets: twelve reads and four statements each, and one for each order. */
export const runNaiveLoop = async (loop: NaiveLoop): Promise<number> => {
  const { database, rpcUrl, portfolios, actingEvery, key, chainId } = loop;
  await createTables(database);
  const sql = postgres(database.dbUrl, { max: 1, prepare: false, onnotice: () => undefined });
  const chain = createPublicClient({ transport: http(rpcUrl) });
  await sql`set role balancer_bot`;
  const startMs = performance.now();
  for (let count = 0; count < portfolios; count += 1) {
    const due = await claimOne(sql);
    const { address } = due;
    await chain.readContract({ address, abi: getters, functionName: 'owner' });
    await chain.readContract({ address, abi: getters, functionName: 'paused' });
    for (let asset = 0; asset < 5; asset += 1) {
      await chain.readContract({ address, abi: getters, functionName: 'balanceOf', args: [address] });
      await chain.readContract({ address, abi: getters, functionName: 'latestAnswer' });
    }
    await sql`select version, policy from policies where portfolio_id = ${due.id} order by version desc limit 1`;
    await write({ sql, key, chainId }, due, count % actingEvery === 0);
    await sql`
      update leases set visible_at = now() + interval '1 hour', looked_at = now(), lease_owner = null
      where id = ${due.id} and lease_token = ${due.token}`;
  }
  const seconds = (performance.now() - startMs) / 1_000;
  const [wrote] =
    await database.admin`select count(*)::int as looks, (select count(*)::int from keeper_orders) as orders from keeper_looks`;
  await sql.end();
  if (wrote?.['looks'] !== portfolios || wrote?.['orders'] !== Math.ceil(portfolios / actingEvery))
    throw new Error(`the loop wrote ${wrote?.['looks']} looks and ${wrote?.['orders']} orders`);
  return seconds;
};
