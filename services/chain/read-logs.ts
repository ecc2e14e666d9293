import { type Address, type Hex, pad, toEventSelector } from 'viem';
import { ok, type Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { asChainResult } from './chain-failure.ts';

/** A log as the node gave it, of an included block. Addresses and hashes lower-cased. */
export type ChainLog = {
  readonly address: Address;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly blockNumber: bigint;
  readonly blockHash: Hex;
  readonly transactionHash: Hex;
  readonly logIndex: number;
};

export type LogRange = { readonly fromBlock: bigint; readonly toBlock: bigint };

/** Which logs: of these addresses (null = of anybody), with these topics by position (null = any, list = one of). */
export type LogFilter = {
  readonly addresses: readonly Address[] | null;
  readonly topics: readonly (Hex | readonly Hex[] | null)[];
};

type RawLog = {
  readonly address: Hex;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly blockNumber: Hex | null;
  readonly blockHash: Hex | null;
  readonly transactionHash: Hex | null;
  readonly logIndex: Hex | null;
};

/** Providers cap addresses and topics of one filter; this stays below every cap that is documented. */
const LIST_LENGTH_MAX = 1_000;
const TRANSFER_TOPIC = toEventSelector('Transfer(address,address,uint256)');

const parse = (log: RawLog): ChainLog => {
  const { blockNumber, blockHash, transactionHash, logIndex } = log;
  if (blockNumber === null || blockHash === null || transactionHash === null || logIndex === null)
    throw new Error('mismatch: a log of no block');
  return {
    address: log.address.toLowerCase() as Address,
    topics: log.topics.map((topic) => topic.toLowerCase() as Hex),
    data: log.data,
    blockNumber: BigInt(blockNumber),
    blockHash: blockHash.toLowerCase() as Hex,
    transactionHash: transactionHash.toLowerCase() as Hex,
    logIndex: Number(logIndex),
  };
};

const inOrder = (a: ChainLog, b: ChainLog): number =>
  a.blockNumber === b.blockNumber ? a.logIndex - b.logIndex : a.blockNumber < b.blockNumber ? -1 : 1;

/** All logs of a range that match, oldest first. A range that is too much for the node is halved, down to one block. */
export const readLogs = async (
  chain: ChainClient,
  filter: LogFilter,
  range: LogRange,
): Promise<Result<readonly ChainLog[]>> => {
  const whole = await asChainResult(async () => {
    const logs = (await chain.request({
      method: 'eth_getLogs',
      params: [
        {
          ...(filter.addresses === null ? {} : { address: [...filter.addresses] }),
          topics: filter.topics.map((topic) => (Array.isArray(topic) ? [...topic] : (topic as Hex | null))),
          fromBlock: `0x${range.fromBlock.toString(16)}`,
          toBlock: `0x${range.toBlock.toString(16)}`,
        },
      ],
    })) as readonly RawLog[];
    return logs.map(parse).sort(inOrder);
  });
  const smallerMayWork =
    !whole.ok && (whole.error.code === 'chain-too-much' || whole.error.code === 'chain-timeout');
  if (whole.ok || !smallerMayWork || range.fromBlock === range.toBlock) return whole;
  const middle = (range.fromBlock + range.toBlock) / 2n;
  const early = await readLogs(chain, filter, { fromBlock: range.fromBlock, toBlock: middle });
  if (!early.ok) return early;
  const late = await readLogs(chain, filter, { fromBlock: middle + 1n, toBlock: range.toBlock });
  if (!late.ok) return late;
  return ok([...early.value, ...late.value]);
};

const chunksOf = <T>(list: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / LIST_LENGTH_MAX) }, (_, index) =>
    list.slice(index * LIST_LENGTH_MAX, (index + 1) * LIST_LENGTH_MAX),
  );

/** Every event of these contracts. */
export const readEvents = async (
  chain: ChainClient,
  addresses: readonly Address[],
  range: LogRange,
): Promise<Result<readonly ChainLog[]>> => {
  const logs: ChainLog[] = [];
  for (const part of chunksOf(addresses)) {
    const read = await readLogs(chain, { addresses: part, topics: [] }, range);
    if (!read.ok) return read;
    logs.push(...read.value);
  }
  return ok(logs.sort(inOrder));
};

/** Every ERC-20 Transfer, of any token, to or from one of these accounts; one between two of them comes once. */
export const readTransfers = async (
  chain: ChainClient,
  accounts: readonly Address[],
  range: LogRange,
): Promise<Result<readonly ChainLog[]>> => {
  const seen = new Map<string, ChainLog>();
  for (const part of chunksOf(accounts)) {
    const words = part.map((account) => pad(account));
    for (const topics of [
      [TRANSFER_TOPIC, words],
      [TRANSFER_TOPIC, null, words],
    ] as const) {
      const read = await readLogs(chain, { addresses: null, topics }, range);
      if (!read.ok) return read;
      for (const log of read.value) seen.set(`${log.blockHash}:${log.logIndex}`, log);
    }
  }
  return ok([...seen.values()].sort(inOrder));
};
