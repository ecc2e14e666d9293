import type { TransactionSql } from 'postgres';
import type { Hex } from 'viem';
import { z } from 'zod';
import type { BlockMark } from '../../lib/ledger/chain-facts.ts';

/** The factory, its contracts, and the transfers to and from them move together. */
const ADDRESS_SET = 'balancers';
const TRAIL_ROWS_MAX = 256;

const markRow = z
  .object({
    block_number: z.string().transform(BigInt),
    block_hash: z.string().transform((text) => text as Hex),
  })
  .transform((row): BlockMark => ({ number: row.block_number, hash: row.block_hash }));

/** The blocks the index has stopped at, newest first: the first is how far it reaches. */
export const readTrail = async (sql: TransactionSql, chainId: number): Promise<readonly BlockMark[]> => {
  const rows = await sql`
    select block_number::text, block_hash from cursors
    where chain_id = ${chainId} and address_set = ${ADDRESS_SET}
    -- qualified: the bare name is the text above, by which 99 comes after 300
    order by cursors.block_number desc`;
  return rows.map((row) => markRow.parse(row));
};

/** Where the index begins. Does nothing once it has begun. */
export const seedCursor = async (
  sql: TransactionSql,
  { chainId, block }: { readonly chainId: number; readonly block: BlockMark },
): Promise<void> => {
  await sql`
    insert into cursors (chain_id, address_set, block_number, block_hash)
    select ${chainId}, ${ADDRESS_SET}, ${block.number.toString()}::bigint, ${block.hash}
    where not exists (select from cursors where chain_id = ${chainId} and address_set = ${ADDRESS_SET})
    on conflict do nothing`;
};

/**
 * Holds the index of a chain until the transaction ends, if it still reaches exactly `mark`. False: somebody else has moved it
 * meanwhile, and what was read for this mark is void.
 */
export const holdCursorAt = async (
  sql: TransactionSql,
  { chainId, mark }: { readonly chainId: number; readonly mark: BlockMark },
): Promise<boolean> => {
  // The oldest row never moves forward, so it serves as the lock of the whole set.
  await sql`
    select from cursors where chain_id = ${chainId} and address_set = ${ADDRESS_SET}
    order by block_number limit 1 for update`;
  const [newest] = await readTrail(sql, chainId);
  return newest !== undefined && newest.number === mark.number && newest.hash === mark.hash;
};

/** The caller holds the cursor. Old rows are thinned out; the first one stays. */
export const moveCursor = async (
  sql: TransactionSql,
  { chainId, to }: { readonly chainId: number; readonly to: BlockMark },
): Promise<void> => {
  await sql`
    insert into cursors (chain_id, address_set, block_number, block_hash)
    values (${chainId}, ${ADDRESS_SET}, ${to.number.toString()}::bigint, ${to.hash})
    on conflict (chain_id, address_set, block_number) do update set block_hash = excluded.block_hash, updated_at = now()`;
  await sql`
    delete from cursors where chain_id = ${chainId} and address_set = ${ADDRESS_SET}
      and block_number > (select min(block_number) from cursors where chain_id = ${chainId} and address_set = ${ADDRESS_SET})
      and block_number <= coalesce((
        select block_number from cursors where chain_id = ${chainId} and address_set = ${ADDRESS_SET}
        order by block_number desc offset ${TRAIL_ROWS_MAX} limit 1), -1)`;
};

/** The caller holds the cursor. */
export const cutTrail = async (
  sql: TransactionSql,
  { chainId, above }: { readonly chainId: number; readonly above: bigint },
): Promise<void> => {
  await sql`
    delete from cursors where chain_id = ${chainId} and address_set = ${ADDRESS_SET}
      and block_number > ${above.toString()}::bigint`;
};
