/** The most of the whole value that may stand on one chain. */
export type ChainCap = { readonly chainId: number; readonly capBps: number };

export const CASH_PROFILES = ['conservative', 'balanced', 'aggressive'] as const;
export type CashProfile = (typeof CASH_PROFILES)[number];

/** What makes USDC move, how far, and within which limits. Amounts are USDC units (6 decimals). */
export type CashPolicy = {
  readonly lookEverySeconds: number;
  /** A chain that isn't named gets nothing. */
  readonly chainCaps: readonly ChainCap[];
  /** The most of the whole value in one vault. */
  readonly vaultCapBps: number;
  /** Share of the value that stays USDC on hand. */
  readonly bufferBps: number;
  readonly minMoveUnits: bigint;
  readonly minBridgeUnits: bigint;
  /** The least share of the value that changes its vault, but for the whole of what is held there: many small ones pay much gas. */
  readonly minShiftBps: number;
  /** All gas and fees of a move, as a share of what moves. */
  readonly costBpsMax: number;
  /** A move must have earned its costs and its least gain by then. */
  readonly horizonSeconds: number;
  /** Least gains after costs over that time, as a share of what moves: for leaving the anchor across chains without a lead, for leaving it else, for going from one to another beside it. */
  readonly firstGainBps: number;
  readonly nextGainBps: number;
  readonly sideGainBps: number;
  /** Asked for beside these where money crosses chains: the bridge budget makes the way back take days. */
  readonly crossGainBps: number;
  /** So far ahead of staying, moves have proved themselves. */
  readonly provenLeadBps: number;
  /** Until then at most that share of the value leaves the anchor. */
  readonly trialShareBps: number;
  /** How far behind staying all moves together may fall, the risk of what is away included. */
  readonly shortfallBps: number;
  /** What all of the value, away on the anchor's own chain, would lose by a usual jump of the anchor's rate; abroad twice that (`loss-budget.ts`). */
  readonly fullLeadBps: number;
  /** What a vault may have lost of all that it holds in seven days, be lent out to, and have of us, before nothing more goes in. */
  readonly tvlFallBpsMax: number;
  readonly utilisationBpsMax: number;
  readonly marketShareBpsMax: number;
  /** Of one look. */
  readonly shiftsMax: number;
};

const HOUR = 3_600;
const DAY = 86_400;
const ETHEREUM = 1;
const BASE = 8_453;
const ARBITRUM = 42_161;

/** One dollar of USDC. */
export const USDC = 1_000_000n;

/** What the presets share: chosen by the odd seeds of the simulation alone (docs/cash.md). */
export const CASH_DEFAULTS: Omit<CashPolicy, 'lookEverySeconds' | 'chainCaps'> = {
  vaultCapBps: 10_000,
  bufferBps: 0,
  minMoveUnits: 10n * USDC,
  minBridgeUnits: 100n * USDC,
  minShiftBps: 100,
  costBpsMax: 200,
  horizonSeconds: 11 * DAY,
  firstGainBps: 3,
  nextGainBps: 1,
  sideGainBps: 0,
  crossGainBps: 8,
  provenLeadBps: 2,
  trialShareBps: 10_000,
  shortfallBps: 6,
  fullLeadBps: 8,
  tvlFallBpsMax: 2_000,
  utilisationBpsMax: 9_800,
  marketShareBpsMax: 1_000,
  shiftsMax: 4,
};

/** The profiles of the source design: its shares are upper limits, by its names for chains. */
export const CASH_PRESETS: Readonly<Record<CashProfile, CashPolicy>> = {
  conservative: {
    ...CASH_DEFAULTS,
    lookEverySeconds: 7 * DAY,
    chainCaps: [
      { chainId: ETHEREUM, capBps: 6_000 },
      { chainId: BASE, capBps: 4_000 },
    ],
    vaultCapBps: 4_000,
    bufferBps: 500,
    trialShareBps: 2_000,
    tvlFallBpsMax: 1_500,
    utilisationBpsMax: 9_500,
    marketShareBpsMax: 500,
  },
  balanced: {
    ...CASH_DEFAULTS,
    lookEverySeconds: DAY,
    chainCaps: [
      { chainId: ETHEREUM, capBps: 4_000 },
      { chainId: BASE, capBps: 3_500 },
      { chainId: ARBITRUM, capBps: 2_500 },
    ],
    vaultCapBps: 4_000,
    bufferBps: 200,
  },
  aggressive: {
    ...CASH_DEFAULTS,
    lookEverySeconds: 6 * HOUR,
    chainCaps: [
      { chainId: ARBITRUM, capBps: 4_000 },
      { chainId: BASE, capBps: 3_500 },
      { chainId: ETHEREUM, capBps: 2_500 },
    ],
    vaultCapBps: 4_000,
    marketShareBpsMax: 2_000,
  },
};

/** The bridge budget of a profile's contracts, of their value a day: over all siblings a stolen key costs at most L ÷ (1 − b). */
export const BRIDGE_BPS_PER_DAY: Readonly<Record<CashProfile, number>> = {
  conservative: 2_000,
  balanced: 3_333,
  aggressive: 5_000,
};
