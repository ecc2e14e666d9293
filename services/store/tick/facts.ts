import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import type {
  Block,
  BlockMark,
  CashFlowFact,
  ChainRange,
  EventFact,
  FactPlace,
  FillFact,
  GapFact,
} from '../../../lib/ledger/chain-facts.ts';
import { saveListings } from '../account-tokens.ts';
import {
  archiveCreationsAbove,
  insertCreations,
  markForRefresh,
  type Refresh,
  saveAccountStates,
} from '../accounts.ts';
import { cutTrail, holdCursorAt, moveCursor } from '../cursors.ts';
import { cutSeries } from '../series/feed-series.ts';
import { wakeUnfunded } from './leases.ts';
import { advanceOrders } from './order-status.ts';

const json = (value: unknown): string => JSON.stringify(value);

const placeRow = (place: FactPlace) => ({
  tx_hash: place.txHash,
  log_index: place.logIndex,
  block_hash: place.blockHash,
  block_number: place.blockNumber.toString(),
  block_time_seconds: place.blockTimeSeconds,
});

type Facts<T> = { readonly chainId: number; readonly facts: readonly T[] };

/**
 * A fill that was missed when its transfers were read left them as flows of nobody's: what its transaction moved is told anew by the range
 * that has the fill.
 */
const insertFills = async (sql: TransactionSql, { chainId, facts }: Facts<FillFact>): Promise<void> => {
  if (facts.length === 0) return;
  const input = facts.map((fill) => ({
    ...placeRow(fill),
    account: fill.account,
    order_hash: fill.orderHash,
    taker: fill.taker,
    sell_token: fill.sellToken,
    buy_token: fill.buyToken,
    sell_units: fill.sellUnits.toString(),
    buy_units: fill.buyUnits.toString(),
  }));
  await sql`
    with added as (
    insert into fills (chain_id, tx_hash, log_index, block_hash, block_number, block_time_seconds, portfolio_id, order_hash,
      taker, sell_token, buy_token, sell_units, buy_units)
    select ${chainId}, i.tx_hash, i.log_index, i.block_hash, i.block_number, i.block_time_seconds, p.id, i.order_hash,
      i.taker, i.sell_token, i.buy_token, i.sell_units, i.buy_units
    from jsonb_to_recordset(${json(input)}::text::jsonb) as i(tx_hash text, log_index integer, block_hash text,
      block_number bigint, block_time_seconds bigint, account text, order_hash text, taker text, sell_token text,
      buy_token text, sell_units numeric, buy_units numeric)
    join accounts a on a.chain_id = ${chainId} and a.address = i.account
    join portfolios p on p.account_id = a.id
    on conflict do nothing
    returning portfolio_id, tx_hash, block_hash
    )
    delete from cash_flows f using added
    where f.chain_id = ${chainId} and f.portfolio_id = added.portfolio_id and f.tx_hash = added.tx_hash
      and f.block_hash = added.block_hash`;
};

/** Answers whom money has come to that nobody knew of. */
const insertCashFlows = async (
  sql: TransactionSql,
  { chainId, facts }: Facts<CashFlowFact>,
): Promise<readonly Address[]> => {
  if (facts.length === 0) return [];
  const input = facts.map((flow) => ({
    ...placeRow(flow),
    account: flow.account,
    token: flow.token,
    direction: flow.direction,
    units: flow.units.toString(),
    counterparty: flow.counterparty,
  }));
  const rows = await sql<{ address: Address }[]>`
    with added as (
    insert into cash_flows (chain_id, tx_hash, log_index, block_hash, block_number, block_time_seconds, portfolio_id, token,
      direction, units, counterparty)
    select ${chainId}, i.tx_hash, i.log_index, i.block_hash, i.block_number, i.block_time_seconds, p.id, i.token,
      i.direction, i.units, i.counterparty
    from jsonb_to_recordset(${json(input)}::text::jsonb) as i(tx_hash text, log_index integer, block_hash text,
      block_number bigint, block_time_seconds bigint, account text, token text, direction text, units numeric,
      counterparty text)
    join accounts a on a.chain_id = ${chainId} and a.address = i.account
    join portfolios p on p.account_id = a.id
    on conflict do nothing
    returning portfolio_id, direction, units
    )
    select distinct a.address from added join portfolios p on p.id = added.portfolio_id join accounts a on a.id = p.account_id
    where added.direction = 'in' and added.units > 0`;
  return rows.map(({ address }) => address);
};

/** Answers whose state is to be read again: those with an event that nobody knew of, or that may be no portfolio yet. */
const insertEvents = async (
  sql: TransactionSql,
  { chainId, facts }: Facts<EventFact>,
): Promise<readonly Address[]> => {
  if (facts.length === 0) return [];
  const input = facts.map((event) => ({
    ...placeRow(event),
    account: event.account,
    name: event.name,
    details: event.details,
  }));
  const rows = await sql<{ account: Address }[]>`
    with input as (
      select i.*, p.id as portfolio_id
      from jsonb_to_recordset(${json(input)}::text::jsonb) as i(tx_hash text, log_index integer, block_hash text,
        block_number bigint, block_time_seconds bigint, account text, name text, details jsonb)
      left join accounts a on a.chain_id = ${chainId} and a.address = i.account
      left join portfolios p on p.account_id = a.id
    ), added as (
      insert into chain_events (chain_id, tx_hash, log_index, block_hash, block_number, block_time_seconds, portfolio_id, account,
        name, details)
      select ${chainId}, i.tx_hash, i.log_index, i.block_hash, i.block_number, i.block_time_seconds, i.portfolio_id, i.account, i.name,
        i.details
      from input i where i.portfolio_id is not null
      on conflict do nothing
      returning account
    )
    select account from added union select account from input where portfolio_id is null`;
  return rows.map(({ account }) => account);
};

