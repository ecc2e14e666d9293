import { BPS, bpsOfDown, E18, larger, mulDivDown, mulDivUp, smaller } from '../money/fixed-point.ts';
import type { ShiftKind } from './cash-decision.ts';
import {
  awayAllowedUnits,
  awayUnits,
  type CashHoldings,
  chainValueUnits,
  movableIdleUnits,
  onChainUnits,
  stateOfChain,
} from './cash-holdings.ts';
import type { CashPolicy } from './cash-policy.ts';
import type { CashReason } from './cash-reasons.ts';
import type { CashChain, CashSnapshot } from './cash-snapshot.ts';
import { easeE18 } from './lead-ease.ts';
import { type Refusal, type VaultOutlook, vaultKeyOf } from './vault-outlook.ts';

/** All that a look goes by. */
export type CashLook = {
  readonly snapshot: CashSnapshot;
  readonly policy: CashPolicy;
  readonly valueUnits: bigint;
  readonly outlooks: readonly VaultOutlook[];
};

/** Where money would come from. */
export type ShiftSource = { readonly chain: CashChain; readonly outlook: VaultOutlook | null };

/** A shift that is thought of. */
export type ShiftPair = { readonly kind: ShiftKind; readonly from: ShiftSource; readonly to: VaultOutlook };

/** The most that a shift may move, and what sets that. */
export type ShiftRoom = { readonly units: bigint; readonly reason: CashReason };

/** Circle burns no more by one message. */
const BURN_UNITS_MAX = 10_000_000_000_000n;

/** Whether the money would stay there if nobody moved it. */
export const isAnchor = ({ anchor }: CashSnapshot, { key }: VaultOutlook): boolean =>
  anchor.some(({ chainId, vault }) => vaultKeyOf(chainId, vault) === key);

const isCrossing = ({ from, to }: ShiftPair): boolean => from.chain.chainId !== to.chain.chainId;

const plain = (reason: CashReason): Refusal => ({ reason, detail: null });

const isCool = (since: number | null, seconds: number, nowSeconds: number): boolean =>
  since === null || nowSeconds - since >= seconds;

const chainRefusal = (chain: CashChain): Refusal | null => {
  if (chain.lagging) return { reason: 'chain-lagging', detail: chain.name };
  if (chain.costs === null) return { reason: 'gas-unpriced', detail: chain.name };
  return chain.paused ? { reason: 'paused', detail: chain.name } : null;
};

const crossingRefusal = (
  { from, to }: ShiftPair,
  { snapshot }: CashLook,
  hasBridged: boolean,
): Refusal | null => {
  const { nowSeconds, chains } = snapshot;
  const { chain } = from;
  const sibling = chain.siblings.find(({ chainId }) => chainId === to.chain.chainId);
  if (sibling === undefined || sibling.openUntilSeconds <= nowSeconds)
    return { reason: 'sibling-closed', detail: `${chain.name} to ${to.chain.name}` };
  // Nothing is started again because nothing is heard: else more than b of the value could hang a day.
  if (chains.some(({ arriving }) => arriving.some(({ dueAtSeconds }) => dueAtSeconds < nowSeconds)))
    return plain('transfer-overdue');
  if (hasBridged || !isCool(chain.lastBridgedAtSeconds, chain.cooldownSeconds, nowSeconds))
    return plain('cooldown');
  return null;
};

/** Why nothing at all may go this way now; null when something may. */
export const pairRefusal = (pair: ShiftPair, look: CashLook, holdings: CashHoldings): Refusal | null => {
  const { from, to } = pair;
  const { nowSeconds } = look.snapshot;
  const stopped = chainRefusal(from.chain) ?? chainRefusal(to.chain) ?? to.refusal;
  if (stopped !== null) return stopped;
  const source = from.outlook;
  if (source !== null) {
    if (source.spotE18 === null) return source.refusal ?? plain('rate-missing');
    if (!isCool(source.vault.lastDepositedAtSeconds, source.chain.cooldownSeconds, nowSeconds))
      return plain('cooldown');
    if (holdings.entered.has(source.key)) return plain('cooldown');
  }
  if (holdings.left.has(to.key)) return plain('cooldown');
  if (isCrossing(pair))
    return crossingRefusal(pair, look, stateOfChain(holdings, from.chain.chainId).hasBridged);
  return isCool(to.vault.lastRedeemedAtSeconds, to.chain.cooldownSeconds, nowSeconds)
    ? null
    : plain('cooldown');
};

