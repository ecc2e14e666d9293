import { BPS, BPS_WHOLE, bpsOfDown, larger, mulDivDown, mulDivUp, smaller } from '../money/fixed-point.ts';
import {
  awayUnits,
  type CashHoldings,
  chainValueUnits,
  chargedFromUnits,
  movableIdleUnits,
  onChainUnits,
  stateOfChain,
  trialUnits,
} from './cash-holdings.ts';
import type { CashReason } from './cash-reasons.ts';
import type { CashChain, CashSnapshot } from './cash-snapshot.ts';
import { lossRoom } from './loss-budget.ts';
import {
  anchorShareOf,
  type CashLook,
  homeGasUnits,
  isCrossing,
  type ShiftPair,
  wayGasUnits,
} from './shift-pair.ts';
import type { Refusal } from './vault-outlook.ts';

/** The most that a shift may move, and what sets that. */
export type ShiftRoom = { readonly units: bigint; readonly reason: CashReason };

/** Circle burns no more by one message. */
const BURN_UNITS_MAX = 10_000_000_000_000n;

/** Who has heard nothing for a day leaves nothing by it. */
const SILENT = 'its source has been silent for a day';

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
    if (pair.kind !== 'back' && (source.silent || to.silent)) return { reason: 'rate-stale', detail: SILENT };
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
  return smaller(smaller(ours, shareRoom(pair, look, held)), smaller(theirs, market));
};

/**
 * A part of the anchor takes its own share, and what limits leave over of all parts. What came back to another part than it left would stay there,
 * since nothing moves between two of them, and who stayed would be somewhere else.
 */
const shareRoom = ({ to }: ShiftPair, { snapshot, policy, valueUnits }: CashLook, held: bigint): bigint => {
  const share = anchorShareOf(snapshot, to);
  if (share === null) return valueUnits;
  const placed = snapshot.anchor.reduce((sum, { shareBps }) => sum + shareBps, policy.bufferBps);
  return bpsOfDown(valueUnits, share.shareBps + Math.max(BPS_WHOLE - placed, 0)) - held;
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

/** What is left of the turnover once that which is on its way has been deposited: by then it is part of the value that turnover is a fraction of. */
const turnoverFreeUnits = (chain: CashChain, holdings: CashHoldings): bigint => {
  const { turnoverLeftUnits, arrivingUnits } = stateOfChain(holdings, chain.chainId);
  const value = chainValueUnits(chain);
  const kept = arrivingUnits === 0n ? 0n : mulDivUp(arrivingUnits, value, value + arrivingUnits);
  return larger(turnoverLeftUnits - kept, 0n);
};

/**
 * A redemption and a deposit are each charged. Nothing is planned to a turnover's last unit, as with bridges; but where all may be moved once, no move is
 * too much.
 */
const turnoverRoom = (pair: ShiftPair, holdings: CashHoldings): bigint => {
  const { chain, outlook } = pair.from;
  const redeems = outlook !== null;
  if (isCrossing(pair) && !redeems) return BURN_UNITS_MAX;
  const charges = redeems && !isCrossing(pair) ? 2n : 1n;
  const free = turnoverFreeUnits(chain, holdings);
  const value = chainValueUnits(chain);
  if (value === 0n || free >= charges * value) return free / charges;
  return mulDivDown(free, chargedFromUnits(value, chain), value) / charges;
};

/** Until moves have proved themselves, no more than a trial part leaves the anchor. */
const trialRoom = ({ snapshot, policy, valueUnits }: CashLook, holdings: CashHoldings): bigint =>
  trialUnits(snapshot, policy, valueUnits) - awayUnits(holdings, snapshot, valueUnits);

/** The most that may go this way by every limit, and the limit that says so. */
export const roomOf = (pair: ShiftPair, look: CashLook, holdings: CashHoldings): ShiftRoom => {
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
  if (pair.kind === 'away') limit(trialRoom(look, holdings), 'lead-too-small');
  limit(lossRoom(pair, look, holdings) ?? room.units, 'lead-too-small');
  return room;
};

/** What gas costs of one shift, whatever its size. */
export const gasUnits = ({ from, to }: ShiftPair): bigint => {
  const whole = wayGasUnits(from.chain, to.chain);
  return from.outlook === null ? whole - (from.chain.costs?.redeemUnits ?? 0n) : whole;
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
