import type { Address } from 'viem';
import { type Deployer, deployContract, readPackagedArtifact } from './deploy-local.ts';

/** Uniswap V2 as somebody has put it on a chain; pools are made by the factory when liquidity is first added. */
export type V2Deployment = { readonly factory: Address; readonly router: Address };

/** Deploys Uniswap V2's own factory and router, from the builds that it publishes. */
export async function deployV2(deployer: Deployer, weth: Address): Promise<V2Deployment> {
  const factory = await deployContract(
    deployer,
    await readPackagedArtifact('@uniswap/v2-core/build/UniswapV2Factory.json'),
    { args: [deployer.account.address] },
  );
  const router = await deployContract(
    deployer,
    await readPackagedArtifact('@uniswap/v2-periphery/build/UniswapV2Router02.json'),
    { args: [factory, weth] },
  );
  return { factory, router };
}
