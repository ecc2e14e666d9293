import { type Address, concatHex, encodeAbiParameters, type Hex, numberToHex, pad, size, toHex } from 'viem';
import type { WorldAsset } from './order-world.ts';

/** What a contract does when it is asked. */
export type Habit =
  | { readonly kind: 'word'; readonly word: bigint }
  | { readonly kind: 'bytes'; readonly bytes: Hex }
  /** An answer of so many zero bytes. */
  | { readonly kind: 'long'; readonly length: number }
  | { readonly kind: 'revert' }
  /** A revert with so many bytes of reason. */
  | { readonly kind: 'long-revert'; readonly length: number }
  | { readonly kind: 'burn' };

export type TokenHabits = {
  readonly symbol: Habit;
  readonly balanceOf: Habit;
  readonly allowance: Habit;
  readonly decimals: Habit;
};

const SELECTORS: Readonly<Record<keyof TokenHabits | 'totalSupply', Hex>> = {
  symbol: '0x95d89b41',
  balanceOf: '0x70a08231',
  allowance: '0xdd62ed3e',
  decimals: '0x313ce567',
  totalSupply: '0x18160ddd',
};
const FEED_SELECTORS = { decimals: '0x313ce567', latestRoundData: '0xfeaf968c' } as const;

const push = (value: number): Hex => concatHex(['0x62', toHex(value, { size: 3 })]);

/** The code of one answer, which begins at `at`; the bytes it copies stand behind it. */
const bodyOf = (habit: Habit, at: number): Hex => {
  if (habit.kind === 'revert') return '0x5b60006000fd';
  if (habit.kind === 'burn') return concatHex(['0x5b', push(at), '0x56']);
  if (habit.kind === 'long') return concatHex(['0x5b', push(habit.length), '0x6000f3']);
  if (habit.kind === 'long-revert') return concatHex(['0x5b', push(habit.length), '0x6000fd']);
  const bytes = habit.kind === 'word' ? numberToHex(habit.word, { size: 32 }) : habit.bytes;
  // jumpdest; codecopy(0, behind, length); return(0, length): 19 bytes
  const length = push(size(bytes));
  return concatHex(['0x5b', length, push(at + 19), '0x600039', length, '0x6000f3', bytes]);
};

type Branch = readonly [selector: Hex, habit: Habit];

/** Runtime code that answers by selector; whatever else it is asked it answers with the word 1. */
const codeOf = (branches: readonly Branch[]): Hex => {
  const HEAD: Hex = '0x60003560e01c';
  const TAIL: Hex = '0x600160005260206000f3';
  let at = size(HEAD) + branches.length * 12 + size(TAIL);
  const jumps: Hex[] = [];
  const bodies: Hex[] = [];
  for (const [selector, habit] of branches) {
    const body = bodyOf(habit, at);
    jumps.push(concatHex(['0x8063', selector, '0x14', push(at), '0x57']));
    bodies.push(body);
    at += size(body);
  }
  return concatHex([HEAD, ...jumps, TAIL, ...bodies]);
};

const textOf = (bytes: Hex): Habit => ({
  kind: 'bytes',
  bytes: encodeAbiParameters([{ type: 'bytes' }], [bytes]),
});
export const symbolOf = (text: string): Habit => textOf(toHex(text));
export const symbolBytes = (bytes: Hex): Habit => textOf(bytes);
export const word = (value: bigint): Habit => ({ kind: 'word', word: value });

/** How an honest token of six decimals answers. */
export const HONEST_TOKEN: TokenHabits = {
  symbol: symbolOf('FINE'),
  balanceOf: word(50_000_000_000n),
  allowance: word(0n),
  decimals: word(6n),
};

export type FeedHabits = { readonly decimals: Habit; readonly latestRoundData: Habit };

/** A round of a feed of eight decimals. */
export const round = (answer: bigint, updatedAtSeconds: bigint): Habit => ({
  kind: 'bytes',
  bytes: encodeAbiParameters(
    [{ type: 'uint80' }, { type: 'int256' }, { type: 'uint256' }, { type: 'uint256' }, { type: 'uint80' }],
    [1n, answer, updatedAtSeconds, updatedAtSeconds, 1n],
  ),
});
export const honestFeed = (updatedAtSeconds: bigint): FeedHabits => ({
  decimals: word(8n),
  latestRoundData: round(100_000_000n, updatedAtSeconds),
});

/** Nobody's address, one for each number. */
export const hostileAddress = (kind: 'token' | 'feed', number: number): Address =>
  pad(toHex((kind === 'token' ? 0xbad0_0000_0000 : 0xfeed_0000_0000) + number), { size: 20 });

export const hostileAsset = (number: number): WorldAsset => ({
  symbol: `BAD${number}`,
  decimals: 6,
  token: hostileAddress('token', number),
  feed: hostileAddress('feed', number),
});

type Rpc = (method: string, params?: readonly unknown[]) => Promise<unknown>;

export const setToken = (rpc: Rpc, address: Address, habits: TokenHabits): Promise<unknown> =>
  rpc('anvil_setCode', [
    address,
    codeOf([
      [SELECTORS.symbol, habits.symbol],
      [SELECTORS.balanceOf, habits.balanceOf],
      [SELECTORS.allowance, habits.allowance],
      [SELECTORS.decimals, habits.decimals],
      // Listed tokens are told apart by it.
      [SELECTORS.totalSupply, word(BigInt(address))],
    ]),
  ]);

export const setFeed = (rpc: Rpc, address: Address, habits: FeedHabits): Promise<unknown> =>
  rpc('anvil_setCode', [
    address,
    codeOf([
      [FEED_SELECTORS.decimals, habits.decimals],
      [FEED_SELECTORS.latestRoundData, habits.latestRoundData],
    ]),
  ]);
