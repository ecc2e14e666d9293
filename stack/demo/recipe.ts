import { createHash } from 'node:crypto';
import type { PriceTape } from '../world/price-tape.ts';
import type { DemoOptions } from './options.mjs';

/** Names what a world is made from; two runs with equal recipes want the same world. Changes with the stack's own format. */
export const recipeOf = (options: DemoOptions, tape: PriceTape): string => {
  const hash = createHash('sha256');
  hash.update(
    JSON.stringify([1, options.chain, options.portfolios, options.seed, tape.stepSeconds, tape.columns]),
  );
  for (const { knownAtSeconds, prices } of tape.rows) hash.update(`${knownAtSeconds} ${prices.join(' ')}\n`);
  return hash.digest('hex');
};
