import { seededRandom } from '../../lib/prices/simulated-market.ts';

/** Looks at the market a day. */
export const STEPS_A_DAY = 4;
export const STEP_SECONDS = 86_400 / STEPS_A_DAY;

/** A rate comes a tenth nearer to where it is going in a step. */
const PULL = 0.1;
const NOISE = 0.0004;
const CALM = { least: 0.02, most: 0.045 } as const;
const HIGH = { least: 0.115, most: 0.135 } as const;
/** So long does one vault pay best. */
const SPELL_DAYS = { least: 18, most: 30 } as const;
/** The first one lasts until well after a history that decisions need. */
const FIRST_SPELL_DAYS = 50;

const E18 = 1_000_000_000_000_000_000n;
const toE18 = (rate: number): bigint => (BigInt(Math.round(Math.max(rate, 0) * 1e9)) * E18) / 1_000_000_000n;

/**
 * The rates of some vaults of a made-up market, simple ones a year in 18 decimals, step by step without end: one of them pays best for some
 * weeks, then another does. The last one begins.
 */
export function* driftRates(vaults: number, seed: number): Generator<readonly bigint[], never> {
  const random = seededRandom(seed);
  const between = ({ least, most }: { readonly least: number; readonly most: number }): number =>
    least + (most - least) * random();
  let best: number | null = null;
  let goals: readonly number[] = [];
  let stepsLeft = 0;
  let rates: readonly number[] | null = null;
  for (;;) {
    if (stepsLeft <= 0) {
      const days = best === null ? FIRST_SPELL_DAYS : between(SPELL_DAYS);
      const next: number =
        best === null ? vaults - 1 : (best + 1 + Math.floor(random() * (vaults - 1))) % vaults;
      goals = Array.from({ length: vaults }, (_, index) => between(index === next ? HIGH : CALM));
      stepsLeft = Math.round(days * STEPS_A_DAY);
      best = next;
    }
    stepsLeft -= 1;
    const before: readonly number[] = rates ?? goals;
    rates = before.map(
      (rate, index) => rate + PULL * ((goals[index] ?? rate) - rate) + NOISE * (random() * 2 - 1),
    );
    yield rates.map(toE18);
  }
}
