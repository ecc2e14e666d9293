import { E18, larger, mulDivDown } from '../money/fixed-point.ts';
import type { CashDecision, CashMove } from './cash-decision.ts';
import type { CashPolicy } from './cash-policy.ts';
import type { CashSnapshot } from './cash-snapshot.ts';
import { decideCash } from './decide-cash.ts';
import { moveCostsUp } from './move-gas.ts';
import { freshSnapshot, type OptimizeChain, type OptimizeRequest, profileFor } from './optimize-snapshot.ts';
import { YEAR_SECONDS } from './rate-history.ts';
import { earnedAtDown, marketRisks, outlookOf, type VaultOutlook, vaultKeyOf } from './vault-outlook.ts';

/** What is done with the money: what this project decides, all of it where most is promised, or nothing. */
export const OPTIMIZE_STRATEGIES = ['never-worse', 'highest-promised', 'on-hand'] as const;
export type OptimizeStrategy = (typeof OPTIMIZE_STRATEGIES)[number];

/** USDC in one vault, as a strategy would have it. */
export type Placed = { readonly outlook: VaultOutlook; readonly units: bigint };

/** What a strategy comes to with this money. */
export type Outlay = {
  readonly strategy: OptimizeStrategy;
  readonly moves: readonly CashMove[];
  readonly placed: readonly Placed[];
  readonly onHandUnits: bigint;
  /** A year at the rates that may be expected, our own money priced in; null where a vault has none that may be used. */
  readonly rateE18: bigint | null;
  /** How much of its nearest limit each vault uses, weighed by what is in it, in basis points; null where nobody tells any of a vault. */
  readonly riskBps: number | null;
};

export type OptimizedCash = {
  readonly policy: CashPolicy;
  readonly snapshot: CashSnapshot;
  /** Ours, whatever strategy was asked for. */
  readonly decision: CashDecision;
  /** In the order of {@link OPTIMIZE_STRATEGIES}. */
  readonly outlays: readonly Outlay[];
};

const earnedInYear = ({ outlook, units }: Placed): bigint | null =>
  outlook.spotE18 === null
    ? null
    : earnedAtDown(outlook, { rateE18: outlook.goE18, units, seconds: YEAR_SECONDS });

const sumOrNull = (parts: readonly (bigint | null)[]): bigint | null =>
  parts.reduce<bigint | null>((sum, part) => (sum === null || part === null ? null : sum + part), 0n);

/** The largest known part of a limit that a vault would use with our money in it; null where none is known. */
const riskWith = ({ outlook: { vault }, units: heldUnits }: Placed, policy: CashPolicy): bigint | null => {
  const known = marketRisks({ ...vault, heldUnits }, policy).flatMap(({ partBps }) =>
    partBps === null ? [] : [partBps],
  );
  return known.length === 0 ? null : BigInt(Math.max(...known));
};

type Spread = Pick<Outlay, 'strategy' | 'moves' | 'placed'>;

const outlayOf = (spread: Spread, amountUnits: bigint, policy: CashPolicy): Outlay => {
  const { placed } = spread;
  const inVaults = placed.reduce((sum, { units }) => sum + units, 0n);
  const earned = sumOrNull(placed.map(earnedInYear));
  const risk = sumOrNull(
    placed.map((one) => {
      const part = riskWith(one, policy);
      return part === null ? null : part * one.units;
    }),
  );
  return {
    ...spread,
    onHandUnits: larger(amountUnits - inVaults, 0n),
    rateE18: earned === null || amountUnits === 0n ? null : mulDivDown(earned, E18, amountUnits),
    riskBps: risk === null || amountUnits === 0n ? null : Number(risk / amountUnits),
  };
};

/** What ours would have placed, once what it sends over has arrived. */
const placedByPlan = ({ plan }: CashDecision, outlooks: readonly VaultOutlook[]): readonly Placed[] =>
  plan.kind === 'stay'
    ? []
    : outlooks.flatMap((outlook) => {
        const units = plan.shifts
          .filter(({ to }) => vaultKeyOf(to.chainId, to.vault) === outlook.key)
          .reduce((sum, shift) => sum + shift.units, 0n);
        return units === 0n ? [] : [{ outlook, units }];
      });

/** All where most is promised, whatever that is worth: of two that promise the same the first. */
const chased = (request: OptimizeRequest, outlooks: readonly VaultOutlook[]): Spread => {
  let best: { readonly key: string; readonly value: bigint } | null = null;
  for (const { chainId, vaults } of request.chains)
    for (const { vault, known } of vaults) {
      const value = known.promised?.value ?? null;
      if (value !== null && (best === null || value > best.value))
        best = { key: vaultKeyOf(chainId, vault), value };
    }
  const outlook = outlooks.find(({ key }) => key === best?.key);
  if (outlook === undefined) return { strategy: 'highest-promised', moves: [], placed: [] };
  const { amountUnits: units, fromChainId } = request;
  const { chainId } = outlook.chain;
  const move: CashMove =
    fromChainId === null || fromChainId === chainId
      ? { kind: 'deposit', chainId, vault: outlook.vault.vault, units }
      : { kind: 'bridge', chainId: fromChainId, toChainId: chainId, units };
  return { strategy: 'highest-promised', moves: [move], placed: [{ outlook, units }] };
};

/**
 * What an amount of USDC would do, decided as a portfolio of that profile would decide it with fresh limits. Pure: nothing is moved, and
 * what nobody tells is left out and named, never made up.
 */
export const optimizeCash = (request: OptimizeRequest): OptimizedCash => {
  const { nowSeconds, amountUnits, profile, chains } = request;
  const policy = profileFor(
    profile,
    chains.map(({ chainId }) => chainId),
  );
  const snapshot = freshSnapshot(request, policy);
  const decision = decideCash(snapshot, policy);
  const outlooks = snapshot.chains.flatMap((chain) =>
    chain.vaults.map((vault) => outlookOf(chain, vault, { nowSeconds, policy, ease: 0n })),
  );
  const moves = decision.plan.kind === 'move' ? decision.plan.moves : [];
  const spreads: readonly Spread[] = [
    { strategy: 'never-worse', moves, placed: placedByPlan(decision, outlooks) },
    chased(request, outlooks),
    { strategy: 'on-hand', moves: [], placed: [] },
  ];
  return {
    ...{ policy, snapshot, decision },
    outlays: spreads.map((spread) => outlayOf(spread, amountUnits, policy)),
  };
};

/** All gas of some moves in USDC units, up; null where a chain's isn't known. What is burnt is minted and deposited over there. */
export const gasOfMoves = (
  moves: readonly CashMove[],
  chains: readonly Pick<OptimizeChain, 'chainId' | 'gas'>[],
): bigint | null => {
  const costs = (chainId: number) => {
    const gas = chains.find((chain) => chain.chainId === chainId)?.gas ?? null;
    return gas === null ? null : moveCostsUp(gas);
  };
  return sumOrNull(
    moves.flatMap((move) => {
      const here = costs(move.chainId);
      if (move.kind !== 'bridge')
        return [(move.kind === 'deposit' ? here?.depositUnits : here?.redeemUnits) ?? null];
      const there = costs(move.toChainId);
      return [here?.burnUnits ?? null, there === null ? null : there.mintUnits + there.depositUnits];
    }),
  );
};