const sourceRoom = (
  { from }: ShiftPair,
  { policy, valueUnits }: CashLook,
  holdings: CashHoldings,
): bigint => {
  const { outlook, chain } = from;
  if (outlook === null)
    return movableIdleUnits(holdings, chain.chainId, { bufferBps: policy.bufferBps, valueUnits });
  const held = holdings.held.get(outlook.key) ?? 0n;
  const { redeemableUnits } = outlook.vault;
  const taken = outlook.vault.heldUnits - held;
  return redeemableUnits === null ? held : smaller(held, redeemableUnits - taken);
};

/** What our limits and the contract's cap leave of a vault, and of its market. */
const targetRoom = (pair: ShiftPair, look: CashLook, holdings: CashHoldings): bigint => {
  const { to } = pair;
  const { policy, valueUnits } = look;
  // What comes from another chain is part of this one's value by the time it is deposited.
  const coming = isCrossing(pair) ? sourceRoom(pair, look, holdings) : 0n;
  const held = holdings.held.get(to.key) ?? 0n;
  const added = held - to.vault.heldUnits;
  const ours = bpsOfDown(valueUnits, policy.vaultCapBps) - held;
  const theirs =
    bpsOfDown(chainValueUnits(to.chain) + coming, to.vault.capBps) - to.vault.givenUnits - larger(added, 0n);
  const market = bpsOfDown(to.depth.tvlUnits, policy.marketShareBpsMax) - held;
  return smaller(ours, smaller(theirs, market));
};

const chainRoom = ({ to }: ShiftPair, { policy, valueUnits }: CashLook, holdings: CashHoldings): bigint => {
  const cap = policy.chainCaps.find(({ chainId }) => chainId === to.chain.chainId)?.capBps ?? 0;
  return bpsOfDown(valueUnits, cap) - onChainUnits(holdings, to.chain);
};

const bridgeRoom = ({ from }: ShiftPair, holdings: CashHoldings): bigint => {
  const { bridgeLeftUnits, lossLeftUnits } = stateOfChain(holdings, from.chain.chainId);
  const { bridgeFeeBpsMax } = from.chain;
  const byLoss =
    bridgeFeeBpsMax === 0 ? BURN_UNITS_MAX : mulDivDown(lossLeftUnits, BPS, BigInt(bridgeFeeBpsMax));
  return smaller(BURN_UNITS_MAX, smaller(bridgeLeftUnits, byLoss));
};

/** Half of the value may be on chains without a part of the anchor, whence it comes home by a part a day; more with a lead, all when it has eased all. */
const abroadRoom = (
  { to }: ShiftPair,
  { snapshot, valueUnits }: CashLook,
  holdings: CashHoldings,
): bigint => {
  if (isHomeChain(snapshot, to.chain)) return valueUnits;
  const abroad = snapshot.chains
    .filter((chain) => !isHomeChain(snapshot, chain))
    .reduce((sum, chain) => sum + onChainUnits(holdings, chain), 0n);
  return mulDivDown(valueUnits, E18 + easeE18(snapshot.leadE18), 2n * E18) - abroad;
};

/** What is left of the turnover once that which is on its way has been deposited: by then it is part of the value that turnover is a fraction of. */
const turnoverFreeUnits = (chain: CashChain, holdings: CashHoldings): bigint => {
  const { turnoverLeftUnits, arrivingUnits } = stateOfChain(holdings, chain.chainId);
  const value = chainValueUnits(chain);
  const kept = arrivingUnits === 0n ? 0n : mulDivUp(arrivingUnits, value, value + arrivingUnits);
  return larger(turnoverLeftUnits - kept, 0n);
};

/** A redemption and a deposit are each charged. */
const turnoverRoom = (pair: ShiftPair, holdings: CashHoldings): bigint => {
  const free = turnoverFreeUnits(pair.from.chain, holdings);
  const redeems = pair.from.outlook !== null;
  if (isCrossing(pair)) return redeems ? free : BURN_UNITS_MAX;
  return redeems ? free / 2n : free;
};

