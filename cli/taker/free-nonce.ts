import type { TakerClient } from './client.ts';
import { writeLine } from './output.ts';

const PATIENCE_MS = 30_000;
const POLL_MS = 250;
const SELF_TRANSFER_GAS = 21_000n;

const nonces = async (client: TakerClient) => {
  const { address } = client.account;
  const [mined, pending] = await Promise.all([
    client.getTransactionCount({ address, blockTag: 'latest' }),
    client.getTransactionCount({ address, blockTag: 'pending' }),
  ]);
  return { mined, pending };
};

const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Waits until none of the account's transactions is in flight, among them those of an earlier life: a fill decided
 * beside one would be decided on stale amounts. One that doesn't get in is replaced by a transfer to itself, because a
 * fill mined hours later is a fill at an old price.
 */
export const freeNonce = async (client: TakerClient, patienceMs = PATIENCE_MS): Promise<void> => {
  for (let attempt = 1n; ; attempt += 1n) {
    for (let waited = 0; waited < patienceMs; waited += POLL_MS) {
      const { mined, pending } = await nonces(client);
      if (pending <= mined) return;
      await sleep(POLL_MS);
    }
    const { mined, pending } = await nonces(client);
    if (pending <= mined) return;
    const fees = await client.estimateFeesPerGas();
    const txHash = await client.sendTransaction({
      to: client.account.address,
      value: 0n,
      nonce: mined,
      gas: SELF_TRANSFER_GAS,
      maxFeePerGas: fees.maxFeePerGas * 2n ** attempt,
      maxPriorityFeePerGas: fees.maxPriorityFeePerGas * 2n ** attempt + 1n,
    });
    writeLine({ event: 'nonce-freed', nonce: mined, txHash });
  }
};
