import { type Address, type Hash, isHash, toHex } from 'viem';
import { z } from 'zod';
import { type Ask, chainIdOf } from '../owner/ask.ts';
import type { OwnerCall } from '../owner/owner-call.ts';

// EIP-5792: several calls as one request, all or nothing.

const capabilitiesSchema = z.record(
  z.string(),
  z.looseObject({ atomic: z.looseObject({ status: z.string() }).optional() }),
);
/** What stands for every chain in a wallet's answer. */
const EVERY_CHAIN = '0x0';
/** `ready` means that the wallet upgrades the account when the person agrees to. */
const ABLE = new Set(['supported', 'ready']);

/** @returns whether the wallet carries out several calls of this account as one; a wallet that doesn't know the question can't */
export async function canBatch(ask: Ask, account: Address, chainId: number): Promise<boolean> {
  const chain = toHex(chainId);
  try {
    const answer = await ask({ method: 'wallet_getCapabilities', params: [account, [chain]] });
    const told = capabilitiesSchema.parse(answer);
    const atomic = told[chain]?.atomic ?? told[EVERY_CHAIN]?.atomic;
    return atomic !== undefined && ABLE.has(atomic.status);
  } catch {
    return false;
  }
}

const sentSchema = z.looseObject({ id: z.string().min(1).max(8_194) });

type Batch = { readonly from: Address; readonly chainId: number; readonly calls: readonly OwnerCall[] };

/** Hands the wallet all calls, to be carried out in order and together or not at all. @returns its name for them @throws its refusal */
export async function sendBatch(ask: Ask, { from, chainId, calls }: Batch): Promise<string> {
  // A wallet on another chain isn't asked at all: some would sign there.
  if ((await chainIdOf(ask)) !== chainId) throw Object.assign(new Error('wrong chain'), { code: 4901 });
  const answer = await ask({
    method: 'wallet_sendCalls',
    params: [
      {
        version: '2.0.0',
        from,
        chainId: toHex(chainId),
        atomicRequired: true,
        calls: calls.map(({ to, data, valueWei }) => ({ to, data, value: toHex(valueWei) })),
      },
    ],
  });
  const sent = sentSchema.safeParse(answer);
  if (!sent.success) throw new Error('it answered with something that names no batch');
  return sent.data.id;
}

const statusSchema = z.looseObject({
  status: z.int().min(100).max(699),
  receipts: z
    .array(
      z.looseObject({
        transactionHash: z.custom<Hash>((value) => typeof value === 'string' && isHash(value)),
      }),
    )
    .optional(),
});

/** By the hundreds of the wallet's status: 1 waits, 2 done, 4 never on chain, 5 refused as a whole, 6 done in part. */
export type BatchState = 'waiting' | 'done' | 'not-sent' | 'refused' | 'in-part';

const STATES: Readonly<Record<number, BatchState>> = {
  1: 'waiting',
  2: 'done',
  4: 'not-sent',
  5: 'refused',
  6: 'in-part',
};

export type BatchStatus = { readonly state: BatchState; readonly hashes: readonly Hash[] };

/** What the wallet says of a batch. It is the wallet's word: what happened, the chain says. @throws its refusal */
export async function readBatch(ask: Ask, id: string): Promise<BatchStatus> {
  const told = statusSchema.parse(await ask({ method: 'wallet_getCallsStatus', params: [id] }));
  const state = STATES[Math.floor(told.status / 100)];
  if (state === undefined) throw new TypeError(`The wallet answered with status ${told.status}.`);
  const hashes = (told.receipts ?? []).map(({ transactionHash }) => transactionHash);
  return { state, hashes: [...new Set(hashes)] };
}
