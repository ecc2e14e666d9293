import { absolute, BPS, BPS_WHOLE, larger, smaller } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import { type Hold, holdNow, secondsLimit } from './hold.ts';
import type { Policy } from './policy.ts';
import type { Position } from './survey.ts';
import { bandThreshold, type Fired, isOutside, type Look } from './triggers.ts';

/** What one asset should give (or take), in the survey's exact unit. */
export type Side = {
  readonly position: Position;
  /** At least this much brings it to its destination. */
  readonly need: bigint;
  /** At most this much: the way to its target, or what a limit leaves of it. */
  readonly capacity: bigint;
  /** What it will give or take; chosen so that both sides sum to the same. */
  amount: bigint;
};

export type Aims = {
  readonly sells: readonly Side[];
  readonly buys: readonly Side[];
  /** Assets that would trade if nothing stood in the way. */
  readonly blocked: ReadonlyMap<Position, Hold>;
};

/** What keeps a position from being sold (when over its target) or bought (when under), or null. */
export const blockOf = (position: Position, look: Look): Hold | null => {
  const selling = position.excess > 0n;
  const { lock, asset, busy } = position;
  if (lock === 'unhealthy') return { ...holdNow(look, 'asset-unhealthy'), detail: asset.lockDetail ?? null };
  if (lock === (selling ? 'no-sell' : 'no-buy')) return holdNow(look, 'asset-locked');
  const ungranted = selling ? ungrantedHold(position, look) : null;
  if (ungranted !== null) return ungranted;
  if (busy) return { ...holdNow(look, 'order-open'), lookAgainAt: orderEndsAt(position, look) };
  const stamp = selling ? asset.lastBoughtAtSeconds : asset.lastSoldAtSeconds;
  const { cooldownSeconds } = look.snapshot.guard;
  if (stamp === null) return null;
  const elapsed = look.snapshot.nowSeconds - stamp;
  if (elapsed >= cooldownSeconds) return null;
  const limit = secondsLimit('asset-cooldown', elapsed, cooldownSeconds);
  return { reason: 'cooldown', detail: null, limit, lookAgainAt: stamp + cooldownSeconds };
};

/** Why nothing of it can be sold by what its account has granted; null where something can, or where nothing need be granted. */
const ungrantedHold = ({ asset: { delegated, symbol } }: Position, look: Look): Hold | null => {
  const { account, nowSeconds } = look.snapshot;
  if (delegated === undefined)
    return account.kind === 'delegated' ? { ...holdNow(look, 'delegation-missing'), detail: symbol } : null;
  if (delegated.ok) return null;
  const { reason, detail, untilSeconds } = delegated;
  const hold = { ...holdNow(look, reason), detail: detail === null ? symbol : `${symbol}, ${detail}` };
  return untilSeconds === null ? hold : { ...hold, lookAgainAt: Math.max(untilSeconds, nowSeconds + 1) };
};

/** An order that is past its end, and not yet known to be gone, is looked at again as soon as there is a new block. */
const orderEndsAt = ({ asset }: Position, { snapshot }: Look): UnixSeconds => {
  let end = snapshot.nowSeconds + 1;
  for (const order of snapshot.openOrders) {
    if (order.sellToken !== asset.token && order.buyToken !== asset.token) continue;
    if (order.expiresAtSeconds > end) end = order.expiresAtSeconds;
  }
  return end;
};

/** Drift that may remain, in the exact unit: 0 at the target, else inside the band (its edge, where there is one) by the margin. */
const keptDrift = (position: Position, edge: bigint | null, { destination }: Policy): bigint => {
  if (destination.kind === 'target') return 0n;
  const drift = absolute(position.excess);
  const inside = edge === null ? null : (edge * BigInt(BPS_WHOLE - destination.marginBps)) / BPS;
  if (destination.kind === 'band-edge') return inside ?? 0n;
  const part = (drift * BigInt(BPS_WHOLE - destination.fractionBps)) / BPS;
  return inside === null ? part : smaller(part, inside);
};

/** What is held now of what is too much: units on their way are never sold before they arrive. */
const sellRoom = ({ excess, valueUsdE18, inFlightUsdE18 }: Position, { survey }: Look): bigint =>
  inFlightUsdE18 <= 0n ? excess : smaller(excess, (valueUsdE18 - inFlightUsdE18) * survey.scale);

/** Largest purchase that keeps the asset within its maximum weight. */
const buyRoom = (position: Position, look: Look): bigint => {
  const { survey, policy } = look;
  let capBps = policy.limits.weightBpsMax;
  if (policy.assetRules.length > 0) {
    const own = policy.assetRules.find(({ token }) => token === position.asset.token)?.weightBpsMax ?? null;
    if (own !== null && own < capBps) capBps = own;
  }
  if (capBps >= BPS_WHOLE) return -position.excess;
  const room = BigInt(capBps) * survey.whole * survey.navUsdE18 - position.valueUsdE18 * survey.scale;
  return smaller(-position.excess, larger(room, 0n));
};

const weightBlock = (position: Position, look: Look): Hold => {
  const { survey, policy } = look;
  const actual = (position.valueUsdE18 * BPS) / survey.navUsdE18;
  const own = policy.assetRules.find(({ token }) => token === position.asset.token)?.weightBpsMax ?? null;
  const allowed = BigInt(Math.min(own ?? BPS_WHOLE, policy.limits.weightBpsMax));
  return holdNow(look, 'asset-locked', { name: 'weight-max', unit: 'bps', actual, allowed });
};

