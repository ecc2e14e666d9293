import type { TransactionSql } from 'postgres';
import { DECISION_DAYS } from '../../../lib/cash/known-vault.ts';
import type { RateHistory } from '../../../lib/cash/rate-history.ts';
import { readPoolPoints } from '../../store/cash/pool-rates.ts';
import { readShareHistories } from '../../store/cash/vault-rates.ts';

/** A month's growth by what a pool says of its days goes back to the last one before the month. */
const POOL_DAYS = Math.max(...DECISION_DAYS) + 2;

/** A vault, and the pool that others tell of; null: none. */
export type VaultPlace = {
  readonly chainId: number;
  readonly vault: string;
  readonly llamaPool: string | null;
};

/** What is stored of vaults in the order of trust, in two statements however many they are. */
export const readVaultHistories = async (
  sql: TransactionSql,
  places: readonly VaultPlace[],
): Promise<(place: VaultPlace) => readonly RateHistory[]> => {
  const shares = await readShareHistories(sql, places, DECISION_DAYS);
  const pools = await readPoolPoints(
    sql,
    [...new Set(places.flatMap(({ llamaPool }) => llamaPool ?? []))],
    POOL_DAYS,
  );
  return ({ chainId, vault, llamaPool }) => {
    const own = shares.filter(({ key }) => key.chainId === chainId && key.vault === vault);
    const points = llamaPool === null ? [] : (pools.get(llamaPool) ?? []);
    return [...own, { key: { chainId, vault }, source: 'DefiLlama', points }];
  };
};
