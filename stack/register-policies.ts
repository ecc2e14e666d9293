import type { PortfolioSpec } from './portfolio-specs.ts';
import type { PriceTape } from './price-tape.ts';
import type { World } from './world.ts';

export const registerPolicies = async (_options: {
  readonly url: string;
  readonly world: World;
  readonly specs: readonly PortfolioSpec[];
  readonly tape: PriceTape;
}): Promise<void> => {};
