import { type Address, type Hex, keccak256, numberToHex, pad, toEventSelector, toHex } from 'viem';
import { z } from 'zod';
import type { Ask, NodeLog, Reply } from './hosted-node.ts';

const TRANSFER = toEventSelector('Transfer(address,address,uint256)');
const PAYER: Address = '0x00000000000000000000000000000000000000fe';
const SECONDS_A_BLOCK = 12n;

export type Payments = { readonly token: Address; readonly account: Address; readonly blocks: number };

export type BusyChain = {
  readonly ask: Ask;
  /** One payment of 1 to the account in each further block, as its token would log it. */
  readonly payments: readonly NodeLog[];
};

const header = z.looseObject({ number: z.string(), timestamp: z.string() });
const span = z.looseObject({ fromBlock: z.string(), toBlock: z.string() });
const hexes = z.string().transform((text) => BigInt(text));
const hashOf = (number: bigint): Hex => keccak256(toHex(`further block ${number}`));

/**
 * A chain that goes on after another one's head by many blocks, twelve seconds apart, in which nothing but a payment happens. Mining
 * as many for real takes longer than the test. Calls at such a block are run on the head's state, with its number and time.
 */
export const busyChain = async (upstream: Ask, { token, account, blocks }: Payments): Promise<BusyChain> => {
  const ask = async <T>(method: string, params: readonly unknown[], schema: z.ZodType<T>): Promise<T> =>
    schema.parse(((await upstream(method, params)) as { readonly result?: unknown }).result);
  const head = await ask('eth_getBlockByNumber', ['latest', false], header);
  const [base, baseTime] = [BigInt(head.number), BigInt(head.timestamp)];
  const last = base + BigInt(blocks);
  const timeOf = (number: bigint): Hex => numberToHex(baseTime + (number - base) * SECONDS_A_BLOCK);
  const blockOf = (number: bigint) => ({
    ...head,
    number: numberToHex(number),
    hash: hashOf(number),
    parentHash: number === base + 1n ? head['hash'] : hashOf(number - 1n),
    timestamp: timeOf(number),
    transactions: [],
  });
  const payments = Array.from({ length: blocks }, (_, index): NodeLog => {
    const number = base + 1n + BigInt(index);
    return {
      address: token,
      topics: [TRANSFER, pad(PAYER), pad(account)],
      data: numberToHex(1, { size: 32 }),
      blockNumber: numberToHex(number),
      blockHash: hashOf(number),
      blockTimestamp: timeOf(number),
      transactionHash: keccak256(toHex(`payment ${number}`)),
      transactionIndex: '0x0',
      logIndex: '0x0',
      removed: false,
    };
  });
  const atHead = ([call, block, state]: readonly unknown[]): readonly unknown[] => {
    const number = z.string().parse(block) === 'latest' ? last : hexes.parse(block);
    if (number <= base) return [call, block, state ?? {}];
    return [call, 'latest', state ?? {}, { number: numberToHex(number), time: timeOf(number) }];
  };
  const logsUpTo = (end: bigint, [filter]: readonly unknown[]): Promise<Reply> | Reply => {
    const { fromBlock, toBlock, ...rest } = span.parse(filter);
    if (BigInt(fromBlock) > end) return { result: [] };
    const to = BigInt(toBlock) > end ? numberToHex(end) : toBlock;
    return upstream('eth_getLogs', [{ ...rest, fromBlock, toBlock: to }]);
  };
  return {
    payments,
    ask: async (method, params): Promise<Reply> => {
      if (method === 'eth_blockNumber') return { result: numberToHex(last) };
      if (method === 'eth_call') return upstream(method, atHead(params));
      if (method === 'eth_getLogs') return logsUpTo(base, params);
      if (method !== 'eth_getBlockByNumber') return upstream(method, params);
      const number = params[0] === 'latest' ? last : hexes.parse(params[0]);
      if (number <= base) return upstream(method, params);
      return { result: number > last ? null : blockOf(number) };
    },
  };
};
