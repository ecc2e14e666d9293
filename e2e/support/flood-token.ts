import { type Address, concatHex, encodeAbiParameters, type Hex, size, toEventSelector, toHex } from 'viem';
import type { Deployer } from '../../hardhat/deploy/deploy-local.ts';

const TRANSFER = toEventSelector('Transfer(address,address,uint256)');

/** In front of the loop: `calldatasize == 64 ? flood : return 18`. */
const ANSWER: Hex = '0x36604014601157601260005260206000f3';

const FLOOD_AT = 0x11;
const LOOP_AT = FLOOD_AT + 9;

/**
 * A token by its looks: whatever it is asked it answers 18, so that it has decimals, and everybody a balance. Called with two words,
 * an account and a number, it logs that many transfers of 1 from the caller to the account.
 */
export const FLOOD_TOKEN_CODE: Hex = concatHex([
  ANSWER,
  // jumpdest; n = calldataload(32); memory[0..32] = 1
  '0x5b6020356001600052',
  // loop: log3(0, 32, TRANSFER, caller, calldataload(0))
  '0x5b600035337f',
  TRANSFER,
  '0x60206000a3',
  // n -= 1; while n > 0
  concatHex(['0x600190038060', toHex(LOOP_AT, { size: 1 }), '0x5700']),
]);

/** Deploys the runtime code as it is: its size bytes are copied behind this prefix and returned. */
const deployment = (runtime: Hex): Hex =>
  concatHex(['0x61', toHex(size(runtime), { size: 2 }), '0x80600a3d393df3', runtime]);

export const deployFloodToken = async ({ walletClient, publicClient }: Deployer): Promise<Address> => {
  const hash = await walletClient.sendTransaction({ data: deployment(FLOOD_TOKEN_CODE) });
  const { contractAddress } = await publicClient.waitForTransactionReceipt({ hash });
  if (!contractAddress) throw new Error('the token was not deployed');
  return contractAddress.toLowerCase() as Address;
};

/** What to call a flood token with. */
export const floodCall = (account: Address, logs: number): Hex =>
  encodeAbiParameters([{ type: 'address' }, { type: 'uint256' }], [account, BigInt(logs)]);
