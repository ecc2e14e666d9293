import { describe, expect, it } from 'vitest';
import type { CashMove, CashPlan, CashShift } from '../cash-decision.ts';
import type { CashVaultSight } from '../cash-sight.ts';
import { BASE, ETHEREUM, NOW, usdc } from '../testing/cash-builders.ts';
import { heldShifts, movesNotHeld } from './hold-shifts.ts';
import { accountOf, sightOf, VAULT } from './testing/sight-builders.ts';

const OTHER = `0x${'9'.repeat(40)}` as const;
const LEFT = `0x${'8'.repeat(40)}` as const;
const vault = (address: CashVaultSight['vault'], liveUnits: bigint): CashVaultSight => ({
  ...{ vault: address, decimals: 18, shares: 10n ** 21n, liveUnits, markUnits: 1_000_000n },
  spentUntilSeconds: NOW - 86_400,
});
/** After a day's growth of 10 bps, a mark lags by so many. */
const sight = (lagBps: number, there = 0) =>
  sightOf({
    here: accountOf(ETHEREUM, {
      vaults: [vault(VAULT, 1_001_000n + BigInt(lagBps) * 100n), vault(OTHER, 1n), vault(LEFT, 1n)],
    }),
    there: accountOf(BASE, { vaults: [vault(VAULT, 1_001_000n + BigInt(there) * 100n)] }),
  });

const shift = (units: bigint, more: Partial<CashShift> = {}): CashShift => ({
  ...{ kind: 'away', from: { chainId: ETHEREUM, vault: LEFT }, to: { chainId: ETHEREUM, vault: VAULT } },
  ...{ units, earnedUnits: 0n, costUnits: 0n, neededUnits: 0n },
  ...more,
});
const redeem = (units: bigint): CashMove => ({ kind: 'redeem', chainId: ETHEREUM, vault: LEFT, units });
const deposit = (to: string, units: bigint): CashMove => ({
  ...{ kind: 'deposit', chainId: ETHEREUM, vault: to, units },
});
const BOTH: CashPlan = {
  kind: 'move',
  shifts: [shift(usdc(100)), shift(usdc(30), { to: { chainId: BASE, vault: VAULT } })],
  moves: [
    redeem(usdc(130)),
    deposit(VAULT, usdc(100)),
    { kind: 'bridge', chainId: ETHEREUM, toChainId: BASE, units: usdc(30) },
  ],
};
const indices = (plan: CashPlan, ...seen: Parameters<typeof sight>) =>
  movesNotHeld(plan, sight(...seen)).map(({ index }) => index);

describe('a deposit that its contract would refuse, since a mark lags', () => {
  it('is held with what it was to be paid with, and the others are not', () => {
    expect(heldShifts(BOTH, sight(26))).toMatchObject([
      { shift: { units: usdc(100) }, lossUnits: 259_068n, mostUnits: 250_000n },
    ]);
    expect(movesNotHeld(BOTH, sight(26))).toEqual([
      { move: redeem(usdc(30)), index: 0 },
      { move: BOTH.kind === 'move' ? BOTH.moves[2] : null, index: 2 },
    ]);
  });

  it('is not where as much may be lost', () => {
    expect(heldShifts(BOTH, sight(25))).toEqual([]);
    expect(indices(BOTH, 25)).toEqual([0, 1, 2]);
  });

  it('is nothing to send money over for', () => {
    expect(indices(BOTH, 0, 26)).toEqual([0, 1]);
    expect(indices(BOTH, 26, 26)).toEqual([]);
  });

  it('nor is what lies idle deposited', () => {
    const idle = shift(usdc(5), { kind: 'invest', from: { chainId: ETHEREUM, vault: null } });
    const plan: CashPlan = { kind: 'move', shifts: [idle], moves: [deposit(VAULT, usdc(5))] };
    expect(indices(plan, 26)).toEqual([]);
    expect(indices(plan, 0)).toEqual([0]);
  });
});
