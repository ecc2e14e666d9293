import type { Address, Hex } from 'viem';
import type { CashPortfolioReading, CashVenueReading } from '../../../lib/cash/cash-reading.ts';
import type { KnownVault, Told } from '../../../lib/cash/known-vault.ts';
import { NOW, percent, usdc } from '../../../lib/cash/testing/cash-builders.ts';
import type { Attested, Transfer } from '../../../lib/cctp/transfer.ts';
import { E18 } from '../../../lib/money/fixed-point.ts';
import type { CashChainView, CashSources, CashSurroundings, KnownAccount } from '../cash-sight-of.ts';

export const OWNER: Address = `0x${'aa'.repeat(20)}`;
export const SIGNER: Address = `0x${'bb'.repeat(20)}`;
export const USDC_TOKEN: Address = `0x${'cc'.repeat(20)}`;
export const addressOf = (n: number): Address => `0x${String(n).padStart(40, '0')}`;
export const hashOf = (n: number): Hex => `0x${String(n).padStart(64, '0')}`;
/** Of a vault's shares. */
export const SHARE = E18;

type VaultLook = CashPortfolioReading['vaults'][number];

/** A listed vault that holds `shares` whole shares, each worth 1 USDC and believed. */
export const lookOf = (vault: Address, shares: number, more: Partial<VaultLook> = {}): VaultLook => ({
  ...{ vault, capBps: 10_000, decimals: 18, depositedAt: 0, redeemedAt: 0 },
  ...{ mark: usdc(1), given: usdc(shares), spentUntil: BigInt(NOW), state: 0 },
  ...{ shares: BigInt(shares) * SHARE, live: usdc(1), worth: usdc(shares) },
  ...more,
});

/** A vault that says of itself what it ought to. */
export const venueOf = (vault: Address, more: Partial<CashVenueReading> = {}): CashVenueReading => ({
  ...{ ok: true, vault, asset: USDC_TOKEN, decimals: 18, rate: usdc(1) },
  ...{ totalAssets: usdc(100_000_000), totalSupply: 100_000_000n * SHARE, assetsHeld: usdc(5) },
  ...more,
});

/** A portfolio of this owner's in which nothing is used up. */
export const readingOf = (
  portfolio: Address,
  more: Partial<CashPortfolioReading> = {},
): CashPortfolioReading => ({
  ...{ ok: true, portfolio, owner: OWNER, pendingOwner: addressOf(0), signer: SIGNER, factory: addressOf(9) },
  ...{ messenger: addressOf(8), paused: false, locked: false, generation: 3, localDomain: 0 },
  guard: {
    ...{ maxLossBps: 25, lossBpsPerDay: 100, turnoverBpsPerDay: 40_000, bridgeBpsPerDay: 5_000 },
    ...{ minMoveBps: 10, cooldown: 3_600, deadlineMax: 3_600 },
  },
  budgets: {
    ...{ lossLevelE18: 0n, lossCapacityE18: E18 / 200n, turnoverLevelE18: 0n, turnoverCapacityE18: 2n * E18 },
    ...{ bridgeLevelE18: 0n, bridgeCapacityE18: E18 / 4n, bridgedAt: 0n },
  },
  ...{ nonceWord0: 5n, value: 0n, usdcHeld: usdc(10_000), vaults: [], siblings: [] },
  ...more,
});

const told = (value: bigint, atSeconds = NOW - 60): Told => ({ value, atSeconds, source: 'own share price' });

/** What is known of a vault that pays so many per cent and has done so for a month. */
export const knownOf = (rate: number, more: Partial<KnownVault> = {}): KnownVault => ({
  ...{ now: told(percent(rate)), day: told(percent(rate)), month: told(percent(rate)), promised: null },
  ...{ tvl: told(usdc(100_000_000)), tvlWeekAgo: told(usdc(100_000_000)), utilisation: null },
  ...more,
});

/** A chain that was read, with these portfolios and vaults. */
export const viewOf = (
  chainId: number,
  {
    readings = [],
    venues = [],
    usedNonces = [],
    ...more
  }: {
    readonly readings?: readonly CashPortfolioReading[];
    readonly venues?: readonly CashVenueReading[];
    readonly usedNonces?: readonly Hex[];
  } & Partial<CashChainView> = {},
): CashChainView => ({
  ...{ chainId, name: `chain ${chainId}`, domain: chainId, usdc: USDC_TOKEN },
  costs: { depositUnits: 1n, redeemUnits: 2n, burnUnits: 3n, mintUnits: 4n },
  feeBpsTo: new Map([
    [1, 0],
    [2, 0],
  ]),
  read: {
    head: { number: 100n, hash: hashOf(chainId), timeSeconds: NOW },
    portfolios: new Map(readings.map((one) => [one.portfolio, one])),
    vaults: new Map(venues.map((one) => [one.vault, one])),
    usedNonces: new Set(usedNonces),
  },
  ...more,
});

/** What all looks of a pass have in common. */
export const aroundOf = (
  views: readonly CashChainView[],
  more: Partial<CashSurroundings> = {},
): CashSurroundings => ({
  ...{ nowSeconds: NOW, halted: false, unattested: new Set<Hex>(), signers: new Set([SIGNER]) },
  chains: new Map(views.map((view) => [view.chainId, view])),
  nameOf: (_chainId, vault) => `vault ${vault.slice(-1)}`,
  knownOf: () => knownOf(5),
  ...more,
});

export const accountOf = (chainId: number): KnownAccount => ({
  ...{ portfolioId: String(chainId), chainId, address: addressOf(chainId), owner: OWNER },
});

export const sourcesOf = (more: Partial<CashSources> = {}): CashSources => ({
  watch: { ownerId: '1', owner: OWNER, anchor: [], leadE18: E18 / 10n },
  ...{ accounts: [accountOf(1), accountOf(2)], coming: [], last: null },
  ...more,
});

const BURN = {
  txHash: hashOf(7),
  blockNumber: 99n,
  blockHash: hashOf(8),
  logIndex: 0,
  message: '0x',
} as const;
export const ATTESTED: Attested = {
  ...{ message: '0x', attestation: '0x', nonce: hashOf(55), feeExecuted: 0n, expirationBlock: 0n },
};

/** USDC that was burnt on chain 1 for the portfolio on chain 2. */
export const transferOf = (more: Partial<Transfer> = {}): Transfer => ({
  ...{ id: hashOf(1), portfolioId: '1', status: 'burnt', sourceChainId: 1, destinationChainId: 2 },
  ...{ sourceDomain: 1, destinationDomain: 2, account: addressOf(1), recipient: addressOf(2) },
  ...{ amount: usdc(500), maxFee: usdc(1), minFinality: 2_000, moveNonce: 1n, generation: 3n },
  ...{ deadlineSeconds: NOW, sourceFromBlock: 1n, destinationFromBlock: 1n },
  ...{ burn: BURN, attested: null, mint: null },
  ...more,
});
