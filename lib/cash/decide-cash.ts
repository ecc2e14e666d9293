import { E18, mulDivDown } from '../money/fixed-point.ts';
import { cashContradiction } from './cash-contradiction.ts';
import type {
  CashDecision,
  CashMove,
  CashPlan,
  CashShift,
  CashStay,
  CashVote,
  VaultVerdict,
} from './cash-decision.ts';
import { type CashHoldings, cashValueUnits, holdingsOf, shifted } from './cash-holdings.ts';
import type { CashPolicy } from './cash-policy.ts';
import type { CashReason } from './cash-reasons.ts';
import type { CashSnapshot } from './cash-snapshot.ts';
import { CASH_VERSION } from './cash-version.ts';
import { easeE18 } from './lead-ease.ts';
import { YEAR_SECONDS } from './rate-history.ts';
import type { CashLook } from './shift-pair.ts';
import { bridgeFeeUnits } from './shift-room.ts';
import { closedBy, earnedAtDown, outlookOf, type VaultOutlook, vaultKeyOf } from './vault-outlook.ts';
import { CROSSING_SECONDS, type Weighed, type Weighing, weighShifts } from './weigh-shifts.ts';

/** Until the next look under a policy that names no possible time. */
const LOOK_AGAIN_SECONDS = 3_600;

/**
 * Decides where an owner's USDC is to be, over all chains, at one time. Total and pure: never throws for a value of the declared types,
 * reads nothing but its arguments, and gives the same decision for the same input anywhere. Shifts are taken one after the other, the best
 * first, each only when yield, risk and coordination all say so.
 */
export const decideCash = (given: CashSnapshot, policy: CashPolicy): CashDecision => {
  const contradiction = cashContradiction(given, policy);
  if (contradiction !== null) return contradicted(given, policy, contradiction);
  const snapshot = inOrder(given);
  const valueUnits = cashValueUnits(snapshot);
  const sight = { nowSeconds: snapshot.nowSeconds, policy, ease: easeE18(snapshot.leadE18) };
  const outlooks = snapshot.chains.flatMap((chain) =>
    chain.vaults.map((vault) => outlookOf(chain, vault, sight)),
  );
  const look: CashLook = { snapshot, policy, valueUnits, outlooks };
  const before = holdingsOf(snapshot);
  if (snapshot.halted) return decided(look, { plan: stay('halted'), votes: [], after: before });
  if (valueUnits === 0n) return decided(look, { plan: stay('nothing-held'), votes: [], after: before });
  return planned(look, before);
};

const planned = (look: CashLook, before: CashHoldings): CashDecision => {
  const first = weighShifts(look, before);
  const votes = (first.taken ?? first.refused)?.votes ?? [];
  if (first.taken === null) return decided(look, { plan: stayAfter(first), votes, after: before });
  const shifts: [CashShift, ...CashShift[]] = [first.taken.shift];
  let after = afterShift(before, first.taken);
  while (shifts.length < look.policy.shiftsMax) {
    const { taken } = weighShifts(look, after);
    if (taken === null) break;
    shifts.push(taken.shift);
    after = afterShift(after, taken);
  }
  return decided(look, { plan: { kind: 'move', shifts, moves: movesOf(shifts) }, votes, after });
};

const afterShift = (holdings: CashHoldings, { pair, shift }: Weighed): CashHoldings =>
  shifted(holdings, shift, bridgeFeeUnits(pair, shift.units));

const stay = (reason: CashReason, detail: string | null = null): CashPlan => ({
  kind: 'stay',
  stay: { reason, detail, bestNetUnits: null, neededUnits: null },
});

/** The refusal that stood before most is told where no shift could be weighed. */
const stayAfter = ({ refused, refusal }: Weighing): CashPlan => {
  if (refused === null) return stay(refusal?.reason ?? 'best-already', refusal?.detail ?? null);
  const { shift, votes } = refused;
  const reason = votes.find(({ vote }) => vote === 'stay')?.reason ?? 'gain-too-small';
  const figures: CashStay = {
    reason,
    detail: null,
    bestNetUnits: shift.earnedUnits - shift.costUnits,
    neededUnits: shift.neededUnits,
  };
  return { kind: 'stay', stay: figures };
};

