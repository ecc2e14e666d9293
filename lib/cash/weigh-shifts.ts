import { BPS, E18, E18_PER_BPS, larger, mulDivUp } from '../money/fixed-point.ts';
import type { CashShift, CashVote, ShiftKind } from './cash-decision.ts';
import type { CashHoldings } from './cash-holdings.ts';
import { easedTo, easeE18, uneasedUp } from './lead-ease.ts';
import { RATE_DOUBTED_E18 } from './rate-fault.ts';
import { type Candidate, mayMove, votesOn } from './scorers.ts';
import { type CashLook, isAnchor, isCrossing, type ShiftPair, type ShiftSource } from './shift-pair.ts';
import { bridgeFeeUnits, gasUnits, leastUnits, pairRefusal, roomOf, wayHomeUnits } from './shift-room.ts';
import { earnedAtDown, type Refusal, type VaultOutlook } from './vault-outlook.ts';
import { earnedDown } from './year-rate.ts';

/** A transfer of standard finality is on its way for so long in the mean, and earns nothing. */
export const CROSSING_SECONDS = 3_600;
/** What leaving a place whose depositors leave may cost, as a share of what moves. */
const FLIGHT_COST_BPS = 100n;

/** A candidate with what was said of it. */
export type Weighed = Candidate & { readonly votes: readonly CashVote[] };

/** The best of what may be done, and of what may not. */
export type Weighing = {
  readonly taken: Weighed | null;
  readonly refused: Weighed | null;
  /** Of the pair that promised most and may not be moved at all. */
  readonly refusal: Refusal | null;
};

/** Whether the anchor could take money that lies idle on its chain: then nothing else does. */
const hasAnchorRoom = (look: CashLook, chainId: number): boolean =>
  look.outlooks.some(
    (one) => one.chain.chainId === chainId && one.refusal === null && isAnchor(look.snapshot, one),
  );

/** What a shift would be, seen from the anchor; null for one that is never thought of. */
const kindOf = (from: ShiftSource, to: VaultOutlook, look: CashLook): ShiftKind | null => {
  if (from.outlook === to) return null;
  const toAnchor = isAnchor(look.snapshot, to);
  if (from.outlook === null) {
    if (toAnchor) return 'invest';
    const isHere = from.chain.chainId === to.chain.chainId;
    return isHere && !hasAnchorRoom(look, to.chain.chainId) ? 'invest' : null;
  }
  const fromAnchor = isAnchor(look.snapshot, from.outlook);
  if (toAnchor) return fromAnchor ? null : 'back';
  return fromAnchor ? 'away' : 'side';
};

const isFleeing = ({ outlook }: ShiftSource): boolean =>
  outlook !== null && outlook.refusal === null && outlook.risky === 'depositors-leaving';

/**
 * To be at home is worth so much a year, on another chain and on its own, until a lead has eased it all: nothing that is paid there is missed, and a
 * rate that jumps while money is away costs days across chains.
 */
const HOME_CROSS_E18 = 150n * E18_PER_BPS;
const HOME_HERE_E18 = 50n * E18_PER_BPS;

const homeE18 = ({ kind, from, to }: ShiftPair, { leadE18 }: CashLook['snapshot']): bigint =>
  kind === 'back'
    ? uneasedUp(from.chain.chainId === to.chain.chainId ? HOME_HERE_E18 : HOME_CROSS_E18, easeE18(leadE18))
    : 0n;

/** What a shift must earn beyond its costs; below nothing for the way home, which may cost what it is worth to be there. */
const neededUnits = (pair: ShiftPair, { policy, snapshot }: CashLook, units: bigint): bigint => {
  if (pair.kind !== 'away' && isFleeing(pair.from)) return -((units * FLIGHT_COST_BPS) / BPS);
  return pair.kind === 'back'
    ? -earnedDown(units, homeE18(pair, snapshot), policy.horizonSeconds)
    : mulDivUp(units, leastGainE18(pair, { policy, snapshot }), E18);
};

