// Puts cash portfolios' contracts on a local chain that has USDC and Circle's messenger.
import type { Address } from 'viem';
import { type Deployer, deployContract, readArtifact } from './deploy-local';

/** Addresses lower-cased. */
export type LocalCash = {
  readonly implementation: Address;
  readonly factory: Address;
  readonly lens: Address;
};

/** Deploys libraries, implementation, factory and lens. */
export async function deployCash(
  deployer: Deployer,
  { usdc, tokenMessenger }: { readonly usdc: Address; readonly tokenMessenger: Address },
): Promise<LocalCash> {
  const of = async (path: string, options: Parameters<typeof deployContract>[2] = {}) =>
    deployContract(deployer, await readArtifact(`contracts/${path}`), options);
  const libraries = {
    CashBridge: await of('libraries/CashBridge.sol/CashBridge'),
    CashRulebook: await of('libraries/CashRulebook.sol/CashRulebook'),
  };
  const args = [usdc, tokenMessenger];
  const implementation = await of('CashPortfolio.sol/CashPortfolio', { args, libraries });
  const factory = await of('CashFactory.sol/CashFactory', { args: [implementation] });
  return { implementation, factory, lens: await of('CashLens.sol/CashLens') };
}
