import { openPolicyRegistry } from '../../services/wire/database.ts';
import { CHAIN_ID } from '../chain/chain-id.ts';
import type { PortfolioSpec } from './portfolio-specs.ts';
import type { World } from './world.ts';

/** Registers the policy of every portfolio: shared, so that the pages show it to anybody, and marked as simulated. */
export const registerPolicies = async (
  botUrl: string,
  world: World,
  specs: readonly PortfolioSpec[],
): Promise<void> => {
  const registry = openPolicyRegistry(botUrl);
  try {
    for (const [index, { address, name }] of world.portfolios.entries()) {
      const policy = specs[index]?.policy;
      if (policy === undefined) throw new Error(`portfolio ${index} has no policy`);
      const terms = { chainId: CHAIN_ID, address, policy, name, shared: true, simulated: true };
      const registered = await registry.registerPolicy(terms);
      if (!registered.ok) throw new Error(registered.error.message);
    }
  } finally {
    await registry.close();
  }
};
