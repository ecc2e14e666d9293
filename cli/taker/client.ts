import { type Account, createWalletClient, defineChain, type Hex, http, publicActions } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';

const RPC_TIMEOUT_MS = 15_000;

/** One client that reads, and sends from the taker's own account. Its calls throw when the node can't be reached. */
export const createTakerClient = (options: {
  readonly rpcUrl: string;
  readonly chainId: number;
  readonly key: Hex;
}) => {
  const chain = defineChain({
    id: options.chainId,
    name: `chain ${options.chainId}`,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [options.rpcUrl] } },
  });
  const account: Account = privateKeyToAccount(options.key);
  return createWalletClient({
    account,
    chain,
    // No response is cached: on a local chain two blocks may follow within a second.
    cacheTime: 0,
    pollingInterval: 200,
    transport: http(options.rpcUrl, { batch: true, timeout: RPC_TIMEOUT_MS, retryCount: 1 }),
  }).extend(publicActions);
};

export type TakerClient = ReturnType<typeof createTakerClient>;
