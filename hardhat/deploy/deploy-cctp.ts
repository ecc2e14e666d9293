// Puts a chain's end of CCTP V2 on a local chain, and joins ends of several chains.
import type { Address, Hex } from 'viem';
import { type Deployer, deployContract, readArtifact } from './deploy-local';

/** One chain's end. Addresses lower-cased. */
export type LocalCctp = {
  readonly domain: number;
  readonly usdc: Address;
  readonly tokenMessenger: Address;
  readonly messageTransmitter: Address;
};

const FOLDER = 'contracts/local/cctp';
/** Circle burns at most so many units of USDC a message. */
const BURN_LIMIT = 10_000_000_000_000n;

const word = (address: Address): Hex => `0x${address.slice(2).padStart(64, '0')}`;

/** Deploys USDC, transmitter, messenger and minter; `attesters` in any order, of whom `threshold` must sign. */
export async function deployCctp(
  deployer: Deployer,
  options: { readonly domain: number; readonly attesters: readonly Address[]; readonly threshold: number },
): Promise<LocalCctp> {
  const { domain, attesters, threshold } = options;
  const of = async (name: string, args: readonly unknown[]) =>
    deployContract(deployer, await readArtifact(`${FOLDER}/${name}.sol/${name}`), { args });
  const usdc = await of('LocalUsdc', []);
  const messageTransmitter = await of('LocalMessageTransmitter', [domain, attesters, threshold]);
  const tokenMessenger = await of('LocalTokenMessenger', [messageTransmitter]);
  await send(deployer, tokenMessenger, ['setBurnLimit', usdc, BURN_LIMIT]);
  return { domain, usdc, tokenMessenger, messageTransmitter };
}

/** Tells one end of the other: whose messages it takes, and which token is whose. */
export async function joinCctp(deployer: Deployer, here: LocalCctp, there: LocalCctp): Promise<void> {
  await send(deployer, here.tokenMessenger, [
    'addRemote',
    there.domain,
    word(there.tokenMessenger),
    here.usdc,
    word(there.usdc),
  ]);
}

async function send(
  deployer: Deployer,
  address: Address,
  [functionName, ...args]: readonly [functionName: string, ...args: unknown[]],
): Promise<void> {
  const { abi } = await readArtifact(`${FOLDER}/LocalTokenMessenger.sol/LocalTokenMessenger`);
  const hash = await deployer.walletClient.writeContract({ address, abi, functionName, args });
  const receipt = await deployer.publicClient.waitForTransactionReceipt({ hash });
  if (receipt.status !== 'success') throw new Error(`${functionName} of ${address} failed`);
}