/** What is redeemed comes first, since deposits and transfers are paid from it; two of one vault are one. */
const movesOf = ([first, ...more]: readonly [CashShift, ...CashShift[]]): readonly [
  CashMove,
  ...CashMove[],
] => {
  const redeems = new Map<string, CashMove>();
  for (const { from, units } of [first, ...more]) {
    if (from.vault === null) continue;
    const key = vaultKeyOf(from.chainId, from.vault);
    const sum = units + (redeems.get(key)?.units ?? 0n);
    redeems.set(key, { kind: 'redeem', chainId: from.chainId, vault: from.vault, units: sum });
  }
  const [redeem, ...others] = redeems.values();
  const later = more.map(placed);
  return redeem === undefined ? [placed(first), ...later] : [redeem, ...others, placed(first), ...later];
};

const placed = ({ from, to, units }: CashShift): CashMove =>
  from.chainId === to.chainId
    ? { kind: 'deposit', chainId: to.chainId, vault: to.vault, units }
    : { kind: 'bridge', chainId: from.chainId, toChainId: to.chainId, units };

const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** The order in which chains and vaults are told decides nothing. */
const inOrder = (snapshot: CashSnapshot): CashSnapshot => ({
  ...snapshot,
  chains: snapshot.chains
    .toSorted((one, other) => one.chainId - other.chainId)
    .map((chain) => ({
      ...chain,
      vaults: chain.vaults.toSorted((one, other) => byText(one.vault, other.vault)),
    })),
});

const verdictOf = (outlook: VaultOutlook): VaultVerdict => {
  const { chain, vault, spotE18, goE18, riskBps } = outlook;
  const closed = closedBy(outlook);
  return {
    chainId: chain.chainId,
    vault: vault.vault,
    name: vault.name,
    heldUnits: vault.heldUnits,
    expectedE18: spotE18 === null ? null : goE18,
    riskBps,
    reason: closed?.reason ?? null,
    detail: closed?.detail ?? null,
  };
};

/** What all of it earns a year at expected rates, where what is on its way earns nothing yet. */
const rateOf = ({ outlooks, valueUnits }: CashLook, { held }: CashHoldings): bigint | null => {
  if (valueUnits === 0n) return null;
  const earned = outlooks.reduce((sum, outlook) => {
    const units = held.get(outlook.key) ?? 0n;
    return sum + earnedAtDown(outlook, { rateE18: outlook.goE18, units, seconds: YEAR_SECONDS });
  }, 0n);
  return mulDivDown(earned, E18, valueUnits);
};

const isOnItsWay = ({ snapshot }: CashLook, plan: CashPlan): boolean =>
  snapshot.chains.some(({ arriving }) => arriving.length > 0) ||
  (plan.kind === 'move' && plan.moves.some(({ kind }) => kind === 'bridge'));

/** What came of a look. */
type Outcome = {
  readonly plan: CashPlan;
  readonly votes: readonly CashVote[];
  /** Holdings once the plan is done. */
  readonly after: CashHoldings;
};

const decided = (look: CashLook, { plan, votes, after }: Outcome): CashDecision => {
  const { snapshot, policy, outlooks, valueUnits } = look;
  const waits = isOnItsWay(look, plan)
    ? Math.min(CROSSING_SECONDS, policy.lookEverySeconds)
    : policy.lookEverySeconds;
  return {
    cashVersion: CASH_VERSION,
    plan,
    votes,
    vaults: outlooks.map(verdictOf),
    valueUnits,
    rateE18: rateOf(look, holdingsOf(snapshot)),
    rateAfterE18: rateOf(look, after),
    decidedAt: snapshot.nowSeconds,
    nextLookAt: snapshot.nowSeconds + waits,
  };
};

/** Neither the time nor the interval of nonsense is counted on. */
const contradicted = ({ nowSeconds }: CashSnapshot, policy: CashPolicy, detail: string): CashDecision => {
  const now = Number.isSafeInteger(nowSeconds) ? nowSeconds : 0;
  const { lookEverySeconds: every } = policy;
  return {
    cashVersion: CASH_VERSION,
    plan: stay('snapshot-contradiction', detail),
    votes: [],
    vaults: [],
    valueUnits: 0n,
    rateE18: null,
    rateAfterE18: null,
    decidedAt: now,
    nextLookAt: now + (Number.isSafeInteger(every) && every > 0 ? every : LOOK_AGAIN_SECONDS),
  };
};
