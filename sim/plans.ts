import { type Draw, drawOf } from './draw.ts';
import { FAULTS, type Fault } from './faults.ts';
import type { Port } from './gate.ts';
import type { Plan, Strike } from './scenario.ts';

/** The calls that three ticks make when nothing befalls them, or a few more: where strikes fall. `npm run test:sim` fails once they make more. */
export const POINTS_DRAWN = 140;
/** Where those of a search's first seeds fall: they stay where they are, so that what each is known to find stays known. */
const POINTS_OF_FIRST = 110;
const STRIKES_MAX = 4;
/** A search begins with every fault alike; after so many seeds it has more of those that matter at one or two calls of a tick. */
const ALIKE_SEEDS = 250;
/** These seeds go through the calls, one each, with what does harm at a single call of a tick: chance meets it once in a thousand. */
const SWEPT_SEEDS = { from: 401, to: 500 } as const;
/**
 * These strike, several seeds each, the calls between what the third tick knew and what it writes; it is the one that wants a leg again. An order
 * that had been filled whole comes back to life meanwhile, and another tick has seen it.
 */
const OVERTAKEN_SEEDS = { from: 363, to: 400, point: 104, points: 10 } as const;

/** A scenario that nothing befalls. */
export const UNDISTURBED: Plan = { seed: 1, strikes: [], goesOn: false, stays: false };

/** The faults of these names. Throws with the names there are where one is not known. */
export const faultsNamed = (names: readonly string[]): readonly Fault[] => {
  const known = FAULTS.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(`there is no fault ${unknown.join(', ')}; there are: ${known.join(', ')}`);
  return names.length === 0 ? FAULTS : FAULTS.filter(({ name }) => names.includes(name));
};

/** What a call comes to. */
const ENDS = faultsNamed(['killed-before', 'killed-after', 'reply-lost', 'refused']);
/** Shallow, since the world begins behind four of the deepest. */
const BRANCHES = faultsNamed(['re-included', 'filled-then-reorganised', 'reorganised-and-overtaken']);

/** Within so many calls there is the head of a tick, wherever a sweep begins between two. */
const LAG_WITHIN = 10;
/** A node that lags from the next question on, and a reply of the database that is lost. */
const LAGS = faultsNamed(['rpc-lags']);
const LOST = faultsNamed(['reply-lost']);
const OVERTAKEN = faultsNamed(['reorganised-and-overtaken']);

const at = (point: number, faults: readonly Fault[]): readonly Strike[] =>
  faults.map((fault) => ({ point, fault }));

/** Strikes of a seed, drawn one after the other from a stream. */
const drawnFor =
  (seed: number) =>
  (draw: Draw, count: number, faults: readonly Fault[]): readonly Strike[] => {
    const points = seed <= ALIKE_SEEDS ? POINTS_OF_FIRST : POINTS_DRAWN;
    return Array.from({ length: count }, () => ({ point: draw.below(points), fault: draw.pick(faults) }));
  };

/** What befalls the scenario of a seed; the strikes come from streams of their own. */
export const planOf = (seed: number): Plan => {
  if (seed >= SWEPT_SEEDS.from && seed <= SWEPT_SEEDS.to) {
    const point = seed - SWEPT_SEEDS.from;
    const lags = Array.from({ length: LAG_WITHIN }, (_, further) => at(point + further, LAGS)).flat();
    return { seed, strikes: [...lags, ...at(point, LOST)], goesOn: true, stays: false };
  }
  if (seed >= OVERTAKEN_SEEDS.from && seed <= OVERTAKEN_SEEDS.to) {
    const point = OVERTAKEN_SEEDS.point + ((seed - OVERTAKEN_SEEDS.from) % OVERTAKEN_SEEDS.points);
    return { seed, strikes: at(point, OVERTAKEN), goesOn: true, stays: true };
  }
  const drawn = drawnFor(seed);
  const [any, ends, branches] = [drawOf(seed, 'strikes'), drawOf(seed, 'ends'), drawOf(seed, 'branches')];
  const alike = drawn(any, 1 + any.below(STRIKES_MAX), FAULTS);
  if (seed <= ALIKE_SEEDS) return { seed, strikes: alike, goesOn: false, stays: false };
  const more = [...drawn(ends, ends.below(3), ENDS), ...drawn(branches, branches.below(2), BRANCHES)];
  const stays = seed > SWEPT_SEEDS.to && seed % 2 === 0;
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
