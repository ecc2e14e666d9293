import { type Address, isHash, toHex } from 'viem';
import { type Ask, chainIdOf, quantityOf } from '../lib/owner/ask.ts';
import type { OwnerCall } from '../lib/owner/owner-call.ts';

const POLL_MS = 1_000;

type Wanted = {
  readonly from: Address;
  readonly chainId: number;
  readonly call: OwnerCall;
  readonly gas: bigint;
};

/** Has the wallet sign and send, on the chain that was read. @throws what the wallet says against it */
export async function sendByWallet(ask: Ask, { from, chainId, call, gas }: Wanted): Promise<`0x${string}`> {
  const current = await chainIdOf(ask);
  if (current !== chainId) throw Object.assign(new Error(`chain ${current}`), { code: 4901 });
  const { to, data, valueWei } = call;
  const transaction = { from, to, data, value: toHex(valueWei), gas: toHex(gas), chainId: toHex(chainId) };
  const hash = await ask({ method: 'eth_sendTransaction', params: [transaction] });
  if (typeof hash === 'string' && isHash(hash)) return hash;
  throw new Error('The wallet answered with something that is no transaction.');
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** What became of a transaction: in a block, refused by the contract there, or another of the same number took its place. */
export type Outcome = 'mined' | 'reverted' | 'replaced';

/** Waits for as long as it takes; `waiting` hears the seconds. A node that fails to answer is asked again. */
export async function outcomeOf(
  ask: Ask,
  sent: { readonly hash: `0x${string}`; readonly from: Address; readonly nonceBefore: bigint },
  waiting: (seconds: number) => void,
): Promise<Outcome> {
  for (let seconds = 0; ; seconds += POLL_MS / 1_000) {
    const receipt = await receiptOf(ask, sent.hash);
    if (receipt !== null) return receipt;
    if (seconds >= 2 && (await isNonceTaken(ask, sent)))
      return (await receiptOf(ask, sent.hash)) ?? 'replaced';
    waiting(seconds);
    await pause(POLL_MS);
  }
}

async function receiptOf(ask: Ask, hash: `0x${string}`): Promise<'mined' | 'reverted' | null> {
  const answer = await ask({ method: 'eth_getTransactionReceipt', params: [hash] }).catch(() => null);
  if (typeof answer !== 'object' || answer === null || !('status' in answer)) return null;
  return answer.status === '0x1' ? 'mined' : 'reverted';
}

/** Its own nonce as the node tells it, else the first one that was free when it was sent. */
async function isNonceTaken(
  ask: Ask,
  { hash, from, nonceBefore }: { hash: `0x${string}`; from: Address; nonceBefore: bigint },
): Promise<boolean> {
  const known = await ask({ method: 'eth_getTransactionByHash', params: [hash] }).catch(() => undefined);
  if (known !== null) return false;
  const next = await nextNonce(ask, from).catch(() => nonceBefore);
  return next > nonceBefore;
}

/** The first number that no mined transaction of the account has. */
export const nextNonce = async (ask: Ask, from: Address): Promise<bigint> =>
  quantityOf(
    await ask({ method: 'eth_getTransactionCount', params: [from, 'latest'] }),
    'eth_getTransactionCount',
  );
