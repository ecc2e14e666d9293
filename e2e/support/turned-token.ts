import { type Address, concatHex, type Hex, keccak256, size, toHex } from 'viem';
import { z } from 'zod';

type Rpc = (method: string, params?: readonly unknown[]) => Promise<unknown>;

/** What a token that was honest when it was listed does from now on. */
export type Turn =
  /** A transfer brings so many basis points of what is sent. */
  | { readonly kind: 'fee'; readonly keptBps: number }
  /** No transfer goes through. */
  | { readonly kind: 'paused' };

const push = (value: number): Hex => concatHex(['0x61', toHex(value, { size: 2 })]);

/** The part of a transfer, in memory whose word at 36 is the amount. */
const bodyOf = (turn: Turn): Hex =>
  turn.kind === 'paused'
    ? '0x60006000fd'
    : // amount × kept ÷ 10,000
      concatHex(['0x602451', push(turn.keptBps), '0x02', push(10_000), '0x9004602452']);

const codeOf = (turn: Turn, honest: Address): Hex => {
  // Call data into memory; anything but `transfer` goes on behind the body.
  const head = '0x366000600037';
  const select = '0x60003560e01c63a9059cbb1415';
  const body = bodyOf(turn);
  const rest = size(head) + size(select) + 4 + size(body);
  const start = concatHex([head, select, push(rest), '0x57', body]);
  const ask = concatHex(['0x5b6000600036600073', honest, '0x5af43d600060003e']);
  const answered = size(start) + size(ask) + 4 + 4;
  return concatHex([start, ask, push(answered), '0x57', '0x3d6000fd', '0x5b3d6000f3']);
};

/**
 * Turns a token of an anvil chain, which keeps its balances: its own code moves elsewhere and is asked for all the rest. Answers what turns
 * it back.
 */
export const turnToken = async (rpc: Rpc, token: Address, turn: Turn): Promise<() => Promise<void>> => {
  const code = z.string().parse(await rpc('eth_getCode', [token, 'latest']));
  const elsewhere = `0x${keccak256(token).slice(26)}` as Address;
  await rpc('anvil_setCode', [elsewhere, code]);
  await rpc('anvil_setCode', [token, codeOf(turn, elsewhere)]);
  await rpc('anvil_mine', ['0x1']);
  return async () => {
    await rpc('anvil_setCode', [token, code]);
    await rpc('anvil_mine', ['0x1']);
  };
};
