import { E18, mulDivDown } from '../../money/fixed-point.ts';
import { DAY_SECONDS } from '../../time/utc.ts';
import { ARRIVES_AFTER_SECONDS } from './cash-ledger.ts';
import { grownUnits } from './rate-world.ts';
import { type CashWindow, openingOf } from './run-cash.ts';

/** A vault, or USDC on hand at the chain where it was paid in (`vault` null). */
type Stop = { readonly chainId: number; readonly vault: number | null };

/** A way between two stops, and how many days of it are over: across chains it goes by what a day's bridge budget lets through. */
type Leg = { readonly from: Stop; readonly to: Stop; readonly day: number };

/** What a path is worth at best where it stands. */
type Best = Map<number, { readonly at: Stop | Leg; readonly units: bigint }>;

/** Fewer stops than that in a world, and fewer days on a way. */
const MANY = 64;

const stopNumber = ({ vault }: Stop): number => (vault === null ? 0 : vault + 1);
const numberOf = (at: Stop | Leg): number =>
  'from' in at ? (stopNumber(at.from) * MANY + stopNumber(at.to)) * MANY + at.day : stopNumber(at);

const put = (best: Best, at: Stop | Leg, units: bigint): void => {
  const key = numberOf(at);
  const known = best.get(key);
  if (known === undefined || units > known.units) best.set(key, { at, units });
};

/** A tenth or less that is left behind counts as arrived. */
const LEFT_BPS = 1_000n;

const gasOf = ({ rules }: CashWindow, from: Stop, to: Stop): bigint => {
  const [source, target] = [rules.costs(from.chainId), rules.costs(to.chainId)];
  const redeem = from.vault === null ? 0n : source.redeemUnits;
  const cross = from.chainId === to.chainId ? 0n : source.burnUnits + target.mintUnits;
  return redeem + cross + target.depositUnits;
};

/** What of a place's money is still there after each day of a bridge budget, in basis points: half of it is refilled a day. */
const leftAfterDays = ({ rules }: CashWindow): readonly bigint[] => {
  const left = [10_000n];
  for (let last = 10_000n; last > LEFT_BPS; left.push(last))
    last -= (last * BigInt(rules.bridgeBpsPerDay)) / 20_000n;
  return left;
};

/** What a dollar grows to in a part of each day of each vault, with what the window begins with there; 18 decimals. */
const growthsOf = (
  { world, fromDay, days, startUnits }: CashWindow,
  seconds: number,
): readonly (readonly bigint[])[] =>
  world.vaults.map((vault) =>
    vault.true
      .slice(fromDay, fromDay + days)
      .map((day) => mulDivDown(grownUnits(vault, day, { units: startUnits, seconds }), E18, startUnits)),
  );

/**
 * What the best path would have ended with, had all days been known: one vault at a time, any change on any day at its full cost. It
 * starts as the others do, on hand at the anchor's chain. `budgeted`: what crosses chains goes by the contracts' bridge budget, as
 * everybody else's does, and else all at once, an hour without growth.
 */
export const bestPathUnits = (window: CashWindow, { budgeted }: { readonly budgeted: boolean }): bigint => {
  const { world, fromDay, days, startUnits } = window;
  const stops: readonly Stop[] = world.vaults.map(({ key }, vault) => ({ chainId: key.chainId, vault }));
  const growing = (seconds: number) => {
    const growths = growthsOf(window, seconds);
    return ({ vault }: Stop, units: bigint, day: number): bigint =>
      mulDivDown(units, (vault === null ? undefined : growths[vault]?.[day - fromDay]) ?? E18, E18);
  };
  const grown = growing(DAY_SECONDS);
  const grownAfterArrival = growing(DAY_SECONDS - ARRIVES_AFTER_SECONDS);
  const left = leftAfterDays(window);
  /** A day on the way: what has gone grows there, the rest here. */
  const passed = (leg: Leg, units: bigint, day: number): bigint => {
    if (!budgeted) return grownAfterArrival(leg.to, units, day);
    const here = (units * (left[leg.day + 1] ?? 0n)) / 10_000n;
    return grown(leg.from, here, day) + grown(leg.to, units - here, day);
  };
  let best: Best = new Map();
  put(best, { chainId: openingOf(window).chainId, vault: null }, startUnits);
  for (let day = fromDay; day < fromDay + days; day += 1) {
    const next: Best = new Map();
    for (const { at, units } of best.values()) {
      if ('from' in at) {
        const isOver = at.day + 2 >= left.length;
        put(
          next,
          isOver ? at.to : { ...at, day: at.day + 1 },
          passed(at, units, day) - gasOf(window, at.from, at.to),
        );
        continue;
      }
      put(next, at, grown(at, units, day));
      for (const to of stops) {
        if (to.vault === at.vault) continue;
        const paid = units - gasOf(window, at, to);
        if (to.chainId === at.chainId) put(next, to, grown(to, paid, day));
        else {
          const leg = { from: at, to, day: 0 };
          put(next, budgeted ? { ...leg, day: 1 } : to, passed(leg, paid, day));
        }
      }
    }
    best = next;
  }
  return [...best.values()].reduce((most, { units }) => (units > most ? units : most), 0n);
};
