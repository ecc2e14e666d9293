import { type Address, maxUint256 } from 'viem';
import { erc20Abi } from '../../lib/abi/erc20-abi.ts';
import type { TakerClient } from './client.ts';
import { writeLine } from './output.ts';

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