/** The most that may go this way by every limit, and the limit that says so. */
export const roomOf = (pair: ShiftPair, look: CashLook, holdings: CashHoldings): ShiftRoom => {
  const { snapshot, policy, valueUnits } = look;
  let room: ShiftRoom = { units: sourceRoom(pair, look, holdings), reason: 'below-minimum' };
  const limit = (units: bigint, reason: CashReason): void => {
    if (units < room.units) room = { units: larger(units, 0n), reason };
  };
  limit(targetRoom(pair, look, holdings), 'exposure-full');
  if (isCrossing(pair)) {
    limit(chainRoom(pair, look, holdings), 'exposure-full');
    limit(bridgeRoom(pair, holdings), 'budget-exhausted');
  }
  limit(turnoverRoom(pair, holdings), 'budget-exhausted');
  const leaves = awayAllowedUnits(snapshot, policy, valueUnits) - awayUnits(holdings, snapshot, valueUnits);
  if (pair.kind === 'away') limit(leaves, 'lead-too-small');
  if (isCrossing(pair) && isHomeChain(snapshot, pair.from.chain))
    limit(abroadRoom(pair, look, holdings), 'lead-too-small');
  return room;
};

/** What gas costs of one shift, whatever its size. */
export const gasUnits = ({ from, to }: ShiftPair): bigint => {
  const whole = wayGasUnits(from.chain, to.chain);
  return from.outlook === null ? whole - (from.chain.costs?.redeemUnits ?? 0n) : whole;
};

/** Gas from a vault of one chain into one of another, or of the same; nothing goes there where nobody tells it. */
const wayGasUnits = (from: CashChain, to: CashChain): bigint => {
  const [here, there] = [from.costs, to.costs];
  if (here === null || there === null) return 0n;
  const bridge = from.chainId === to.chainId ? 0n : here.burnUnits + there.mintUnits;
  return here.redeemUnits + bridge + there.depositUnits;
};

const isHomeChain = ({ anchor }: CashSnapshot, { chainId }: CashChain): boolean =>
  anchor.some((share) => share.chainId === chainId);

/** Gas of the cheapest way from a chain to one of the anchor's; none from there. */
const homeGasUnits = (snapshot: CashSnapshot, chain: CashChain): bigint => {
  const ways = isHomeChain(snapshot, chain)
    ? []
    : snapshot.chains.filter((one) => isHomeChain(snapshot, one)).map((home) => wayGasUnits(chain, home));
  return ways.reduce((least, gas) => smaller(least, gas), ways[0] ?? 0n);
};

/** By how much gas one way home is longer after a shift than before it. */
export const wayHomeUnits = ({ kind, from, to }: ShiftPair, snapshot: CashSnapshot): bigint => {
  if (kind === 'away') return wayGasUnits(to.chain, from.chain);
  if (kind !== 'side') return 0n;
  return larger(homeGasUnits(snapshot, to.chain) - homeGasUnits(snapshot, from.chain), 0n);
};

/** What a transfer may be charged of its amount, up. */
export const bridgeFeeUnits = (pair: ShiftPair, units: bigint): bigint =>
  isCrossing(pair) ? mulDivUp(units, BigInt(pair.from.chain.bridgeFeeBpsMax), BPS) : 0n;

/** The least that may go this way: our own least amounts, what gas may cost of it, and what the contract takes. */
export const leastUnits = (pair: ShiftPair, { policy, valueUnits }: CashLook): bigint => {
  const own = isCrossing(pair) ? policy.minBridgeUnits : policy.minMoveUnits;
  const gas = mulDivUp(gasUnits(pair), BPS, BigInt(Math.max(policy.costBpsMax, 1)));
  const { chain } = pair.from;
  const contract = mulDivUp(chainValueUnits(chain), BigInt(chain.minMoveBps), BPS);
  const least = larger(larger(own, gas), contract);
  const whole = pair.from.outlook?.vault.heldUnits;
  // The way back goes by as little as its budget lets through.
  if (whole === undefined || pair.kind === 'back') return least;
  return larger(least, smaller(whole, bpsOfDown(valueUnits, policy.minShiftBps)));
};
