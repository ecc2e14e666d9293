// Puts cash portfolios' contracts, and vaults for them, on a local chain that has USDC and Circle's messenger.
import type { Abi, Address } from 'viem';
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

/** A vault of USDC whose shares, of 18 decimals, grow by a simple rate a year, in which others have put `units` already. */
export async function deployVault(
  deployer: Deployer,
  vault: {
    readonly usdc: Address;
    readonly name: string;
    readonly rateE18: bigint;
    readonly units: bigint;
  },
): Promise<Address> {
  const { usdc, name, rateE18, units } = vault;
  const artifact = await readArtifact('contracts/local/LocalVault.sol/LocalVault');
  const address = await deployContract(deployer, artifact, { args: [usdc, name, rateE18] });
  const { abi } = await readArtifact('contracts/local/cctp/LocalUsdc.sol/LocalUsdc');
  const self = deployer.account.address;
  const write = async (call: {
    readonly address: Address;
    readonly abi: Abi;
    readonly functionName: string;
    readonly args: readonly unknown[];
  }): Promise<void> => {
    // An estimate is of a second in which shares have not grown yet.
    const hash = await deployer.walletClient.writeContract({ gas: 1_000_000n, ...call });
    const { status } = await deployer.publicClient.waitForTransactionReceipt({ hash });
    if (status !== 'success') throw new Error(`${call.functionName} of ${call.address} failed`);
  };
  await write({ address: usdc, abi, functionName: 'mint', args: [self, units] });
  await write({ address: usdc, abi, functionName: 'approve', args: [address, units] });
  await write({ address, abi: artifact.abi, functionName: 'deposit', args: [units, self] });
  return address;
}
