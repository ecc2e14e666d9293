import type { Address, Hex } from 'viem';
import type {
  AccountState,
  Block,
  BlockMark,
  ChainRange,
  GapFact,
  Settled,
} from '../../lib/ledger/chain-facts.ts';
import type { BlockSpan } from '../../lib/ledger/chain-log.ts';
import { type Custody, movedAway, type TimeIsUp } from '../../lib/ledger/custody.ts';
import { larger, smaller } from '../../lib/money/fixed-point.ts';
import { ok, type Result, type UnixSeconds } from '../../lib/result.ts';

/** The chain as settling reads it, each time what its present branch says. */
export type SettleChain = {
  readonly head: () => Promise<Result<Block>>;
  /** In the order asked, null where the chain has no block of that number (yet, or any more). Fewer when time is up, never none. */
  readonly blocks: (
    numbers: readonly bigint[],
    timeIsUp: TimeIsUp,
  ) => Promise<Result<readonly (Block | null)[]>>;
};

/** The database as settling writes it; a write is all or nothing. */
export type SettleStore = {
  /** Where the index has stopped, newest first. */
  readonly trail: () => Promise<Result<readonly BlockMark[]>>;
  readonly seed: (block: BlockMark) => Promise<Result<void>>;
  /** False when somebody else has moved the index meanwhile. */
  readonly apply: (range: ChainRange) => Promise<Result<boolean>>;
  readonly rollBack: (from: BlockMark, to: Block) => Promise<Result<boolean>>;
  readonly toRefresh: () => Promise<Result<readonly Address[]>>;
  /** Stores nothing once somebody else has moved the index away from the block at which they were read. */
  readonly saveStates: (states: readonly AccountState[], readAt: BlockMark) => Promise<Result<void>>;
  readonly advanceOrders: (headTimeSeconds: UnixSeconds) => Promise<Result<void>>;
};

export type SettlePorts = {
  /** First block the factory can be found in. */
  readonly factoryBlock: bigint;
  /** A block so deep is one that every node has which anybody is still sent to. */
  readonly sureDepth: bigint;
  readonly chain: SettleChain;
  readonly custody: Pick<Custody, 'settle' | 'states'>;
  readonly store: SettleStore;
  readonly monotonicMs: () => number;
  /** Told of what is stored as missing. */
  readonly reportGaps: (gaps: readonly GapFact[]) => void;
};

const RANGE_BLOCKS_MAX = 2_000n;
/** A step that takes longer ends with what it has, so that a tick which is killed loses little. */
const STEP_MS = 4_000;
/** Somebody else may be settling the same chain; after that many surprises the next tick goes on. */
const ROUNDS_MAX = 10_000;

const never: TimeIsUp = () => false;

/** The newest block of the trail that is still the chain's; the first one by number where even that has changed. */
const commonBlock = async (ports: SettlePorts, trail: readonly BlockMark[]): Promise<Result<Block>> => {
  const now = await ports.chain.blocks(
    trail.map(({ number }) => number),
    never,
  );
  if (!now.ok) return now;
  const common = now.value.find((block, index) => block !== null && block.hash === trail[index]?.hash);
  if (common === undefined && now.value.length < trail.length) return movedAway();
  const found = common ?? now.value.at(-1) ?? null;
  return found === null ? movedAway() : ok(found);
};

const refresh = async (ports: SettlePorts, head: Block, timeIsUp: TimeIsUp): Promise<Result<void>> => {
  const addresses = await ports.store.toRefresh();
  if (!addresses.ok) return addresses;
  if (addresses.value.length > 0) {
    const states = await ports.custody.states(addresses.value, head, timeIsUp);
    if (!states.ok) return states;
    const saved = await ports.store.saveStates(states.value, head);
    if (!saved.ok) return saved;
  }
  return ports.store.advanceOrders(head.timeSeconds);
};

/** Blocks that this pass has read itself, at its head: from the one after `after` to the one of that hash. */
type Own = { readonly after: bigint; readonly to: Hex };

type Step =
  | { readonly done: Settled['state'] }
  | { readonly again: true; readonly reorganised: boolean; readonly own: Own | null };

const onward: Step = { again: true, reorganised: false, own: null };

type Place = {
  /** Where the index has stopped, newest first. */
  readonly trail: readonly BlockMark[];
  readonly reached: BlockMark;
  readonly end: bigint;
  readonly own: Own | null;
};

/** Up to where others have read, or this pass before: what lies above was read at this pass's own head. */
const readBefore = ({ reached, own }: Place): bigint =>
  own?.to === reached.hash ? own.after : reached.number;

/**
 * What has become deep since the index came to where it stands: from where it was deep then to where it is at the range's end. So every
 * block is read at least once while it is deep, by whatever steps and however seldom the index goes on.
 */
