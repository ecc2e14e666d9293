import { E18 } from '../../money/fixed-point.ts';
import type { CashDecision, CashMove, CashShift } from '../cash-decision.ts';
import { CASH_DEFAULTS, type CashPolicy, USDC } from '../cash-policy.ts';
import type { CashChain, CashSnapshot, CashVault } from '../cash-snapshot.ts';

/** The time of built snapshots: Wednesday 2026-11-18, 04:00 UTC. */
export const NOW = 1_794_974_400;

export const ETHEREUM = 1;
export const BASE = 8_453;

/** Of a whole number of dollars. */
export const usdc = (dollars: number): bigint => BigInt(Math.round(dollars * 100)) * (USDC / 100n);

/** A rate of so many per cent a year. */
export const percent = (rate: number): bigint => BigInt(Math.round(rate * 1e6)) * 10n ** 10n;

/** A healthy vault that pays `rate` per cent now and has done so for a month. */
export const vaultOf = (
  vault: string,
  { rate = 5, held = 0, ...more }: { rate?: number; held?: number } & Partial<CashVault> = {},
): CashVault => ({
  vault,
  name: vault.toUpperCase(),
  heldUnits: usdc(held),
  givenUnits: usdc(held),
  capBps: 10_000,
  fault: null,
  tvlUnits: usdc(1_000_000_000),
  tvlWeekAgoUnits: usdc(1_000_000_000),
  utilisationE18: (8n * E18) / 10n,
  curve: null,
  redeemableUnits: null,
  rates: {
    told: { rateE18: percent(rate), atSeconds: NOW - 3_600 },
    dayE18: percent(rate),
    monthE18: percent(rate),
  },
  lastDepositedAtSeconds: null,
  lastRedeemedAtSeconds: null,
  ...more,
});

/** A chain on which nothing stands in the way, and nothing costs anything. */
export const chainOf = (
  chainId: number,
  vaults: readonly CashVault[],
  { idle = 0, ...more }: { idle?: number } & Partial<CashChain> = {},
): CashChain => ({
  chainId,
  name: chainId === ETHEREUM ? 'Ethereum' : chainId === BASE ? 'Base' : `chain ${chainId}`,
  idleUnits: usdc(idle),
  arriving: [],
  paused: false,
  lagging: false,
  minMoveBps: 1,
  cooldownSeconds: 3_600,
  lossLeftE18: E18,
  turnoverLeftE18: 10n * E18,
  bridgeLeftE18: E18,
  bridgeFeeBpsMax: 0,
  lastBridgedAtSeconds: null,
  siblings: [ETHEREUM, BASE]
    .filter((other) => other !== chainId)
    .map((other) => ({ chainId: other, openUntilSeconds: NOW + 86_400 })),
  costs: { depositUnits: 0n, redeemUnits: 0n, burnUnits: 0n, mintUnits: 0n },
  vaults,
  ...more,
});

/** An owner's cash whose moves are far ahead of staying, so that nothing of that holds them back. */
export const cashOf = (chains: readonly CashChain[], more: Partial<CashSnapshot> = {}): CashSnapshot => ({
  nowSeconds: NOW,
  halted: false,
  chains,
  anchor: [],
  leadE18: E18 / 10n,
  ...more,
});

/** Every chain open to all of it; what is tuned by the back-test stays here as it is. */
export const openPolicy = (more: Partial<CashPolicy> = {}): CashPolicy => ({
  ...CASH_DEFAULTS,
  lookEverySeconds: 86_400,
  horizonSeconds: 7 * 86_400,
  crossGainBps: 3,
  provenLeadBps: 1,
  trialShareBps: 3_000,
  fullLeadBps: 8,
  chainCaps: [ETHEREUM, BASE].map((chainId) => ({ chainId, capBps: 10_000 })),
  ...more,
});

export const movesIn = ({ plan }: CashDecision): readonly CashMove[] =>
  plan.kind === 'move' ? plan.moves : [];
export const shiftsIn = ({ plan }: CashDecision): readonly CashShift[] =>
  plan.kind === 'move' ? plan.shifts : [];
export const reasonOf = ({ plan }: CashDecision): string | null =>
  plan.kind === 'stay' ? plan.stay.reason : null;