/** Why an asset that should trade has no room to; null where a cash flow leaves it out. */
const noRoomHold = (position: Position, fired: Fired, look: Look): Hold | null => {
  if (position.excess > 0n)
    return position.inFlightUsdE18 > 0n && position.valueUsdE18 === position.inFlightUsdE18
      ? { ...holdNow(look, 'asset-locked'), detail: 'all of it is still on its way' }
      : null;
  return fired.kind === 'cash-flow' ? null : weightBlock(position, look);
};

/** Deposited (over-weight) or withdrawn (under-weight) worth of a token in the exact unit; what a cash-flow plan may move. */
const flowRoom = (position: Position, look: Look): bigint => {
  let units = 0n;
  for (const flow of look.snapshot.cashFlows) if (flow.token === position.asset.token) units += flow.units;
  if (position.excess > 0n !== units > 0n || units === 0n) return 0n;
  const worth = ((absolute(units) * position.priceUsdE18) / position.unitsPerToken) * look.survey.scale;
  return smaller(absolute(position.excess), worth);
};

/** Whether a cash-flow plan is restricted on its selling side (something was deposited) or on its buying side. */
const hasDeposit = (look: Look): boolean =>
  look.survey.positions.some((position) => position.excess > 0n && flowRoom(position, look) > 0n);

const capacityOf = (position: Position, fired: Fired, look: Look): bigint => {
  const full = position.excess > 0n ? sellRoom(position, look) : buyRoom(position, look);
  if (fired.kind !== 'cash-flow') return full;
  const restricted = hasDeposit(look) ? position.excess > 0n : position.excess < 0n;
  return restricted ? smaller(full, flowRoom(position, look)) : full;
};

/** The edge of the fired band for each position of the survey; null where no band has a say. */
const edgesOf = ({ band }: Fired, { policy, survey }: Look): readonly bigint[] | null =>
  band === null || policy.destination.kind === 'target'
    ? null
    : survey.positions.map((position) => bandThreshold(band, position));

/** Whether every asset must trade, as when the calendar or a cash flow calls; else only those outside the fired band must. */
const isEveryoneCalled = (edges: readonly bigint[] | null, { policy, survey }: Look): boolean =>
  edges === null ||
  !survey.positions.some((one, index) => isOutside(one, edges[index] ?? 0n, policy.limits.minTradeUsdE18));

/** Works out what every asset should give or take, blocked ones aside, so that what is given equals what is taken. */
export const aimsOf = (fired: Fired, look: Look): Aims => {
  const sells: Side[] = [];
  const buys: Side[] = [];
  const blocked = new Map<Position, Hold>();
  const edges = edgesOf(fired, look);
  const everyone = isEveryoneCalled(edges, look);
  const { positions } = look.survey;
  for (let index = 0; index < positions.length; index++) {
    const position = positions[index];
    if (position === undefined || position.excess === 0n) continue;
    const block = blockOf(position, look);
    if (block !== null) {
      blocked.set(position, block);
      continue;
    }
    const capacity = capacityOf(position, fired, look);
    if (capacity === 0n) {
      const obstacle = noRoomHold(position, fired, look);
      if (obstacle !== null) blocked.set(position, obstacle);
      continue;
    }
    const edge = edges?.[index] ?? null;
    const called =
      everyone || (edge !== null && isOutside(position, edge, look.policy.limits.minTradeUsdE18));
    const wanted = called ? absolute(position.excess) - keptDrift(position, edge, look.policy) : 0n;
    const need = larger(smaller(wanted, capacity), 0n);
    (position.excess > 0n ? sells : buys).push({ position, need, capacity, amount: need });
  }
  balance(sells, buys);
  return { sells, buys, blocked };
};

const total = (sides: readonly Side[]): bigint => {
  let sum = 0n;
  for (const side of sides) sum += side.amount;
  return sum;
};

const balance = (sells: readonly Side[], buys: readonly Side[]): void => {
  const sold = total(sells);
  const bought = total(buys);
  if (sold > bought) {
    trim(sells, widen(buys, sold - bought));
  } else if (bought > sold) {
    trim(buys, widen(sells, bought - sold));
  }
};

/** Those that trade anyway come first, then the largest: fewest more assets. Ties fall to the token's order. */
const byRoom = (a: Side, b: Side): number => {
  const [aTrades, bTrades] = [a.need > 0n, b.need > 0n];
  if (aTrades !== bTrades) return aTrades ? -1 : 1;
  const [aRoom, bRoom] = [a.capacity - a.need, b.capacity - b.need];
  return aRoom === bRoom ? 0 : aRoom > bRoom ? -1 : 1;
};

/** Lets this side move up to `missing` more than it needs, towards its targets; returns what could not be placed. */
const widen = (sides: readonly Side[], missing: bigint): bigint => {
  let left = missing;
  for (const side of sides.length > 1 ? [...sides].sort(byRoom) : sides) {
    if (left === 0n) break;
    const more = smaller(side.capacity - side.amount, left);
    side.amount += more;
    left -= more;
  }
  return left;
};

/** Takes `surplus` off this side, the smallest amounts first, so that the largest drifts are corrected. */
const trim = (sides: readonly Side[], surplus: bigint): void => {
  let left = surplus;
  for (const side of sides.length > 1
    ? [...sides].sort((a, b) => (a.amount < b.amount ? -1 : a.amount > b.amount ? 1 : 0))
    : sides) {
    if (left === 0n) break;
    const less = smaller(side.amount, left);
    side.amount -= less;
    left -= less;
  }
};
