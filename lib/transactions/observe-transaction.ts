import { type Hash, type Hex, isHash, toHex } from 'viem';
import { z } from 'zod';
import { type Ask, quantityOf } from '../owner/ask.ts';
import type { MinedTransaction, Observation } from './observation.ts';
import { nonceOf, type TrackedTransaction } from './tracked-transaction.ts';

const quantity = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,64}$/)
  .transform((text) => Number(BigInt(text)));
const hash = z.custom<Hash>((value) => typeof value === 'string' && isHash(value));
const bytes = z.string().regex(/^0x[0-9a-fA-F]*$/);

const transactionSchema = z.object({
  hash,
  nonce: quantity,
  from: bytes,
  to: bytes.nullish(),
  input: bytes,
  value: bytes,
});
const receiptSchema = z.object({
  blockHash: hash,
  blockNumber: quantity,
  status: quantity,
});
const blockSchema = z.object({ hash, transactions: z.array(transactionSchema) });

type ChainTransaction = z.infer<typeof transactionSchema>;

const sameText = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function contentOf(record: TrackedTransaction, found: ChainTransaction): MinedTransaction['content'] {
  const value = BigInt(found.value);
  const to = found.to ?? '';
  if (sameText(to, record.to) && sameText(found.input, record.data) && value === BigInt(record.valueWei))
    return 'same';
  return sameText(to, record.from) && value === 0n && found.input === '0x' ? 'empty-to-self' : 'other';
}

const countAt = async (ask: Ask, from: string, block: Hex | 'latest' | 'pending'): Promise<number> =>
  Number(
    quantityOf(
      await ask({ method: 'eth_getTransactionCount', params: [from, block] }),
      'eth_getTransactionCount',
    ),
  );

async function receiptOf(ask: Ask, transactionHash: Hash): Promise<z.infer<typeof receiptSchema> | null> {
  const answer = await ask({ method: 'eth_getTransactionReceipt', params: [transactionHash] });
  return answer === null || answer === undefined ? null : receiptSchema.parse(answer);
}

/** Blocks before the asking in which its number may have been used after a reorganisation. */
const SLACK_BLOCKS = 64;

/** The block in which the account's transaction `nonce` was mined, by halving: nodes keep the counts of recent blocks. */
async function blockThatUsed(ask: Ask, record: TrackedTransaction, headNumber: number): Promise<number> {
  let before = Math.max(0, Math.min(record.askedAtBlock, headNumber) - SLACK_BLOCKS);
  let at = headNumber;
  while (at - before > 1) {
    const middle = Math.floor((before + at) / 2);
    if ((await countAt(ask, record.from, toHex(middle))) > nonceOf(record)) at = middle;
    else before = middle;
  }
  return at;
}

/** Who used its number. A node that has forgotten the counts or the block leaves the hash unknown. */
async function usurperOf(
  ask: Ask,
  record: TrackedTransaction,
  headNumber: number,
): Promise<MinedTransaction> {
  const unknown = {
    hash: null,
    blockNumber: headNumber,
    blockHash: null,
    succeeded: true,
    content: 'other',
  } as const;
  try {
    const blockNumber = await blockThatUsed(ask, record, headNumber);
    const answer = await ask({ method: 'eth_getBlockByNumber', params: [toHex(blockNumber), true] });
    const block = blockSchema.parse(answer);
    const found = block.transactions.find(
      ({ from, nonce }) => sameText(from, record.from) && nonce === nonceOf(record),
    );
    if (found === undefined) return unknown;
    const receipt = await receiptOf(ask, found.hash);
    return {
      hash: found.hash,
      blockNumber,
      blockHash: block.hash,
      succeeded: receipt?.status === 1,
      content: contentOf(record, found),
    };
  } catch {
    return unknown;
  }
}

async function ownOf(ask: Ask, ownHash: Hash): Promise<Observation['own']> {
  const answer = await ask({ method: 'eth_getTransactionByHash', params: [ownHash] });
  if (answer === null || answer === undefined) return null;
  const { nonce } = transactionSchema.parse(answer);
  const receipt = await receiptOf(ask, ownHash);
  if (receipt === null) return { kind: 'pool', nonce };
  const { blockHash, blockNumber, status } = receipt;
  const mined = { hash: ownHash, blockHash, blockNumber, succeeded: status === 1, content: 'same' } as const;
  return { kind: 'mined', nonce, mined };
}

/**
 * Looks at the chain once, through a wallet or a node on the transaction's own chain (compare {@link chainIdOf} first).
 * @throws what whoever is asked says, or an answer that is malformed: then nothing was learnt
 */
export async function observeTransaction(ask: Ask, record: TrackedTransaction): Promise<Observation> {
  const headNumber = Number(quantityOf(await ask({ method: 'eth_blockNumber' }), 'eth_blockNumber'));
  const own = record.answer.kind === 'hash' ? await ownOf(ask, record.answer.hash) : null;
  if (own?.kind === 'mined') return { headNumber, own, usurper: null, numberWaits: false };
  const nonce = own?.nonce ?? nonceOf(record);
  const known = { ...record, nonce };
  const used = (await countAt(ask, record.from, 'latest')) > nonce;
  if (used) return { headNumber, own, usurper: await usurperOf(ask, known, headNumber), numberWaits: false };
  const numberWaits = own === null && (await countAt(ask, record.from, 'pending')) > nonce;
  return { headNumber, own, usurper: null, numberWaits };
}
