import { type Address, concatHex, type Hex, toHex } from 'viem';
import { z } from 'zod';

const BPS = 10_000;

/** In front: 36 bytes of call data ask for a balance, 68 transfer, and anything else is answered with 18. */
const DISPATCH: Hex = '0x3660241460185736604414602557601260005260206000f3';
/** `balanceOf`: the word stored at the account. */
const BALANCE: Hex = '0x5b6004355460005260206000f3';

/** A token by its looks, whose transfers bring so many basis points of what is sent, and log nothing. */
export const feeTokenCode = (keptBps: number): Hex =>
  concatHex([
    DISPATCH,
    BALANCE,
    // The sender has that much less; the receiver has amount × kept ÷ 10,000 more; answers 1.
    concatHex(['0x5b602435335403335561', toHex(BPS, { size: 2 })]),
    concatHex(['0x60243561', toHex(keptBps, { size: 2 }), '0x0204600435540160043555600160005260206000f3']),
  ]);

const rpc = async (rpcUrl: string, method: string, params: readonly unknown[]): Promise<void> => {
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  z.object({ result: z.unknown() }).parse(await response.json());
};

/** Puts one at an address of an anvil chain, and gives somebody units of it without a transfer. */
export const plantFeeToken = async (
  rpcUrl: string,
  token: Address,
  { keptBps, holder, units }: { readonly keptBps: number; readonly holder: Address; readonly units: bigint },
): Promise<void> => {
  await rpc(rpcUrl, 'anvil_setCode', [token, feeTokenCode(keptBps)]);
  await rpc(rpcUrl, 'anvil_setStorageAt', [
    token,
    toHex(BigInt(holder), { size: 32 }),
    toHex(units, { size: 32 }),
  ]);
  await rpc(rpcUrl, 'anvil_mine', ['0x1']);
};
