import { usdText } from '../money/display.ts';
import { bpsOfDown, powerOfTen } from '../money/fixed-point.ts';
import type { CashShift, CashVote } from './cash-decision.ts';
import { CASH_REASON_WORDS } from './cash-reasons.ts';
import { type CashLook, isAnchor, leastUnits, type ShiftPair } from './shift-room.ts';

/** "$ 12.34" of USDC units. */
export const usdcText = (units: bigint): string => usdText(units * powerOfTen(12));

/** A shift with the pair it was made for. */
export type Candidate = { readonly pair: ShiftPair; readonly shift: CashShift };

/** Whether what it earns is worth what it costs. */
export const scoreYield = ({ shift }: Candidate): CashVote => {
  const net = shift.earnedUnits - shift.costUnits;
  const isWorth = net >= shift.neededUnits;
  return {
    scorer: 'yield',
    vote: isWorth ? 'move' : 'stay',
    reason: isWorth ? null : 'gain-too-small',
    actual: net,
    allowed: shift.neededUnits,
    why: `It earns ${usdcText(net)} more than staying, after costs; at least ${usdcText(shift.neededUnits)} is asked for.`,
  };
};

/** Whether money is safe there, by what is told of the market. The way home is open all the same: who stayed would be there. */
export const scoreRisk = ({ pair }: Candidate, { snapshot }: CashLook): CashVote => {
  const { riskBps, risky, vault } = pair.to;
  const used = `${vault.name} is at ${Math.floor(riskBps / 100)} % of its nearest limit`;
  const isOpen = risky === null || isAnchor(snapshot, pair.to);
  const home = isOpen ? ', but who stayed would be there too' : '';
  return {
    scorer: 'risk',
    vote: isOpen ? 'move' : 'stay',
    reason: isOpen ? null : risky,
    actual: BigInt(riskBps),
    allowed: 10_000n,
    why: risky === null ? `${used}.` : `${used}: ${CASH_REASON_WORDS[risky]}${home}.`,
  };
};

/** Whether it is large enough, and its costs a small enough part of it. */
export const scoreCoordination = ({ pair, shift }: Candidate, look: CashLook): CashVote => {
  const allowed = bpsOfDown(shift.units, look.policy.costBpsMax);
  const isLarge = shift.units >= leastUnits(pair, look);
  const isCheap = shift.costUnits <= allowed;
  return {
    scorer: 'coordinator',
    vote: isLarge && isCheap ? 'move' : 'stay',
    reason: isLarge ? (isCheap ? null : 'cost-too-high') : 'below-minimum',
    actual: shift.costUnits,
    allowed,
    why: `All gas and fees of moving ${usdcText(shift.units)} are ${usdcText(shift.costUnits)}; at most ${usdcText(allowed)} is allowed.`,
  };
};

/** What the three say of a shift; it is taken when none of them says stay. */
export const votesOn = (candidate: Candidate, look: CashLook): readonly CashVote[] => [
  scoreYield(candidate),
  scoreRisk(candidate, look),
  scoreCoordination(candidate, look),
];
