import { type Address, encodeFunctionData, type Hex } from 'viem';
import { cashFactoryAbi } from '../abi/cash-factory-abi.ts';
import { cashPortfolioAbi } from '../abi/cash-portfolio-abi.ts';
import { depositEntry } from './deposit-entry.ts';
import type { OwnerCall } from './owner-call.ts';

/** An owner's limits of one cash portfolio (docs/decisions/0080). */
export type CashGuard = {
  readonly maxLossBps: number;
  readonly lossBpsPerDay: number;
  readonly turnoverBpsPerDay: number;
  readonly bridgeBpsPerDay: number;
  readonly minMoveBps: number;
  readonly cooldownSeconds: number;
  readonly deadlineMaxSeconds: number;
};

/** A vault to be listed: at most that much of the value, while a whole share is worth between these units of USDC. */
export type VaultListing = {
  readonly vault: Address;
  readonly capBps: number;
  readonly rateMinUnits: bigint;
  readonly rateMaxUnits: bigint;
};

/** A contract lists no more. */
export const CASH_VAULTS_MAX = 8;
/** A share may be worth so much more or less at the listing than now: somebody else may choose the moment. */
const RATE_ROOM_BPS = 100n;
const BPS = 10_000;

/** A vault that may hold all of the value, at a share's worth of now within 1 %. @param rateUnits USDC units a whole share */
export const listingAround = (vault: Address, rateUnits: bigint): VaultListing => {
  const room = (rateUnits * RATE_ROOM_BPS) / BigInt(BPS);
  return { vault, capBps: BPS, rateMinUnits: rateUnits - room, rateMaxUnits: rateUnits + room };
};

/** All that a new cash portfolio is made of; its address depends on every field, and on owner and salt. */
export type CashTerms = {
  readonly signer: Address;
  readonly guard: CashGuard;
  readonly vaults: readonly VaultListing[];
};

const listingOf = ({ vault, capBps, rateMinUnits, rateMaxUnits }: VaultListing) => ({
  ...{ vault, capBps, rateMin: rateMinUnits, rateMax: rateMaxUnits },
});

const configOf = ({ signer, guard, vaults }: CashTerms) => {
  const { cooldownSeconds: cooldown, deadlineMaxSeconds: deadlineMax, ...limits } = guard;
  return { signer, guard: { ...limits, cooldown, deadlineMax }, vaults: vaults.map(listingOf) };
};

const call = (to: Address, data: Hex): OwnerCall => ({ to, data, valueWei: 0n });

/** Creates the caller's portfolio and pays USDC into it, by the allowance that the factory has; 0 pays nothing. */
export const createCashCall = (
  factory: Address,
  created: {
    readonly terms: CashTerms;
    readonly salt: Hex;
    readonly usdc: Address;
    readonly units: bigint;
  },
): OwnerCall => {
  const { terms, salt, usdc, units } = created;
  const deposits = units > 0n ? [depositEntry(usdc, units, null)] : [];
  const args = [configOf(terms), salt, deposits] as const;
  return call(factory, encodeFunctionData({ abi: cashFactoryAbi, functionName: 'create', args }));
};

/** The question where that portfolio will be, or is. */
export const predictCashData = (
  terms: CashTerms,
  { salt, owner }: { readonly salt: Hex; readonly owner: Address },
): Hex =>
  encodeFunctionData({
    ...{ abi: cashFactoryAbi, functionName: 'predict' },
    args: [owner, configOf(terms), salt],
  });

/** Names the portfolio of another chain, by Circle's number of it. Nothing goes there before it was tested and opened. */
export const nameSiblingCall = (
  portfolio: Address,
  { domain, sibling }: { readonly domain: number; readonly sibling: Address },
): OwnerCall =>
  call(
    portfolio,
    encodeFunctionData({ abi: cashPortfolioAbi, functionName: 'setSibling', args: [domain, sibling] }),
  );

/** Burns exactly 1 USDC for a named sibling, once; Circle may take `maxFeeUnits` of it, 1,000 at most. */
export const testSiblingCall = (
  portfolio: Address,
  { domain, maxFeeUnits }: { readonly domain: number; readonly maxFeeUnits: bigint },
): OwnerCall =>
  call(
    portfolio,
    encodeFunctionData({ abi: cashPortfolioAbi, functionName: 'testSibling', args: [domain, maxFeeUnits] }),
  );

/** Lets USDC be bridged to a sibling until then: from an hour after its test on, for 90 days at most. */
export const openSiblingCall = (
  portfolio: Address,
  { domain, untilSeconds }: { readonly domain: number; readonly untilSeconds: number },
): OwnerCall =>
  call(
    portfolio,
    encodeFunctionData({
      ...{ abi: cashPortfolioAbi, functionName: 'openSibling' },
      args: [domain, BigInt(untilSeconds)],
    }),
  );

/** Raises what a share of a listed vault counts for to what it is worth now, as far as a day's growth goes. Anybody may. */
export const pokeCall = (portfolio: Address, vault: Address): OwnerCall =>
  call(portfolio, encodeFunctionData({ abi: cashPortfolioAbi, functionName: 'poke', args: [vault] }));
