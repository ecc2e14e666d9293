import type { PriceFile, PriceRow } from './price-file.ts';

/** Yearly drift-free volatilities and first prices of the simulated market; of the size these assets had, no forecast. */
const ASSETS = [
  { column: 'BTC', startUsd: 60_000, sigma: 0.9, beta: 0.85 },
  { column: 'ETH', startUsd: 3_000, sigma: 1.1, beta: 0.85 },
  { column: 'SOL', startUsd: 150, sigma: 1.8, beta: 0.7 },
  { column: 'LINK', startUsd: 15, sigma: 1.5, beta: 0.7 },
] as const;

const HOUR = 3_600;
const YEAR_HOURS = 24 * 365;
/** 2025-01-01, 00:00 UTC. */
const START_SECONDS = 1_735_689_600;

/** A 32-bit generator, the same on every machine. Source: "mulberry32", T. Ettinger, public domain. */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** Standard normal by Box and Muller; the first uniform is kept off zero. */
export const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const toE18 = (usd: number): bigint => BigInt(Math.round(usd * 1e8)) * 10n ** 10n;

/** Share of its distance from the first price, as a logarithm, that a price comes back in an hour: an endless market stays one. */
const PULL = 1 / YEAR_HOURS;

/**
 * The hourly rows of a made-up market, without end: correlated geometric random walks with occasional jumps, drawn back to where
 * they began over a year. The same seed gives the same rows. Whoever shows these prices must say that they are simulated.
 */
export function* simulatedRows(seed: number): Generator<PriceRow, never> {
  const random = seededRandom(seed);
  const prices: number[] = ASSETS.map(({ startUsd }) => startUsd);
  const step = Math.sqrt(1 / YEAR_HOURS);
  for (let index = 0; ; index += 1) {
    const market = normal(random);
    const jump = random() < 0.004 ? normal(random) * 0.05 : 0;
    for (const [at, { startUsd, sigma, beta }] of ASSETS.entries()) {
      const shock = beta * market + Math.sqrt(1 - beta * beta) * normal(random);
      const price = prices[at] ?? startUsd;
      const drift = -(sigma * sigma) / 2 / YEAR_HOURS - PULL * Math.log(price / startUsd);
      prices[at] = price * Math.exp(sigma * step * shock + drift + jump);
    }
    const labelSeconds = START_SECONDS + index * HOUR;
    yield { labelSeconds, knownAtSeconds: labelSeconds + HOUR, prices: prices.map(toE18) };
  }
}

/** The first rows of that market, in the shape of a price file. */
export const simulateMarket = (seed: number, rowCount = 5_000): PriceFile => {
  const rows: PriceRow[] = [];
  for (const row of simulatedRows(seed)) if (rows.push(row) >= rowCount) break;
  return { stepSeconds: HOUR, columns: ASSETS.map(({ column }) => column), rows, gaps: [] };
};
