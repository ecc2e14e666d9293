import 'server-only';
import type { TransactionSql } from 'postgres';
import type { ComparedSpanDto, StrategiesDto } from '../../../lib/api/strategies.ts';
import {
  COMPARED_DAYS,
  type ComparedVault,
  type Comparison,
  compareStrategies,
  DAYS_BEFORE,
} from '../../../lib/cash/backtest/compare-strategies.ts';
import { type CashProfile, USDC } from '../../../lib/cash/cash-policy.ts';
import { profileFor } from '../../../lib/cash/optimize-snapshot.ts';
import { usd } from '../../cash/cash-dtos.ts';
import { systemClock } from '../../clock.ts';
import { readEnv } from '../../env.ts';
import { readPoolPoints } from '../../store/cash/pool-rates.ts';
import { readShareHistories } from '../../store/cash/vault-rates.ts';

const AMOUNT_UNITS = 10_000n * USDC;
const DAYS = Math.max(...COMPARED_DAYS) + DAYS_BEFORE + 2;
/** A day's rates are the last of it: within an hour nothing of a comparison changes but its end. */
const FRESH_MS = 3_600_000;

const BASIS =
  'By the share prices that were stored, a day at a time, each knowing what was known until then alone; by the back-test’s contracts, gas (2 dollars a move on a main net, 5 cents elsewhere) and our own weight on a market. No promise of a yield.';

// Each route is a bundle of its own; the process needs one memory.
const KEY = Symbol.for('1balancer.strategies');
type Kept = { readonly atMs: number; readonly dto: StrategiesDto };
const shared = globalThis as typeof globalThis & { [KEY]?: Map<CashProfile, Kept> };

const readVaults = async (sql: TransactionSql): Promise<readonly ComparedVault[]> => {
  const vaults = readEnv().chains.flatMap(({ chain }) =>
    chain.vaults.map(({ address: vault, llamaPool }) => ({ chainId: chain.id, vault, llamaPool })),
  );
  const days = Array.from({ length: DAYS }, (_, day) => day + 1);
  const own = await readShareHistories(sql, vaults, days);
  const pools = [...new Set(vaults.flatMap(({ llamaPool }) => llamaPool ?? []))];
  const points = await readPoolPoints(sql, pools, DAYS);
  return own.map((history, index) => {
    const pool = vaults[index]?.llamaPool ?? null;
    const told = pool === null ? undefined : points.get(pool);
    return {
      own: history,
      site: told === undefined ? null : { ...history, source: 'DefiLlama', points: told },
    };
  });
};

const spanDto = (one: Comparison): ComparedSpanDto => {
  if (one.kind === 'too-short')
    return {
      ...{ days: one.days, state: 'too-short', fromSeconds: null, toSeconds: null, vaults: null, ways: [] },
      why: `Not enough history: ${one.neededDays} days of two vaults are needed, ${one.knownDays} are stored.`,
    };
  const { days, fromSeconds, toSeconds, vaults, ways } = one;
  return {
    ...{ days, state: 'compared', why: null, fromSeconds, toSeconds, vaults },
    ways: ways.map(({ way, earnedUnits, costUnits, moves }) => ({
      ...{ way, earnedUsd: usd(earnedUnits), costUsd: usd(costUnits), moves },
    })),
  };
};

/** Strategies over the rates of all listed vaults, by a profile's limits; reckoned once an hour. @throws {EnvError} */
export const readStrategies = async (sql: TransactionSql, profile: CashProfile): Promise<StrategiesDto> => {
  shared[KEY] ??= new Map();
  const kept = shared[KEY].get(profile);
  if (kept !== undefined && systemClock.monotonicMs() - kept.atMs < FRESH_MS) return kept.dto;
  const vaults = await readVaults(sql);
  const chainIds = [...new Set(vaults.map(({ own }) => own.key.chainId))];
  const policy = profileFor(profile, chainIds);
  const dto: StrategiesDto = {
    ...{ readAtSeconds: systemClock.nowSeconds(), profile, amountUsd: usd(AMOUNT_UNITS), basis: BASIS },
    spans: compareStrategies(vaults, { policy, startUnits: AMOUNT_UNITS }).map(spanDto),
  };
  shared[KEY].set(profile, { atMs: systemClock.monotonicMs(), dto });
  return dto;
};
