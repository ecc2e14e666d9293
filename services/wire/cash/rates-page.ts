import 'server-only';
import type { TransactionSql } from 'postgres';
import type { RatesDto } from '../../../lib/api/rates.ts';
import { poolSubject, vaultSubject } from '../../../lib/cash/rate-source.ts';
import { type FollowedVault, REALISED_DAYS, ratesDtoOf } from '../../cash/rates-dto.ts';
import { systemClock } from '../../clock.ts';
import { readEnv } from '../../env.ts';
import { readPoolPoints } from '../../store/cash/pool-rates.ts';
import { readTroubles } from '../../store/cash/rate-sources.ts';
import { readShareHistories } from '../../store/cash/vault-rates.ts';

/** A realised rate by what a pool says of its days goes back to the last one before the week. */
const POOL_DAYS = REALISED_DAYS + 2;

/** The listed vaults of all chains that are served. @throws {EnvError} */
const followedVaults = (): readonly FollowedVault[] =>
  readEnv().chains.flatMap(({ chain }) => chain.vaults.map((vault) => ({ ...vault, chain })));

/** What is known of the rates of all listed vaults, in three statements however many they are. @throws {EnvError} */
export const readRates = async (sql: TransactionSql): Promise<RatesDto> => {
  const vaults = followedVaults();
  const pools = [...new Set(vaults.flatMap(({ llamaPool }) => llamaPool ?? []))];
  const keys = vaults.map(({ chain, address }) => ({ chainId: chain.id, vault: address }));
  const subjects = [
    ...keys.map(({ chainId, vault }) => vaultSubject(chainId, vault)),
    ...pools.map(poolSubject),
  ];
  const known = {
    nowSeconds: systemClock.nowSeconds(),
    shares: await readShareHistories(sql, keys, [REALISED_DAYS]),
    pools: await readPoolPoints(sql, pools, POOL_DAYS),
    troubles: await readTroubles(sql, subjects),
  };
  return ratesDtoOf(vaults, known);
};
