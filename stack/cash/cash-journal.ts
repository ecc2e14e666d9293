import type { Sql } from 'postgres';
import { erc4626Abi, getAbiItem } from 'viem';
import { z } from 'zod';
import { cashPortfolioAbi } from '../../lib/abi/cash-portfolio-abi.ts';
import { decodeCashDecision } from '../../lib/cash/cash-codec.ts';
import type { CashDecision } from '../../lib/cash/cash-decision.ts';
import { USDC } from '../../lib/cash/cash-policy.ts';
import { usdcOf } from './cash-end.ts';
import type { OwnedCash } from './open-cash.ts';

const units = z.string().transform(BigInt);
const decisionRow = z.object({ id: units, decision: z.unknown() });

/** A look that was written down, in the order of looks. */
export type ToldDecision = { readonly id: bigint; readonly decision: CashDecision };

/** The looks after that one. @throws for a row that can't be read */
export const decisionsAfter = async (sql: Sql, id: bigint): Promise<readonly ToldDecision[]> => {
  const rows = await sql`
    select id::text as id, decision from cash_decisions where id > ${`${id}`}::bigint order by id limit 50`;
  return rows.map((row) => {
    const read = decisionRow.parse(row);
    const decision = decodeCashDecision(read.decision);
    if (!decision.ok) throw new Error(decision.error.message);
    return { id: read.id, decision: decision.value };
  });
};

const moveRow = z.object({
  ...{ id: z.string(), kind: z.enum(['deposit', 'redeem', 'bridge']), status: z.string() },
  ...{ chainId: z.number(), vault: z.string().nullable(), toChainId: z.number().nullable() },
  ...{ units, received: units.nullable(), cost: units.nullable(), hash: z.string().nullable() },
  isArrived: z.boolean(),
});

/** A signed move as it stands. Amounts are USDC units. */
export type ToldMove = z.output<typeof moveRow>;

/** All moves so far, the oldest first. */
export const readMoves = async (sql: Sql): Promise<readonly ToldMove[]> => {
  const rows = await sql`
    select m.id, m.kind, m.status, m.chain_id::float8 as "chainId", m.vault, m.to_chain_id::float8 as "toChainId",
      m.units::text as units, m.received_units::text as received, m.cost_units::text as cost, m.tx_hash as hash,
      coalesce(t.closed_at is not null and t.status = 'settled', false) as "isArrived"
    from cash_moves m left join transfers t on t.id = m.transfer_id
    order by m.created_at, m.decision_id, m.move_index`;
  return rows.map((row) => moveRow.parse(row));
};

const openRow = z.object({ open: z.number() });

/** How much is signed, called or on its way and not done yet. */
export const countOpen = async (sql: Sql): Promise<number> => {
  const [row] = await sql`
    select (select count(*) from cash_moves where status = 'wanted')::int
      + (select count(*) from transfers where closed_at is null)::int
      + (select count(*) from calls where status in ('wanted', 'pending'))::int as open`;
  return openRow.parse(row).open;
};

const keptRow = z.object({ kept: z.number() });

/** How many share prices are kept of the chain that has fewest. */
export const countKeptRates = async (sql: Sql): Promise<number> => {
  const [row] = await sql`
    select coalesce(min(kept), 0)::int as kept from (
      select count(r.vault) as kept from (values (31337), (31338)) c(id) left join vault_rates r on r.chain_id = c.id group by c.id
    ) each_chain`;
  return keptRow.parse(row).kept;
};

const troubleRow = z.object({ code: z.string().nullable() });

/** Why the last look failed; null when it didn't. */
export const lookTrouble = async (sql: Sql): Promise<string | null> => {
  const [row] = await sql`select failure_code as code from cash_owners order by id limit 1`;
  return row === undefined ? null : troubleRow.parse(row).code;
};

/** Where money lies, in USDC units. */
export type Place = { readonly chain: string; readonly name: string; readonly units: bigint };

/** Where an owner's money lies, as the chains say: hand and vaults of each portfolio, whole or not. What is on its way is nowhere. */
export const readPlaces = async (owned: readonly OwnedCash[]): Promise<readonly Place[]> => {
  const places: Place[] = [];
  for (const { end, portfolio } of owned) {
    const { publicClient } = end.deployer;
    places.push({ chain: end.name, name: 'hand', units: await usdcOf(end, portfolio) });
    for (const { name, address } of end.vaults) {
      const asked = { address, abi: erc4626Abi } as const;
      const shares = await publicClient.readContract({
        ...{ ...asked, functionName: 'balanceOf', args: [portfolio] },
      });
      const worth = await publicClient.readContract({
        ...{ ...asked, functionName: 'convertToAssets', args: [shares] },
      });
      places.push({ chain: end.name, name, units: worth });
    }
  }
  return places;
};

const MOVE_EVENTS = (['Entered', 'Left', 'Bridged'] as const).map((name) =>
  getAbiItem({ abi: cashPortfolioAbi, name }),
);

/** How many signed moves the chains have seen; the tests that an owner sends are none. */
export const countChainMoves = async (owned: readonly OwnedCash[]): Promise<number> => {
  let count = 0;
  for (const { end, portfolio } of owned) {
    const logs = await end.deployer.publicClient.getLogs({
      ...{ address: portfolio, events: MOVE_EVENTS, fromBlock: 0n, strict: true },
    });
    count += logs.filter(({ args: { id } }) => BigInt(id) !== 0n).length;
  }
  return count;
};

/** "40,000.12" of units, rounded down. */
export const usdText = (amount: bigint): string => {
  const cents = (amount * 100n) / USDC;
  return `${(cents / 100n).toLocaleString('en-US')}.${(cents % 100n).toString().padStart(2, '0')}`;
};
