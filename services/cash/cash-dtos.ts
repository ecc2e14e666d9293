import type { CashPlanMoveDto, CashVoteDto, MarketRiskDto, ToldDto } from '../../lib/api/optimize.ts';
import type { CashMove, CashVote } from '../../lib/cash/cash-decision.ts';
import type { Told } from '../../lib/cash/known-vault.ts';
import { marketRisks } from '../../lib/cash/vault-outlook.ts';
import { formatDecimal, formatDecimalRounded } from '../../lib/money/fixed-point.ts';
import type { UnixSeconds } from '../../lib/result.ts';

/** USDC units, shares in 18 decimals and basis points as the API tells them. */
export const usd = (units: bigint): string => formatDecimal(units, 6);
export const percentOf = (shareE18: bigint): string => formatDecimalRounded(shareE18, 16, 4);
export const percentOfBps = (bps: number): string => formatDecimal(BigInt(bps), 2);

/** A number with who told it and its age; `missing` is why there is none. */
export const toldDto = (
  told: Told,
  nowSeconds: UnixSeconds,
  { text, missing }: { readonly text: (value: bigint) => string; readonly missing: string },
): ToldDto =>
  told === null
    ? { value: null, source: null, atSeconds: null, ageSeconds: null, why: missing }
    : {
        ...{ value: text(told.value), source: told.source, atSeconds: told.atSeconds },
        ...{ ageSeconds: nowSeconds - told.atSeconds, why: null },
      };

const NAMES = {
  'depositors-leaving': ['value-fall', 'nobody tells what it held a week ago'],
  'market-tight': ['utilisation', 'nobody tells how much of it is lent out'],
  'market-too-small': ['concentration', 'nobody tells how much it holds'],
} as const;

/** How much of each limit a market uses. */
export const riskDtos = (...asked: Parameters<typeof marketRisks>): MarketRiskDto[] =>
  marketRisks(...asked).map(({ reason, partBps }) => {
    const [name, missing] = NAMES[reason];
    return {
      name,
      percentOfLimit: partBps === null ? null : percentOfBps(partBps),
      why: partBps === null ? missing : null,
    };
  });

/** What a scorer said, its numbers in the unit of its limit. */
export const voteDto = ({ scorer, vote, reason, actual, allowed, why }: CashVote): CashVoteDto => {
  const unit = scorer === 'risk' ? 'percent-of-limit' : 'usd';
  const text = (value: bigint): string => (unit === 'usd' ? usd(value) : formatDecimal(value, 2));
  return { ...{ scorer, vote, reason, unit, why }, actual: text(actual), allowed: text(allowed) };
};

/** How places are called. */
export type CashNames = {
  readonly chain: (chainId: number) => string;
  readonly vault: (chainId: number, vault: string) => string;
};

/** One move, with the names of its places. */
export const moveDto = (move: CashMove, names: CashNames): CashPlanMoveDto => {
  const { kind, chainId, units } = move;
  const vault = move.kind === 'bridge' ? null : move.vault;
  const toChainId = move.kind === 'bridge' ? move.toChainId : null;
  return {
    ...{ kind, chainId, vault, toChainId, chainName: names.chain(chainId), amountUsd: usd(units) },
    vaultName: vault === null ? null : names.vault(chainId, vault),
    toChainName: toChainId === null ? null : names.chain(toChainId),
  };
};
