import { type Draw, drawOf } from './draw.ts';
import { ALL_FAULTS, FAULTS, type Fault } from './faults.ts';
import type { Port } from './gate.ts';
import type { Plan, Strike } from './scenario.ts';

/** The calls that three ticks make when nothing befalls them, or a few more: where strikes fall. `npm run test:sim` fails once they make more. */
export const POINTS_DRAWN = 140;
/** Where those of a search's first seeds fall: they stay where they are, so that what each is known to find stays known. */
const POINTS_OF_FIRST = 110;
const STRIKES_MAX = 4;
/** A search begins with every fault alike; after so many seeds it has more of those that matter at one or two calls of a tick. */
const ALIKE_SEEDS = 250;

/** A scenario that nothing befalls. */
export const UNDISTURBED: Plan = { seed: 1, strikes: [], goesOn: false, stays: false };

/** The faults of these names. Throws with the names there are where one is not known. */
export const faultsNamed = (names: readonly string[]): readonly Fault[] => {
  const known = ALL_FAULTS.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(`there is no fault ${unknown.join(', ')}; there are: ${known.join(', ')}`);
  return names.length === 0 ? ALL_FAULTS : ALL_FAULTS.filter(({ name }) => names.includes(name));
};

/** What a call comes to. */
const ENDS = faultsNamed(['killed-before', 'killed-after', 'reply-lost', 'refused']);
/** Shallow, since the world begins behind four of the deepest. */
const BRANCHES = faultsNamed(['re-included', 'filled-then-reorganised', 'reorganised-and-overtaken']);

const at = (point: number, faults: readonly Fault[]): readonly Strike[] =>
  faults.map((fault) => ({ point, fault }));

/** Within so many calls there is the head of a tick, and what it asks of logs, wherever a sweep begins between two. */
const LAG_WITHIN = 10;
/** The first call of the second tick: an undisturbed first one makes as many before it whatever the seed. */
const SECOND_TICK = 57;
/** Where the third begins, or a few calls later: what befell the chain in between decides. */
const THIRD_TICK = 95;
const LAGS = faultsNamed(['rpc-lags']);
const LOST = faultsNamed(['reply-lost']);
const OVERTAKEN = faultsNamed(['reorganised-and-overtaken']);
const KILLED = faultsNamed(['killed-before']);
const FROZEN = faultsNamed(['frozen-past-lease']);
const CANCELS = faultsNamed(['owner-cancels-all']);
const BEHIND = faultsNamed(['rpc-behind-in-logs']);

/** Seeds that go through calls, one after the other, with what does harm at one or two calls of a tick: chance meets it once in a thousand. */
type Aim = {
  readonly from: number;
  readonly to: number;
  /** The call of the first of them, and after how many they begin with it again. */
  readonly point: number;
  readonly points: number;
  readonly stays: boolean;
  readonly befalls: (point: number) => readonly Strike[];
};

const lagsWithin = (point: number): readonly Strike[] =>
  Array.from({ length: LAG_WITHIN }, (_, further) => at(point + further, LAGS)).flat();

const behindWithin = (from: number, count: number): readonly Strike[] =>
  Array.from({ length: count }, (_, further) => at(from + further, BEHIND)).flat();