/** What is asked of a shift that leaves falls with the lead. */
const leastGainE18 = (
  { kind, from, to }: ShiftPair,
  { policy, snapshot }: Pick<CashLook, 'policy' | 'snapshot'>,
): bigint => {
  if (kind === 'invest') return 0n;
  const ease = easeE18(snapshot.leadE18);
  const bps = (count: number): bigint => BigInt(count) * E18_PER_BPS;
  const isHere = from.chain.chainId === to.chain.chainId;
  const across = isHere ? 0n : uneasedUp(bps(policy.crossGainBps), ease);
  const here =
    kind === 'side'
      ? bps(policy.sideGainBps)
      : isHere
        ? bps(policy.nextGainBps)
        : easedTo(bps(policy.firstGainBps), bps(policy.nextGainBps), ease);
  return here + across;
};

/** Who would leave is seen well, who would be gone to carefully; the way back goes by what is paid now. */
const ratesOf = (pair: ShiftPair, look: CashLook): { readonly fromE18: bigint; readonly toE18: bigint } => {
  const { kind, to } = pair;
  const source = pair.from.outlook;
  if (kind === 'back') return ratesBackOf(pair, look);
  return isCrossing(pair)
    ? { fromE18: source?.stayFarE18 ?? 0n, toE18: to.goFarE18 }
    : { fromE18: source?.stayE18 ?? 0n, toE18: to.goE18 };
};

/**
 * On one chain, until a lead has eased it all, silence brings money home: a silent anchor counts as if it paid as much as may be believed, a silent
 * vault that is away as if it paid nothing.
 */
const ratesBackOf = (pair: ShiftPair, { snapshot }: CashLook) => {
  const source = pair.from.outlook;
  const fears = !isCrossing(pair) && easeE18(snapshot.leadE18) < E18;
  const toE18 = pair.to.spotE18 ?? 0n;
  return {
    fromE18: fears && source?.silent === true ? 0n : (source?.spotE18 ?? 0n),
    toE18: fears && pair.to.silent ? larger(toE18, RATE_DOUBTED_E18) : toE18,
  };
};

/**
 * So many ways home are among the costs of a shift that leaves, until a lead may be spent on fewer. Across chains it goes by what a day's bridge
 * budget lets through, each part at its own gas: seven bring home all but an eighth. On one chain there is one, but who leaves for little leaves often.
 */
const waysHomeE18 = (pair: ShiftPair, { leadE18 }: CashLook['snapshot']): bigint => {
  const ease = easeE18(leadE18);
  return isCrossing(pair) ? easedTo(7n * E18, 2n * E18, ease) : easedTo(12n * E18, 3n * E18, ease);
};

/** A look, and the holdings as its plan so far leaves them. */
type Standing = { readonly look: CashLook; readonly holdings: CashHoldings };

/** What a vault earns more on one sum than on another. */
const earnedBetween = (
  outlook: VaultOutlook,
  terms: { readonly rateE18: bigint; readonly seconds: number },
  [less, more]: readonly [bigint, bigint],
): bigint =>
  earnedAtDown(outlook, { ...terms, units: more }) - earnedAtDown(outlook, { ...terms, units: less });

const shiftOf = (pair: ShiftPair, units: bigint, { look, holdings }: Standing): CashShift => {
  const { kind, from, to } = pair;
  const { fromE18, toE18 } = ratesOf(pair, look);
  const seconds = look.policy.horizonSeconds;
  const there = holdings.held.get(to.key) ?? 0n;
  const comes = earnedBetween(to, { rateE18: toE18, seconds }, [there, there + units]);
  const here = from.outlook === null ? 0n : (holdings.held.get(from.outlook.key) ?? 0n);
  const goes =
    from.outlook === null
      ? 0n
      : earnedBetween(from.outlook, { rateE18: fromE18, seconds }, [here - units, here]);
  const onTheWay = isCrossing(pair)
    ? mulDivUp(larger(comes, 0n), BigInt(CROSSING_SECONDS), BigInt(seconds))
    : 0n;
  const fees = bridgeFeeUnits(pair, units) + onTheWay;
  const homeUnits = mulDivUp(wayHomeUnits(pair, look.snapshot), waysHomeE18(pair, look.snapshot), E18);
  return {
    kind,
    from: { chainId: from.chain.chainId, vault: from.outlook?.vault.vault ?? null },
    to: { chainId: to.chain.chainId, vault: to.vault.vault },
    units,
    earnedUnits: comes - goes,
    // Who leaves the anchor pays for the way back too.
    costUnits: gasUnits(pair) + homeUnits + fees * (kind === 'away' ? 2n : 1n),
    neededUnits: neededUnits(pair, look, units),
  };
};

