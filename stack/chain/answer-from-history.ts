import { z } from 'zod';
import type { BlockHistory } from './block-history.ts';

/** A JSON-RPC call as the front has read it. */
export type NodeCall = { readonly method: string; readonly params: readonly unknown[] };

/** What the node can't be asked: blocks before `from`. `head` is the newest recorded block. */
export type Window = { readonly from: number; readonly head: number };

type Answer = { readonly result: unknown };

const json = (text: string): unknown => JSON.parse(text);

const hexNumber = z
  .string()
  .regex(/^0x[0-9a-f]+$/i)
  .transform(Number);
const hash = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/i)
  .toLowerCase();

/** The number that a block parameter names, null for one at the head or one that is none. */
const numberOf = (tag: unknown): number | null => {
  if (tag === 'earliest') return 0;
  const parsed = hexNumber.safeParse(tag);
  return parsed.success ? parsed.data : null;
};

const blockSchema = z.looseObject({ transactions: z.array(z.looseObject({ hash: z.string() })) });

const blockAnswer = (text: string, whole: unknown): Answer => {
  const block = blockSchema.parse(json(text));
  return {
    result:
      whole === true ? block : { ...block, transactions: block.transactions.map(({ hash: each }) => each) },
  };
};

const transactionAt = (text: string, index: unknown): Answer => ({
  result: blockSchema.parse(json(text)).transactions[numberOf(index) ?? -1] ?? null,
});

const countAnswer = (text: string): Answer => ({
  result: `0x${blockSchema.parse(json(text)).transactions.length.toString(16)}`,
});

const addresses = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const filterSchema = z.looseObject({
  fromBlock: z.unknown().optional(),
  toBlock: z.unknown().optional(),
  blockHash: hash.optional(),
  address: addresses.nullish().transform((given) => given?.map((each) => each.toLowerCase()) ?? []),
  topics: z
    .array(z.union([z.null(), z.string(), z.array(z.string())]))
    .nullish()
    .transform((given) => given ?? []),
});
type Filter = z.output<typeof filterSchema>;

const logSchema = z.looseObject({ address: z.string(), topics: z.array(z.string()) });
const receiptsSchema = z.array(z.looseObject({ logs: z.array(logSchema) }));

const same = (a: string, b: string | undefined): boolean => a.toLowerCase() === b?.toLowerCase();

const matches = (log: z.output<typeof logSchema>, { address, topics }: Filter): boolean =>
  (address.length === 0 || address.includes(log.address.toLowerCase())) &&
  topics.every((wanted, at) => {
    if (wanted === null) return true;
    const any = typeof wanted === 'string' ? [wanted] : wanted;
    return any.length === 0 ? log.topics.length > at : any.some((topic) => same(topic, log.topics[at]));
  });

const logsIn = (receipts: string, filter: Filter): readonly unknown[] =>
  receiptsSchema.parse(json(receipts)).flatMap(({ logs }) => logs.filter((log) => matches(log, filter)));

const logsAnswer = async (history: BlockHistory, filter: Filter, window: Window): Promise<Answer | null> => {
  if (filter.blockHash !== undefined) {
    const block = await history.byHash(filter.blockHash);
    return block !== null && block.number < window.from ? { result: logsIn(block.receipts, filter) } : null;
  }
  const from = numberOf(filter.fromBlock);
  if (from === null || from >= window.from) return null;
  const to = Math.min(numberOf(filter.toBlock) ?? window.head, window.head);
  const result: unknown[] = [];
  const emitters = filter.address.length === 0 ? null : filter.address;
  for await (const receipts of history.receiptsWithLogs({ from, to }, emitters)) {
    result.push(...logsIn(receipts, filter));
  }
  return { result };
};

/** The methods that name a block by number, and how each reads it from the history. */
const BY_NUMBER: Readonly<
  Record<string, (body: { block: string; receipts: string }, params: readonly unknown[]) => Answer>
> = {
  eth_getBlockByNumber: ({ block }, [, whole]) => blockAnswer(block, whole),
  eth_getBlockReceipts: ({ receipts }) => ({ result: json(receipts) }),
  eth_getBlockTransactionCountByNumber: ({ block }) => countAnswer(block),
  eth_getTransactionByBlockNumberAndIndex: ({ block }, [, index]) => transactionAt(block, index),
};

const BY_HASH: typeof BY_NUMBER = {
  eth_getBlockByHash: ({ block }, [, whole]) => blockAnswer(block, whole),
  eth_getBlockReceipts: ({ receipts }) => ({ result: json(receipts) }),
  eth_getBlockTransactionCountByHash: ({ block }) => countAnswer(block),
  eth_getTransactionByBlockHashAndIndex: ({ block }, [, index]) => transactionAt(block, index),
};

/** The answer to a question about a block that the node no longer has; null when the node is to be asked. */
export const answerFromHistory = async (
  history: BlockHistory,
  { method, params }: NodeCall,
  window: Window,
): Promise<Answer | null> => {
  if (method === 'eth_getLogs') {
    const filter = filterSchema.safeParse(params[0]);
    return filter.success ? logsAnswer(history, filter.data, window) : null;
  }
  const number = numberOf(params[0]);
  const byNumber = BY_NUMBER[method];
  // A hash is a number too, by its spelling.
  const asHash = hash.safeParse(params[0]);
  if (byNumber !== undefined && number !== null && !asHash.success) {
    if (number >= window.from) return null;
    const body = await history.byNumber(number);
    return body === null ? null : byNumber(body, params);
  }
  const byHash = BY_HASH[method];
  if (byHash === undefined || !asHash.success) return null;
  const body = await history.byHash(asHash.data);
  return body !== null && body.number < window.from ? byHash(body, params) : null;
};

/** What the history knows of a transaction that the node said it doesn't know. */
export const transactionFromHistory = async (
  history: BlockHistory,
  { method, params }: NodeCall,
): Promise<Answer | null> => {
  const asHash = hash.safeParse(params[0]);
  if (!asHash.success) return null;
  const found = await history.byTransaction(asHash.data);
  if (found === null) return null;
  if (method === 'eth_getTransactionReceipt')
    return { result: receiptsSchema.parse(json(found.receipts))[found.position] ?? null };
  return { result: blockSchema.parse(json(found.block)).transactions[found.position] ?? null };
};
