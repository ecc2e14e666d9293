import type { Sql } from 'postgres';
import { pokeCall } from '../../lib/owner/cash-calls.ts';
import { rpc } from '../chain/rpc.ts';
import { type CashEnd, refreshFeeds, sendAs, setVaultRate } from './cash-end.ts';
import { type OwnedCash, openSibling } from './open-cash.ts';

export const mineBlocks = async ({ rpcUrl }: Pick<CashEnd, 'rpcUrl'>, blocks: number): Promise<void> => {
  await rpc(rpcUrl, 'anvil_mine', { params: [`0x${blocks.toString(16)}`] });
};

/** Both chains' clocks go on so far. */
export const passTime = async (ends: readonly CashEnd[], seconds: number): Promise<void> => {
  for (const end of ends) {
    await rpc(end.rpcUrl, 'evm_increaseTime', { params: [`0x${seconds.toString(16)}`] });
    await mineBlocks(end, 1);
  }
};

/** Vaults pay these rates from now on, those of the first chain first; feeds answer anew. */
export const publishRates = async (ends: readonly CashEnd[], rates: readonly bigint[]): Promise<void> => {
  let next = 0;
  for (const end of ends) {
    for (const { address } of end.vaults) {
      const rate = rates[next];
      if (rate !== undefined) await setVaultRate(end, address, rate);
      next += 1;
    }
    await refreshFeeds(end);
  }
};

/** A transfer that waits by the database's clock is looked at again at the next tick. */
export const hurryTransfers = async (sql: Sql): Promise<void> => {
  await sql`update transfers set visible_at = now() where closed_at is null and visible_at > now()`;
};

/** The chains' hours pass in seconds of the database's clock: whatever waits by that is due. */
export const makeDue = async (sql: Sql): Promise<void> => {
  await sql`update rate_sources set due_at = now()`;
  await sql`update cash_owners set visible_at = now() where visible_at > now()`;
  await hurryTransfers(sql);
};

/** As their owner would before 90 days are over: each may be bridged to for as long as can be. */
export const openBothWays = async ([first, second]: readonly [OwnedCash, OwnedCash]): Promise<void> => {
  await openSibling(first, second);
  await openSibling(second, first);
};

/** What a share counts for follows what it is worth by a day's growth at most. The bot raises it once a profile is chosen; before, anybody may. */
export const pokeMarks = async (owned: readonly OwnedCash[]): Promise<void> => {
  for (const { end, portfolio } of owned)
    for (const { address } of end.vaults) await sendAs(end.deployer, pokeCall(portfolio, address));
};
