import { usdText } from '../money/display.ts';
import { bpsOfDown, powerOfTen } from '../money/fixed-point.ts';
import type { CashShift, CashVote } from './cash-decision.ts';
import { CASH_REASON_WORDS } from './cash-reasons.ts';
import { type CashLook, isAnchor, type ShiftPair } from './shift-pair.ts';
import { leastUnits } from './shift-room.ts';

/** "$ 12.34" of USDC units. */
export const usdcText = (units: bigint): string => usdText(units * powerOfTen(12));

/** A shift with the pair it was made for. */
export type Candidate = { readonly pair: ShiftPair; readonly shift: CashShift };

const netUnits = ({ shift }: Candidate): bigint => shift.earnedUnits - shift.costUnits;
const isWorth = (candidate: Candidate): boolean => netUnits(candidate) >= candidate.shift.neededUnits;
const isOpen = ({ pair }: Candidate, { snapshot }: CashLook): boolean =>
  pair.to.risky === null || isAnchor(snapshot, pair.to);
const isLarge = ({ pair, shift }: Candidate, look: CashLook): boolean =>
  shift.units >= leastUnits(pair, look);
const costUnitsMax = ({ shift }: Candidate, { policy }: CashLook): bigint =>
  bpsOfDown(shift.units, policy.costBpsMax);
const isCheap = (candidate: Candidate, look: CashLook): boolean =>
  candidate.shift.costUnits <= costUnitsMax(candidate, look);

/** Whether what it earns is worth what it costs. */
const scoreYield = (candidate: Candidate): CashVote => {
  const { neededUnits } = candidate.shift;
  const net = netUnits(candidate);
  return {
    scorer: 'yield',
    ...(isWorth(candidate) ? { vote: 'move', reason: null } : { vote: 'stay', reason: 'gain-too-small' }),
    actual: net,
    allowed: neededUnits,
    why: `It earns ${usdcText(net)} more than staying, after costs; at least ${usdcText(neededUnits)} is asked for.`,
  };
};

/** Whether money is safe there, by what is told of the market. The way home is open all the same: who stayed would be there. */
const scoreRisk = (candidate: Candidate, look: CashLook): CashVote => {
  const { riskBps, risky, vault } = candidate.pair.to;
  const used = `${vault.name} is at ${Math.floor(riskBps / 100)} % of its nearest limit`;
  const open = isOpen(candidate, look);
  const home = open ? ', but who stayed would be there too' : '';
  return {
    scorer: 'risk',
    vote: open ? 'move' : 'stay',
    reason: open ? null : risky,
    actual: BigInt(riskBps),
    allowed: 10_000n,
    why: risky === null ? `${used}.` : `${used}: ${CASH_REASON_WORDS[risky]}${home}.`,
  };
};

/** Whether it is large enough, and its costs a small enough part of it. */
const scoreCoordination = (candidate: Candidate, look: CashLook): CashVote => {
  const { units, costUnits } = candidate.shift;
  const allowed = costUnitsMax(candidate, look);
  const [large, cheap] = [isLarge(candidate, look), isCheap(candidate, look)];
  return {
    scorer: 'coordinator',
    vote: large && cheap ? 'move' : 'stay',
    reason: large ? (cheap ? null : 'cost-too-high') : 'below-minimum',
    actual: costUnits,
    allowed,
    why: `All gas and fees of moving ${usdcText(units)} are ${usdcText(costUnits)}; at most ${usdcText(allowed)} is allowed.`,
  };
};

/** Whether none of the three says stay: asked of hundreds of shifts, of which one is told of. */
export const mayMove = (candidate: Candidate, look: CashLook): boolean =>
  isWorth(candidate) && isOpen(candidate, look) && isLarge(candidate, look) && isCheap(candidate, look);

/** What the three say of a shift; it is taken when none of them says stay. */
export const votesOn = (candidate: Candidate, look: CashLook): readonly CashVote[] => [
  scoreYield(candidate),
  scoreRisk(candidate, look),
  scoreCoordination(candidate, look),
];
