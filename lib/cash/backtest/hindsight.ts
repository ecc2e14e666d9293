import { DAY_SECONDS } from '../../time/utc.ts';
import { vaultKeyOf } from '../vault-outlook.ts';
import { ARRIVES_AFTER_SECONDS } from './cash-ledger.ts';
import { grownUnits } from './rate-world.ts';
import { type CashWindow, openingOf } from './run-cash.ts';

/** A vault, or USDC on hand at the chain where it was paid in (`vault` null). */
type Stop = { readonly chainId: number; readonly vault: number | null };

/** A way between two stops, and how many days of it are over: across chains it goes by what a day's bridge budget lets through. */
type Leg = { readonly from: Stop; readonly to: Stop; readonly day: number };

/** A day of the world, or a part of it. */
type Span = { readonly day: number; readonly seconds?: number };

/** What a path is worth at best where it stands. */
type Best = Map<string, { readonly at: Stop | Leg; readonly units: bigint }>;

const nameOf = ({ chainId, vault }: Stop): string =>
  vaultKeyOf(chainId, vault === null ? 'hand' : `${vault}`);
const textOf = (at: Stop | Leg): string =>
  'from' in at ? `${nameOf(at.from)} ${nameOf(at.to)} ${at.day}` : nameOf(at);

const put = (best: Best, at: Stop | Leg, units: bigint): void => {
  const key = textOf(at);
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

/** What of a place's money is still there after so many days of a bridge budget, in basis points: half of it is refilled a day. */
const leftBps = ({ rules }: CashWindow, days: number): bigint => {
  let left = 10_000n;
  for (let day = 0; day < days; day += 1) left -= (left * BigInt(rules.bridgeBpsPerDay)) / 20_000n;
  return left;
};

/**
 * What the best path would have ended with, had all days been known: one vault at a time, any change on any day at its full cost. It
 * starts as the others do, on hand at the anchor's chain. `budgeted`: what crosses chains goes by the contracts' bridge budget, as
 * everybody else's does, and else all at once, an hour without growth.
 */
export const bestPathUnits = (window: CashWindow, { budgeted }: { readonly budgeted: boolean }): bigint => {
  const { world, fromDay, days, startUnits } = window;
  const stops: readonly Stop[] = world.vaults.map(({ key }, vault) => ({ chainId: key.chainId, vault }));
  const grown = (stop: Stop, units: bigint, { day, seconds = DAY_SECONDS }: Span): bigint => {
    const vault = stop.vault === null ? undefined : world.vaults[stop.vault];
    const truth = vault?.true[day];
    return vault === undefined || truth === undefined ? units : grownUnits(vault, truth, { units, seconds });
  };
  /** A day on the way: what has gone grows there, the rest here. */
  const passed = (leg: Leg, units: bigint, day: number): bigint => {
    if (!budgeted) return grown(leg.to, units, { day, seconds: DAY_SECONDS - ARRIVES_AFTER_SECONDS });
    const left = (units * leftBps(window, leg.day + 1)) / 10_000n;
    return grown(leg.from, left, { day }) + grown(leg.to, units - left, { day });
  };
  let best: Best = new Map();
  put(best, { chainId: openingOf(window).chainId, vault: null }, startUnits);
  for (let day = fromDay; day < fromDay + days; day += 1) {
    const next: Best = new Map();
    for (const { at, units } of best.values()) {
      if ('from' in at) {
        const isOver = leftBps(window, at.day + 1) <= LEFT_BPS;
        put(
          next,
          isOver ? at.to : { ...at, day: at.day + 1 },
          passed(at, units, day) - gasOf(window, at.from, at.to),
        );
        continue;
      }
      put(next, at, grown(at, units, { day }));
      for (const to of stops) {
        if (to.vault === at.vault) continue;
        const left = units - gasOf(window, at, to);
        if (to.chainId === at.chainId) put(next, to, grown(to, left, { day }));
        else {
          const leg = { from: at, to, day: 0 };
          put(next, budgeted ? { ...leg, day: 1 } : to, passed(leg, left, day));
        }
      }
    }
    best = next;
  }
  return [...best.values()].reduce((most, { units }) => (units > most ? units : most), 0n);
};
