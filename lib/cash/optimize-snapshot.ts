import { BPS_WHOLE, bpsOfDown, bpsToE18, E18 } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import { BRIDGE_BPS_PER_DAY, CASH_PRESETS, type CashPolicy, type CashProfile } from './cash-policy.ts';
import type { AnchorShare, CashChain, CashSnapshot, CashVault } from './cash-snapshot.ts';
import { chooseAnchor } from './choose-anchor.ts';
import { type KnownVault, vaultRatesOf } from './known-vault.ts';
import { type GasTold, moveCostsUp } from './move-gas.ts';

/** A vault that could be chosen. */
export type OptimizeVault = { readonly vault: string; readonly name: string; readonly known: KnownVault };

/** A chain that could be chosen; `gas` is null where nobody tells what it costs, and then none is counted. */
export type OptimizeChain = {
  readonly chainId: number;
  readonly name: string;
  readonly gas: GasTold | null;
  readonly vaults: readonly OptimizeVault[];
};

export type OptimizeRequest = {
  readonly nowSeconds: UnixSeconds;
  readonly amountUnits: bigint;
  readonly profile: CashProfile;
  /** Where the USDC lies; null = it is paid in on the chains where it is to earn. */
  readonly fromChainId: number | null;
  readonly chains: readonly OptimizeChain[];
};

const FREE = { depositUnits: 0n, redeemUnits: 0n, burnUnits: 0n, mintUnits: 0n };
const SIBLING_SECONDS = 90 * 86_400;

/**
 * A profile for these chains. Where it names none of them, as on test nets, its upper limits go to them in their order: the same shape of
 * spreading, and no real chain's limit is widened by it.
 */
export const profileFor = (profile: CashProfile, chainIds: readonly number[]): CashPolicy => {
  const preset = CASH_PRESETS[profile];
  if (preset.chainCaps.some(({ chainId }) => chainIds.includes(chainId))) return preset;
  const chainCaps = preset.chainCaps.flatMap(({ capBps }, index) => {
    const chainId = chainIds[index];
    return chainId === undefined ? [] : [{ chainId, capBps }];
  });
  return { ...preset, chainCaps };
};

const cashVault = ({ vault, name, known }: OptimizeVault, nowSeconds: UnixSeconds): CashVault => ({
  ...{ vault, name, heldUnits: 0n, givenUnits: 0n, capBps: BPS_WHOLE, fault: null },
  tvlUnits: known.tvl?.value ?? null,
  tvlWeekAgoUnits: known.tvlWeekAgo?.value ?? null,
  utilisationE18: known.utilisation?.value ?? null,
  ...{ curve: null, redeemableUnits: null, rates: vaultRatesOf(known, nowSeconds) },
  ...{ lastDepositedAtSeconds: null, lastRedeemedAtSeconds: null },
});

/** A fresh portfolio with the profile's limits, of which nothing is used. */
const freshChain = (
  { chainId, name, gas, vaults }: OptimizeChain,
  { nowSeconds, profile, chains }: OptimizeRequest,
): CashChain => ({
  ...{ chainId, name, idleUnits: 0n, arriving: [], paused: false, lagging: false },
  ...{ minMoveBps: 0, cooldownSeconds: 0, lossLeftE18: E18, turnoverLeftE18: E18 },
  // Half of a day's budget is the bucket.
  bridgeLeftE18: bpsToE18(BRIDGE_BPS_PER_DAY[profile]) / 2n,
  ...{ bridgeFeeBpsMax: 0, lastBridgedAtSeconds: null },
  siblings: chains
    .filter((other) => other.chainId !== chainId)
    .map((other) => ({ chainId: other.chainId, openUntilSeconds: nowSeconds + SIBLING_SECONDS })),
  costs: gas === null ? FREE : moveCostsUp(gas),
  vaults: vaults.map((vault) => cashVault(vault, nowSeconds)),
});

/** What no anchor takes stays with its owner, from where nothing goes anywhere. */
const WALLET = { chainId: Number.MAX_SAFE_INTEGER, name: 'your wallet', gas: null, vaults: [] };

/** Money as it would be paid in: by the anchor's shares of each chain, and the rest kept back; or all where it lies. */
const paidIn = (
  chains: readonly CashChain[],
  anchor: readonly AnchorShare[],
  request: OptimizeRequest,
): readonly CashChain[] => {
  const { amountUnits, fromChainId } = request;
  if (fromChainId !== null)
    return chains.map((chain) =>
      chain.chainId === fromChainId ? { ...chain, idleUnits: amountUnits } : chain,
    );
  const shares = (chainId: number): bigint =>
    anchor
      .filter((share) => share.chainId === chainId)
      .reduce((sum, { shareBps }) => sum + bpsOfDown(amountUnits, shareBps), 0n);
  const paid = chains.map((chain) => ({ ...chain, idleUnits: shares(chain.chainId) }));
  const rest = paid.reduce((left, { idleUnits }) => left - idleUnits, amountUnits);
  if (rest === 0n) return paid;
  return [...paid, { ...freshChain(WALLET, request), siblings: [], idleUnits: rest }];
};

/** What a look would see of an amount that is paid into fresh portfolios of these chains, with the vaults that paid most as their anchor. */
export const freshSnapshot = (request: OptimizeRequest, policy: CashPolicy): CashSnapshot => {
  const { nowSeconds, amountUnits, chains } = request;
  const empty: CashSnapshot = {
    ...{ nowSeconds, halted: false, anchor: [], leadE18: 0n },
    chains: chains.map((chain) => freshChain(chain, request)),
  };
  const anchor = chooseAnchor(empty, policy, amountUnits);
  return { ...empty, anchor, chains: paidIn(empty.chains, anchor, request) };
};
