import { numberToHex } from 'viem';
import { z } from 'zod';
import type { BlockHistory, BlockPlace, RecordedBlock } from './block-history.ts';
import { callTogether } from './rpc.ts';

/** Follows the node's head into the history. */
export type BlockRecorder = {
  /** The newest recorded block; null before the first. */
  readonly head: () => BlockPlace | null;
  /** Settles once everything that was in a block when it was called is recorded. Throws when node or history fail. */
  readonly sync: () => Promise<void>;
};

const CHUNK = 64;

const number = z.string().transform(Number);
const headSchema = z.object({ number, hash: z.string(), parentHash: z.string() });
const blockSchema = headSchema.extend({
  timestamp: number,
  transactions: z.array(z.looseObject({ hash: z.string() })),
});
const receiptsSchema = z.array(
  z.looseObject({ logs: z.array(z.looseObject({ address: z.string().toLowerCase() })) }),
);

type Read = { readonly recorded: RecordedBlock; readonly parentHash: string };

const readBlocks = async (url: string, from: number, to: number): Promise<readonly Read[]> => {
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => numberToHex(from + index));
  const answers = await callTogether(
    url,
    numbers.flatMap((each) => [
      ['eth_getBlockByNumber', [each, true]] as const,
      ['eth_getBlockReceipts', [each]] as const,
    ]),
  );
  const read: Read[] = [];
  for (const at of numbers.keys()) {
    const block = blockSchema.parse(answers[at * 2]);
    const receipts = receiptsSchema.parse(answers[at * 2 + 1] ?? []);
    const transactionHashes = block.transactions.map(({ hash }) => hash);
    const raw = await callTogether(
      url,
      transactionHashes.map((hash) => ['eth_getRawTransactionByHash', [hash]] as const),
    );
    read.push({
      parentHash: block.parentHash,
      recorded: {
        ...{ number: block.number, hash: block.hash, timeSeconds: block.timestamp, transactionHashes },
        block: JSON.stringify(answers[at * 2]),
        receipts: JSON.stringify(answers[at * 2 + 1] ?? []),
        rawTransactions: z.array(z.string()).parse(raw),
        emitters: [...new Set(receipts.flatMap(({ logs }) => logs.map(({ address }) => address)))],
      },
    });
  }
  return read;
};

/** The newest block that node and history have in common; -1 when not even genesis is. */
const commonAncestor = async (url: string, history: BlockHistory, from: number): Promise<number> => {
  for (let at = from; at >= 0; at -= 1) {
    const [block] = await callTogether(url, [['eth_getBlockByNumber', [numberToHex(at), false]]]);
    if (block !== null && headSchema.parse(block).hash === (await history.hashOf(at))) return at;
  }
  return -1;
};

/** A recorder that goes on from what the history has. `nodeUrl` may change between two calls. */
export const createBlockRecorder = async (
  history: BlockHistory,
  nodeUrl: () => string,
): Promise<BlockRecorder> => {
  let head = await history.head();
  let running: Promise<void> | null = null;
  let wanted = false;

  const cutToCommon = async (url: string, from: number): Promise<void> => {
    const number = await commonAncestor(url, history, from);
    await history.cutAfter(number);
    head = await history.head();
  };

  const catchUp = async (url: string): Promise<void> => {
    const [latest] = await callTogether(url, [['eth_getBlockByNumber', ['latest', false]]]);
    const target = headSchema.parse(latest);
    if (
      head !== null &&
      (target.number < head.number || (target.number === head.number && target.hash !== head.hash))
    )
      await cutToCommon(url, Math.min(target.number, head.number));
    while ((head?.number ?? -1) < target.number) {
      const from: number = (head?.number ?? -1) + 1;
      const read = await readBlocks(url, from, Math.min(from + CHUNK - 1, target.number));
      if (head !== null && read[0]?.parentHash !== head.hash) {
        await cutToCommon(url, head.number);
        continue;
      }
      await history.append(read.map(({ recorded }) => recorded));
      head = read.at(-1)?.recorded ?? head;
    }
  };

  const run = async (): Promise<void> => {
    while (wanted) {
      wanted = false;
      await catchUp(nodeUrl());
    }
  };

  return {
    head: () => head,
    sync: () => {
      wanted = true;
      running ??= run().finally(() => {
        running = null;
      });
      return running;
    },
  };
};
