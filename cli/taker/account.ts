import { type Address, maxUint256 } from 'viem';
import { erc20Abi } from '../../lib/abi/erc20-abi.ts';
import { type TakerClient, writeLine } from './client.ts';

const RECEIPT_TIMEOUT_MS = 60_000;

/** Raw units of a token the taker holds. */
export const readInventory = (client: TakerClient, token: Address): Promise<bigint> =>
  client.readContract({
    address: token,
    abi: erc20Abi,
    functionName: 'balanceOf',
    args: [client.account.address],
  });

const decimalsByToken = new Map<Address, number>();

/** A token's decimals, which never change. */
export const readDecimals = async (client: TakerClient, token: Address): Promise<number> => {
  const known = decimalsByToken.get(token);
  if (known !== undefined) return known;
  const decimals = await client.readContract({ address: token, abi: erc20Abi, functionName: 'decimals' });
  decimalsByToken.set(token, decimals);
  return decimals;
};

const approve = async (
  client: TakerClient,
  token: Address,
  approval: { spender: Address; units: bigint },
): Promise<void> => {
  const txHash = await client.writeContract({
    address: token,
    abi: erc20Abi,
    functionName: 'approve',
    args: [approval.spender, approval.units],
  });
  const receipt = await client.waitForTransactionReceipt({ hash: txHash, timeout: RECEIPT_TIMEOUT_MS });
  writeLine({
    event: 'approve',
    token,
    spender: approval.spender,
    units: approval.units,
    txHash,
    status: receipt.status,
  });
};

/**
 * Lets the protocol take the token from the taker, once and for all: it only ever takes from whoever calls it. A rest is
 * zeroed first, because some tokens refuse to change an allowance that isn't zero.
 */
export const ensureAllowance = async (
  client: TakerClient,
  token: Address,
  need: { spender: Address; units: bigint },
): Promise<void> => {
  const allowance = await client.readContract({
    address: token,
    abi: erc20Abi,
    functionName: 'allowance',
    args: [client.account.address, need.spender],
  });
  if (allowance >= need.units) return;
  if (allowance > 0n) await approve(client, token, { spender: need.spender, units: 0n });
  await approve(client, token, { spender: need.spender, units: maxUint256 });
};

/** A fill that needs more is somebody else's code burning the taker's gas. */
export const GAS_LIMIT_MAX = 3_000_000n;

export type Fees = { readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint };

/** What the taker offers for gas: two blocks of a rising base fee, and a small tip. */
export const offeredFees = async (client: TakerClient): Promise<Fees> => {
  const [block, tip] = await Promise.all([
    client.getBlock({ blockTag: 'latest' }),
    client.estimateMaxPriorityFeePerGas().catch(() => 0n),
  ]);
  const baseFee = block.baseFeePerGas ?? 0n;
  return { maxFeePerGas: (baseFee * 5n) / 4n + tip + 1n, maxPriorityFeePerGas: tip };
};

/** Head room for the difference between an estimate and the block it lands in. */
export const gasLimitFor = (estimate: bigint): bigint => (estimate * 5n) / 4n;

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