const insertGaps = async (sql: TransactionSql, { chainId, facts }: Facts<GapFact>): Promise<void> => {
  if (facts.length === 0) return;
  const input = facts.map((gap) => ({
    account: gap.account,
    token: gap.token,
    block_number: gap.blockNumber.toString(),
    block_hash: gap.blockHash,
  }));
  await sql`
    insert into log_gaps (chain_id, portfolio_id, token, block_number, block_hash)
    select ${chainId}, p.id, i.token, i.block_number, i.block_hash
    from jsonb_to_recordset(${json(input)}::text::jsonb)
      as i(account text, token text, block_number bigint, block_hash text)
    join accounts a on a.chain_id = ${chainId} and a.address = i.account
    join portfolios p on p.account_id = a.id
    on conflict do nothing`;
};

/**
 * Stores a range of the chain and moves the cursor to its end, all or nothing. False, and nothing is stored, when the index no
 * longer stands where the range begins. Facts of contracts that are no portfolio are left out.
 */
export const applyRange = async (
  sql: TransactionSql,
  range: ChainRange,
  terms: Pick<Refresh, 'signers' | 'defaultPolicy' | 'serving'>,
): Promise<boolean> => {
  const { chainId, after, to, creations, fills, cashFlows, events, listings, gaps } = range;
  if (!(await holdCursorAt(sql, { chainId, mark: after }))) return false;
  await insertCreations(sql, { chainId, creations });
  await saveAccountStates(sql, { ...terms, chainId, states: range.states });
  await insertFills(sql, { chainId, facts: fills });
  const funded = await insertCashFlows(sql, { chainId, facts: cashFlows });
  await wakeUnfunded(sql, { chainId, addresses: funded });
  const moved = await insertEvents(sql, { chainId, facts: events });
  await insertGaps(sql, { chainId, facts: gaps });
  await saveListings(sql, { chainId, listings });
  // An event that is missing may have moved what an account says of itself.
  const unread = gaps.filter(({ token, blockNumber }) => token === null && blockNumber > after.number);
  await markForRefresh(sql, { chainId, addresses: [...moved, ...unread.map(({ account }) => account)] });
  await moveCursor(sql, { chainId, to });
  const hashes = fills.map(({ orderHash }) => orderHash);
  await advanceOrders(sql, { chainId, headTimeSeconds: null, hashes, reopen: false });
  return true;
};

/**
 * Stores what contracts say of themselves at `mark`, if the index still stands there. Else nothing: another tick has gone on or back and
 * may have read them anew, and what is left to be read again stays so.
 */
export const saveStatesAt = async (
  sql: TransactionSql,
  { mark, ...refresh }: Refresh & { readonly mark: BlockMark },
): Promise<void> => {
  if (await holdCursorAt(sql, { chainId: refresh.chainId, mark })) await saveAccountStates(sql, refresh);
};

export type RollBack = {
  readonly chainId: number;
  /** Where the index stands, on a branch that is no longer the chain. */
  readonly from: BlockMark;
  /** The last block of the trail that still is. */
  readonly to: Block;
};

const FACT_TABLES = ['fills', 'cash_flows', 'chain_events', 'log_gaps'] as const;

/**
 * Undoes every fact above the common block and reopens what they had closed. False when the index no longer stands at `from`.
 */
export const rollBack = async (sql: TransactionSql, { chainId, from, to }: RollBack): Promise<boolean> => {
  if (!(await holdCursorAt(sql, { chainId, mark: from }))) return false;
  const above = to.number.toString();
  const touched = await sql<{ order_hash: string }[]>`
    select distinct order_hash from fills where chain_id = ${chainId} and block_number > ${above}::bigint`;
  // Owner, signer, generation and paused are read again wherever an event that moved them is undone.
  await sql`
    update accounts a set refresh = true from portfolios p, chain_events e
    where p.account_id = a.id and e.portfolio_id = p.id and e.chain_id = ${chainId}
      and e.block_number > ${above}::bigint`;
  for (const table of FACT_TABLES)
    await sql`delete from ${sql(table)} where chain_id = ${chainId} and block_number > ${above}::bigint`;
  await cutSeries(sql, { chainId, above: to.number });
  await archiveCreationsAbove(sql, { chainId, above: to.number });
  await cutTrail(sql, { chainId, above: to.number });
  // Where not even the first block is common, the index starts from the block that has its number now.
  await moveCursor(sql, { chainId, to });
  const hashes = touched.map(({ order_hash }) => order_hash);
  await advanceOrders(sql, { chainId, headTimeSeconds: to.timeSeconds, hashes, reopen: true });
  return true;
};
