import type { Address, PrivateKeyAccount } from 'viem';
import type { Deployer } from '../../hardhat/deploy/deploy-local.ts';
import { receiptOf } from '../chain/local-chain.ts';

const GAS = 3_000_000n;

/** Has a key's account name `code` (EIP-7702); `payer` sends what the key has signed. The zero address takes the code off. */
export const upgradeAccount = async (
  { walletClient, publicClient }: Deployer,
  { account, code }: { readonly account: PrivateKeyAccount; readonly code: Address },
): Promise<void> => {
  const nonce = await publicClient.getTransactionCount({ address: account.address });
  const { id: chainId } = walletClient.chain;
  const authorization = await account.signAuthorization({ chainId, nonce, contractAddress: code });
  const hash = await walletClient.sendTransaction({
    ...{ to: account.address, authorizationList: [authorization], gas: GAS },
  });
  const { status } = await receiptOf(publicClient, hash);
  if (status !== 'success') throw new Error(`transaction ${hash} reverted`);
};