const spanAgain = ({ sureDepth }: SettlePorts, place: Place): BlockSpan | null => {
  const { trail, reached, end } = place;
  const begins = (trail.at(-1)?.number ?? 0n) + 1n;
  const fromBlock = larger(begins, reached.number - sureDepth + 1n);
  const toBlock = smaller(readBefore(place), end - sureDepth);
  return fromBlock > toBlock ? null : { fromBlock, toBlock };
};

const seedAt = async (ports: SettlePorts): Promise<Result<Step>> => {
  const first = await ports.chain.blocks([ports.factoryBlock > 0n ? ports.factoryBlock - 1n : 0n], never);
  if (!first.ok) return first;
  const [block] = first.value;
  if (block === undefined || block === null) return ok({ done: 'lagging' });
  const seeded = await ports.store.seed(block);
  return seeded.ok ? ok(onward) : seeded;
};

/** A step's own end: the tick's, or sooner. */
const stepTime = (ports: SettlePorts, timeIsUp: TimeIsUp): TimeIsUp => {
  const startMs = ports.monotonicMs();
  return () => timeIsUp() || ports.monotonicMs() - startMs > STEP_MS;
};

/** Blocks by their numbers; the head is known already. */
const blocksAt = async (
  { chain }: SettlePorts,
  numbers: readonly bigint[],
  head: Block,
): Promise<Result<readonly (Block | null)[]>> => {
  const others = numbers.filter((number) => number !== head.number);
  const read = others.length === 0 ? ok([]) : await chain.blocks(others, never);
  if (!read.ok) return read;
  const found = new Map(others.map((number, index) => [number, read.value[index] ?? null]));
  return ok(numbers.map((number) => (number === head.number ? head : (found.get(number) ?? null))));
};

type Stepping = { readonly head: Block; readonly own: Own | null; readonly timeIsUp: TimeIsUp };

const step = async (ports: SettlePorts, { head, own, timeIsUp }: Stepping): Promise<Result<Step>> => {
  const trail = await ports.store.trail();
  if (!trail.ok) return trail;
  const [reached] = trail.value;
  if (reached === undefined) return seedAt(ports);
  if (head.number < reached.number) return ok({ done: 'lagging' });
  const far = reached.number + RANGE_BLOCKS_MAX;
  const marks = await blocksAt(ports, [reached.number, far < head.number ? far : head.number], head);
  if (!marks.ok) return marks;
  const [now, end] = marks.value;
  if (now === undefined || now === null) return ok({ done: 'lagging' });
  if (now.hash !== reached.hash) {
    const common = await commonBlock(ports, trail.value);
    if (!common.ok) return common;
    // The chain has all that is known: what it no longer has is the head that this tick began with, as another one has seen before.
    if (common.value.hash === reached.hash) return movedAway();
    const undone = await ports.store.rollBack(reached, common.value);
    return undone.ok ? ok({ ...onward, reorganised: undone.value }) : undone;
  }
  if (reached.number === head.number) return ok({ done: 'settled' });
  if (end === undefined || end === null) return movedAway();
  const place: Place = { trail: trail.value, reached, end: end.number, own };
  const range = await ports.custody.settle({
    ...{ after: reached, again: spanAgain(ports, place), end, head },
    timeIsUp: stepTime(ports, timeIsUp),
  });
  if (!range.ok) return range;
  const applied = await ports.store.apply(range.value);
  if (!applied.ok) return applied;
  if (!applied.value) return ok(onward);
  const news = range.value.gaps.filter(({ blockNumber }) => blockNumber > reached.number);
  if (news.length > 0) ports.reportGaps(news);
  return ok({ ...onward, own: { after: readBefore(place), to: range.value.to.hash } });
};

/**
 * Brings the database in line with the chain: new contracts, their events, fills, cash flows, and what follows for orders. A
 * branch the chain has left is undone first. Goes in steps, each kept once it is applied. Any number may settle at once; each
 * range is applied by one of them.
 */
export const settle = async (ports: SettlePorts, timeIsUp: TimeIsUp): Promise<Result<Settled>> => {
  const head = await ports.chain.head();
  if (!head.ok) return head;
  let reorganised = false;
  let own: Own | null = null;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const stepped = await step(ports, { head: head.value, own, timeIsUp });
    if (!stepped.ok) return stepped;
    if ('again' in stepped.value) {
      reorganised ||= stepped.value.reorganised;
      own = stepped.value.own;
      if (timeIsUp()) break;
      continue;
    }
    if (stepped.value.done === 'settled') {
      const refreshed = await refresh(ports, head.value, timeIsUp);
      if (!refreshed.ok) return refreshed;
    }
    return ok({ head: head.value, state: stepped.value.done, reorganised });
  }
  return ok({ head: head.value, state: 'behind', reorganised });
};
