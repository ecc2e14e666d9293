// Puts the contracts of accounts that trade by their delegations on a local chain that has the router and a DelegationManager.
import type { Address } from 'viem';
import { type Deployer, deployContract, type LocalDeployment, readArtifact } from './deploy-local';

/** Addresses lower-cased. */
export type LocalDelegated = { readonly implementation: Address; readonly factory: Address };

/** Deploys executor, implementation and factory; the libraries are the portfolio's. */
export async function deployDelegated(
  deployer: Deployer,
  options: Pick<LocalDeployment, 'router' | 'libraries'> & {
    readonly manager: Address;
    readonly entryPoint: Address;
  },
): Promise<LocalDelegated> {
  const { router, libraries, manager, entryPoint } = options;
  const of = async (path: string, more: Parameters<typeof deployContract>[2] = {}) =>
    deployContract(deployer, await readArtifact(`contracts/${path}`), more);
  const executor = await of('DelegatedExecutor.sol/DelegatedExecutor');
  const none: Address = '0x0000000000000000000000000000000000000000';
  const args = [router, none, manager, entryPoint, executor, 0n];
  const implementation = await of('DelegatedBalancer.sol/DelegatedBalancer', { args, libraries });
  const factory = await of('DelegatedFactory.sol/DelegatedFactory', { args: [implementation, []] });
  return { implementation, factory };
}
