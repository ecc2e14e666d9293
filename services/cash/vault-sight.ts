import type { Address } from 'viem';
import type { CashPortfolioReading, CashVenueReading } from '../../lib/cash/cash-reading.ts';
import type { CashVaultSight } from '../../lib/cash/cash-sight.ts';
import type { CashVault, VaultFault } from '../../lib/cash/cash-snapshot.ts';
import { type KnownVault, vaultRatesOf } from '../../lib/cash/known-vault.ts';
import { larger, mulDivDown, powerOfTen, smaller } from '../../lib/money/fixed-point.ts';
import type { UnixSeconds } from '../../lib/result.ts';

export type VaultLook = CashPortfolioReading['vaults'][number];

/** The contract's words for what it can tell of a vault, by their numbers. */
const FAULTS: readonly (VaultFault | null)[] = [null, 'unreadable', 'below-mark'];
/** Beyond it, it is no sum of dollars. */
const UNITS_MAX = 2n ** 96n;

export type VaultSources = {
  readonly look: VaultLook;
  /** What it says of itself; null where it doesn't. */
  readonly venue: CashVenueReading | null;
  readonly name: string;
  readonly usdc: Address;
  /** What is stored of its market. */
  readonly known: KnownVault;
  readonly nowSeconds: UnixSeconds;
};

/** Another token, or another number of decimals than when it was listed: none of its numbers means what it did. */
const isAnother = ({ look, venue, usdc }: VaultSources): boolean =>
  venue !== null && (venue.asset !== usdc || venue.decimals !== look.decimals);

const faultOf = (sources: VaultSources): VaultFault | null => {
  const { state } = sources.look;
  const told = state < FAULTS.length ? (FAULTS[state] ?? null) : 'unreadable';
  return told === null && isAnother(sources) ? 'unreadable' : told;
};

/**
 * What shares are worth at the lower of the vault's rate and its mark, rounded down; what the contract counts where that is more, as it
 * lets the mark grow by the day. Its bound by what the vault was given is of its budgets, and not of what is there.
 */
const heldUnitsDown = ({ shares, live, mark, decimals, worth }: VaultLook): bigint =>
  larger(worth, mulDivDown(shares, smaller(live, mark), powerOfTen(decimals)));

/** What a vault is said to hold; null where it says what can't be. */
const soundUnits = (units: bigint | undefined): bigint | null =>
  units !== undefined && units < UNITS_MAX ? units : null;

/** Known only where all that it owes lies in it: what is lent out it may fetch, and the lens can't tell how much of it. */
const redeemableOf = ({ venue }: VaultSources): bigint | null =>
  venue !== null && venue.assetsHeld >= venue.totalAssets ? soundUnits(venue.assetsHeld) : null;

const stamp = (seconds: number): number | null => (seconds === 0 ? null : seconds);

/** A listed vault as a look sees it. What nobody tells is null. */
export const cashVaultOf = (sources: VaultSources): CashVault => {
  const { look, venue, name, known, nowSeconds } = sources;
  const fault = faultOf(sources);
  return {
    ...{ vault: look.vault, name, fault, capBps: look.capBps, givenUnits: look.given },
    heldUnits: fault === 'unreadable' ? 0n : heldUnitsDown(look),
    tvlUnits: isAnother(sources) ? null : soundUnits(venue?.totalAssets),
    tvlWeekAgoUnits: known.tvlWeekAgo?.value ?? null,
    utilisationE18: known.utilisation?.value ?? null,
    curve: null,
    redeemableUnits: isAnother(sources) ? null : redeemableOf(sources),
    rates: vaultRatesOf(known, nowSeconds),
    lastDepositedAtSeconds: stamp(look.depositedAt),
    lastRedeemedAtSeconds: stamp(look.redeemedAt),
  };
};

/** What its moves are signed by. */
export const cashVaultSightOf = ({
  vault,
  decimals,
  shares,
  live,
  mark,
  ...look
}: VaultLook): CashVaultSight => ({
  ...{ vault, decimals, shares },
  ...{ liveUnits: live, markUnits: mark, spentUntilSeconds: Number(look.spentUntil) },
});
