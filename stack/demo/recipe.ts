import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { PriceTape } from '../world/price-tape.ts';
import type { DemoOptions } from './options.mjs';

const BUILDS = resolve(import.meta.dirname, '../../hardhat/artifacts/build-info');

/** Other contracts are another world. Each build's name is the hash of what was compiled; none before the first. */
const builds = (): readonly string[] => {
  try {
    return readdirSync(BUILDS).sort();
  } catch {
    return [];
  }
};

/** Names what a world is made from; two runs with equal recipes want the same world. Changes with the stack's own format. */
export const recipeOf = (options: DemoOptions, tape: PriceTape): string => {
  const hash = createHash('sha256');
  hash.update(
    JSON.stringify([
      4,
      builds(),
      options.chain,
      options.venue,
      options.portfolios,
      options.seed,
      tape.stepSeconds,
      tape.columns,
    ]),
  );
  for (const { knownAtSeconds, prices } of tape.rows) hash.update(`${knownAtSeconds} ${prices.join(' ')}\n`);
  return hash.digest('hex');
};

/** The folder of a recipe's world, for people to tell apart: "3-portfolios-simulated-1-0a1b2c3d". */
export const worldName = (options: DemoOptions, tape: PriceTape): string => {
  const { source } = tape;
  const prices = source.kind === 'file' ? basename(source.path) : `simulated-${source.seed}`;
  const place = options.venue === 'order-book' ? '' : `-at-${options.venue}`;
  const readable = `${options.portfolios}-portfolios${place}-${prices}`.replace(/[^\w.-]/g, '_').slice(0, 60);
  return `${readable}-${recipeOf(options, tape).slice(0, 8)}`;
};