/** After costs; and beyond what it must earn. */
const gainOf = ({ shift }: Candidate): bigint => shift.earnedUnits - shift.costUnits;
const netOf = (candidate: Candidate): bigint => gainOf(candidate) - candidate.shift.neededUnits;

/** Whole, halves and quarters: our own money lowers what it gets, so less may earn more. */
const PARTS = [1n, 2n, 4n] as const;

const candidatesOf = (pair: ShiftPair, look: CashLook, holdings: CashHoldings): readonly Candidate[] => {
  const { units } = roomOf(pair, look, holdings);
  if (units <= 0n) return [];
  const least = leastUnits(pair, look);
  return PARTS.filter((part) => part === 1n || units / part >= least).map((part) => ({
    pair,
    shift: shiftOf(pair, units / part, { look, holdings }),
  }));
};

const sourcesOf = (
  { snapshot, outlooks }: CashLook,
  { held, chains }: CashHoldings,
): readonly ShiftSource[] => [
  ...snapshot.chains
    .filter(({ chainId }) => (chains.get(chainId)?.idleUnits ?? 0n) > 0n)
    .map((chain) => ({ chain, outlook: null })),
  ...outlooks
    .filter(({ key }) => (held.get(key) ?? 0n) > 0n)
    .map((outlook) => ({ chain: outlook.chain, outlook })),
];

/** Whether it would earn more there at all, what it is worth to be at home counted, or is to be left whatever that costs. */
const isThinkable = (pair: ShiftPair, look: CashLook): boolean => {
  const { fromE18, toE18 } = ratesOf(pair, look);
  return toE18 + homeE18(pair, look.snapshot) > fromE18 || (pair.kind !== 'away' && isFleeing(pair.from));
};

const pairsOf = (look: CashLook, holdings: CashHoldings): readonly ShiftPair[] =>
  sourcesOf(look, holdings).flatMap((from) =>
    look.outlooks.flatMap((to) => {
      const kind = kindOf(from, to, look);
      if (kind === null) return [];
      const pair = { kind, from, to };
      return isThinkable(pair, look) ? [pair] : [];
    }),
  );

/** Weighs every way that money could go; of two equal ones the first in the order of chains and vaults. */
export const weighShifts = (look: CashLook, holdings: CashHoldings): Weighing => {
  let taken: Candidate | null = null;
  let refused: Candidate | null = null;
  let refusal: { readonly why: Refusal; readonly promisedE18: bigint } | null = null;
  for (const pair of pairsOf(look, holdings)) {
    const why = pairRefusal(pair, look, holdings);
    const room = why === null ? roomOf(pair, look, holdings) : null;
    if (why !== null || room?.units === 0n) {
      const { fromE18, toE18 } = ratesOf(pair, look);
      const promisedE18 = toE18 - fromE18;
      if (refusal === null || promisedE18 > refusal.promisedE18)
        refusal = { why: why ?? { reason: room?.reason ?? 'exposure-full', detail: null }, promisedE18 };
      continue;
    }
    for (const candidate of candidatesOf(pair, look, holdings)) {
      if (mayMove(candidate, look)) {
        if (taken === null || netOf(candidate) > netOf(taken)) taken = candidate;
      } else if (refused === null || gainOf(candidate) > gainOf(refused)) refused = candidate;
    }
  }
  const voted = (one: Candidate | null): Weighed | null =>
    one === null ? null : { ...one, votes: votesOn(one, look) };
  return { taken: voted(taken), refused: voted(refused), refusal: refusal?.why ?? null };
};
