import type { CashMove, CashPlan, CashShift } from '../cash-decision.ts';
import type { MoveCosts } from '../cash-snapshot.ts';
import { vaultKeyOf } from '../vault-outlook.ts';

/**
 * The shift that a move carries out, by its place among its plan's moves: first come the redemptions, one for each vault that is left, then of
 * each shift what places or sends it. Null of a redemption, which belongs to all shifts that it pays.
 */
export const shiftOfMove = (plan: CashPlan, index: number): CashShift | null => {
  if (plan.kind === 'stay') return null;
  const left = new Set(
    plan.shifts.flatMap(({ from }) => (from.vault === null ? [] : [vaultKeyOf(from.chainId, from.vault)])),
  );
  return index < left.size ? null : (plan.shifts[index - left.size] ?? null);
};

/** What the gas of a move was expected to cost: by its chain's costs, and for a bridge those of where it is minted. */
export const expectedGasUnits = (
  move: Pick<CashMove, 'kind'>,
  here: MoveCosts | null,
  there: MoveCosts | null,
): bigint => {
  switch (move.kind) {
    case 'deposit':
      return here?.depositUnits ?? 0n;
    case 'redeem':
      return here?.redeemUnits ?? 0n;
    case 'bridge':
      return (here?.burnUnits ?? 0n) + (there?.mintUnits ?? 0n);
  }
};