/** No seed is of two. */
export const AIMS: readonly Aim[] = [
  // The third tick, which wants a leg again, ends around what it writes: what was signed and never shown is still worth showing.
  {
    from: 281,
    to: 292,
    point: THIRD_TICK + 15,
    points: 12,
    stays: true,
    befalls: (point) => at(point, KILLED),
  },
  // It stands still there for longer than its lease, and goes on when another one has ended what it held.
  {
    from: 293,
    to: 304,
    point: THIRD_TICK + 15,
    points: 12,
    stays: true,
    befalls: (point) => at(point, FROZEN),
  },
  // The second one is killed while it reads again what a contract says of itself, and nobody gives it a reason later.
  {
    ...{ from: 305, to: 316, point: SECOND_TICK + 9, points: 12, stays: true },
    befalls: (point) => [...at(SECOND_TICK, CANCELS), ...at(point, KILLED)],
  },
  // A node falls behind between the head that a tick has read and the logs up to it: that of the second, that of the third.
  {
    from: 317,
    to: 328,
    point: SECOND_TICK + 2,
    points: 12,
    stays: true,
    befalls: (point) => at(point, LAGS),
  },
  { from: 329, to: 340, point: THIRD_TICK + 2, points: 12, stays: true, befalls: (point) => at(point, LAGS) },
  // What the second tick asks of logs, and then the third, is asked in part of a node that is behind, while others have the blocks.
  {
    ...{ from: 341, to: 351, point: SECOND_TICK, points: 11, stays: false },
    befalls: (point) => behindWithin(point, LAG_WITHIN),
  },
  {
    ...{ from: 352, to: 362, point: THIRD_TICK, points: 11, stays: false },
    befalls: (point) => behindWithin(point, LAG_WITHIN),
  },
  // Between what the third tick knew and what it writes, an order that had been filled whole comes back to life, and another tick has seen it.
  {
    from: 363,
    to: 400,
    point: THIRD_TICK + 9,
    points: 10,
    stays: true,
    befalls: (point) => at(point, OVERTAKEN),
  },
  // A node that lags from the next question on, and a reply that is lost.
  {
    ...{ from: 401, to: 500, point: 0, points: 100, stays: false },
    befalls: (point) => [...lagsWithin(point), ...at(point, LOST)],
  },
];
/** A search of so many seeds has all that is aimed. */
const AIMED_UP_TO = Math.max(...AIMS.map(({ to }) => to));

/** Strikes of a seed, drawn one after the other from a stream. */
const drawnFor =
  (seed: number) =>
  (draw: Draw, count: number, faults: readonly Fault[]): readonly Strike[] => {
    const points = seed <= ALIKE_SEEDS ? POINTS_OF_FIRST : POINTS_DRAWN;
    return Array.from({ length: count }, () => ({ point: draw.below(points), fault: draw.pick(faults) }));
  };

/** What befalls the scenario of a seed; the strikes come from streams of their own. */
export const planOf = (seed: number): Plan => {
  const aim = AIMS.find(({ from, to }) => seed >= from && seed <= to);
  if (aim !== undefined) {
    const point = aim.point + ((seed - aim.from) % aim.points);
    return { seed, strikes: aim.befalls(point), goesOn: true, stays: aim.stays };
  }
  const drawn = drawnFor(seed);
  const [any, ends, branches] = [drawOf(seed, 'strikes'), drawOf(seed, 'ends'), drawOf(seed, 'branches')];
  const alike = drawn(any, 1 + any.below(STRIKES_MAX), FAULTS);
  if (seed <= ALIKE_SEEDS) return { seed, strikes: alike, goesOn: false, stays: false };
  const behind = drawOf(seed, 'behind');
  const unseen =
    seed <= AIMED_UP_TO ? [] : behindWithin(behind.below(POINTS_DRAWN), behind.pick([0, LAG_WITHIN]));
  const more = [
    ...drawn(ends, ends.below(3), ENDS),
    ...drawn(branches, branches.below(2), BRANCHES),
    ...unseen,
  ];
  const stays = seed > AIMED_UP_TO && seed % 2 === 0;
  return { seed, strikes: [...alike, ...more], goesOn: true, stays };
};

/** As a search names it: each fault and the call that it strikes. */
export const nameOf = ({ strikes }: Plan): string =>
  strikes.map(({ point, fault }) => `${fault.name}@${point}`).join(' ');

/** A pair is a fault at a point; the reason is why it can't be. */
export type Pairs = {
  readonly plans: readonly Plan[];
  readonly skipped: ReadonlyMap<string, number>;
};

/** Every fault at every point of an undisturbed scenario; those of a port that can't suffer them are left out. */
export const everyPair = (points: readonly Port[], faults: readonly Fault[]): Pairs => {
  const all = points.flatMap((port, point) => faults.map((fault) => ({ port, strike: { point, fault } })));
  const skipped = new Map<string, number>();
  const plans: Plan[] = [];
  for (const { port, strike } of all) {
    if (strike.fault.ports.includes(port)) {
      plans.push({ ...UNDISTURBED, strikes: [strike] });
      continue;
    }
    const why = `a ${port} gives no answer of a node`;
    skipped.set(why, (skipped.get(why) ?? 0) + 1);
  }
  return { plans, skipped };
};
