import { bpsOfDown } from '../../money/fixed-point.ts';
import type { CashMove, CashPlan, CashShift } from '../cash-decision.ts';
import type { CashSight } from '../cash-sight.ts';
import { vaultKeyOf } from '../vault-outlook.ts';
import { depositLossUnits } from './mark.ts';

/** A move of a plan, and its place among its moves. */
export type PlacedMove = { readonly move: CashMove; readonly index: number };

/** A shift into a vault that its contract would refuse, since the vault's mark lags: what would be lost by its count, and how much may be. */
export type HeldShift = {
  readonly shift: CashShift;
  readonly lossUnits: bigint;
  readonly mostUnits: bigint;
};

const heldBy = (shift: CashShift, { accounts }: CashSight): readonly HeldShift[] => {
  const account = accounts.find(({ chainId }) => chainId === shift.to.chainId);
  const vault = account?.vaults.find((one) => one.vault === shift.to.vault);
  if (account === undefined || vault === undefined || vault.liveUnits === 0n) return [];
  const lossUnits = depositLossUnits(shift.units, vault, account.blockSeconds);
  const mostUnits = bpsOfDown(shift.units, account.maxLossBps);
  return lossUnits > mostUnits ? [{ shift, lossUnits, mostUnits }] : [];
};

/** Shifts that wait until the marks of where they go have caught up, as pokes let them. */
export const heldShifts = (plan: CashPlan, sight: CashSight): readonly HeldShift[] =>
  plan.kind === 'stay' ? [] : plan.shifts.flatMap((shift) => heldBy(shift, sight));

const isFrom = ({ from }: CashShift, { chainId, vault }: { chainId: number; vault: string }): boolean =>
  from.vault !== null && vaultKeyOf(from.chainId, from.vault) === vaultKeyOf(chainId, vault);

/** A plan's moves without those of shifts that are held: nothing is redeemed, nor sent over, for a deposit that would be refused. */
export const movesNotHeld = (plan: CashPlan, sight: CashSight): readonly PlacedMove[] => {
  if (plan.kind === 'stay') return [];
  const held = new Set(heldShifts(plan, sight).map(({ shift }) => shift));
  const redeems = plan.moves.length - plan.shifts.length;
  return plan.moves.flatMap((move, index): readonly PlacedMove[] => {
    const shift = plan.shifts[index - redeems];
    if (shift !== undefined) return held.has(shift) ? [] : [{ move, index }];
    if (move.kind !== 'redeem') return [{ move, index }];
    const unpaid = [...held].filter((one) => isFrom(one, move));
    const units = unpaid.reduce((left, one) => left - one.units, move.units);
    return units > 0n ? [{ move: { ...move, units }, index }] : [];
  });
};
