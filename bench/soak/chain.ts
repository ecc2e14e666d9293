import { setTimeout as sleep } from 'node:timers/promises';
import { type Address, type Hex, numberToHex } from 'viem';
import { z } from 'zod';
import { startAnvil } from '../../e2e/support/anvil.ts';

/** Of the blocks that come by themselves. */
const BLOCK_SECONDS = 1;
const DONE_WITHIN_MS = 30_000;
/** A bot reads at its tick's block alone. */
const STATES_KEPT = 300;
const CALLS_AT_ONCE = 300;
/** A node keeps few of a sender whose turn is not yet. */
const SENT_AT_ONCE = 40;
const ACCOUNTS = z.array(z.string());
const answerSchema = z.object({
  id: z.number(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});

/** One call of a contract, sent by an account that the node holds. */
export type Sent = {
  readonly from: Address;
  readonly to: Address;
  readonly data: Hex;
  readonly gas?: bigint;
};

/** A chain that mines each transaction at once, until it is told to go on by itself. */
export type SoakChain = {
  readonly rpcUrl: string;
  /** The first is the owner of the fleet, the second takes its orders. */
  readonly accounts: readonly Address[];
  readonly ask: (method: string, params?: readonly unknown[]) => Promise<unknown>;
  readonly askAll: (
    calls: readonly (readonly [method: string, params: readonly unknown[]])[],
  ) => Promise<readonly unknown[]>;
  /** Answers the hashes once all of them are in a block; throws where one was refused or reverted. */
  readonly sendAll: (calls: readonly Sent[]) => Promise<readonly Hex[]>;
  /** Whether it went through; null while it is in no block. */
  readonly wasDone: (hash: Hex) => Promise<boolean | null>;
  /** From now on there is a block a second, whether anybody sends anything or not. */
  readonly goOn: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

const post = async (rpcUrl: string, body: unknown): Promise<unknown> => {
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response.json();
};

const receiptSchema = z.object({ status: z.string() }).nullable();
const GAS = 3_000_000n;

export const startSoakChain = async (): Promise<SoakChain> => {
  const anvil = await startAnvil(undefined, undefined, [
    ...['--prune-history', String(STATES_KEPT), '--gas-limit', '2000000000', '--no-request-size-limit'],
  ]);
  const { rpcUrl } = anvil;
  const askSome = async (
    calls: readonly (readonly [string, readonly unknown[]])[],
  ): Promise<readonly unknown[]> => {
    const body = calls.map(([method, params], id) => ({ jsonrpc: '2.0', id, method, params }));
    const answers = z.array(answerSchema).parse(await post(rpcUrl, body));
    return [...answers]
      .sort((a, b) => a.id - b.id)
      .map(({ id, result, error }) => {
        if (error !== undefined) throw new Error(`${calls[id]?.[0]}: ${error.message}`);
        return result;
      });
  };
  const askAll: SoakChain['askAll'] = async (calls) => {
    const answers: unknown[] = [];
    for (let from = 0; from < calls.length; from += CALLS_AT_ONCE)
      answers.push(...(await askSome(calls.slice(from, from + CALLS_AT_ONCE))));
    return answers;
  };
  const ask: SoakChain['ask'] = async (method, params = []) => (await askAll([[method, params]]))[0];
  const wasDone: SoakChain['wasDone'] = async (hash) => {
    const receipt = receiptSchema.parse(await ask('eth_getTransactionReceipt', [hash]));
    return receipt === null ? null : receipt.status === '0x1';
  };
  const sendSome = async (calls: readonly Sent[]): Promise<readonly Hex[]> => {
    const nonces = new Map<Address, number>();
    for (const from of new Set(calls.map((call) => call.from)))
      nonces.set(from, Number(await ask('eth_getTransactionCount', [from, 'latest'])));
    // A node does what stands in one batch in any order.
    const numbered = calls.map(({ from, to, data, gas = GAS }) => {
      const nonce = nonces.get(from) ?? 0;
      nonces.set(from, nonce + 1);
      return { from, to, data, gas: numberToHex(gas), nonce: numberToHex(nonce) };
    });
    const sent = await askAll(numbered.map((one) => ['eth_sendTransaction', [one]]));
    const hashes = z.array(z.string()).parse(sent) as readonly Hex[];
    const endMs = Date.now() + DONE_WITHIN_MS;
    for (const hash of hashes) {
      let done = await wasDone(hash);
      for (; done === null && Date.now() < endMs; done = await wasDone(hash)) await sleep(100);
      if (done !== true) throw new Error(`transaction ${hash} was not done`);
    }
    return hashes;
  };
  const sendAll: SoakChain['sendAll'] = async (calls) => {
    const hashes: Hex[] = [];
    for (let from = 0; from < calls.length; from += SENT_AT_ONCE)
      hashes.push(...(await sendSome(calls.slice(from, from + SENT_AT_ONCE))));
    return hashes;
  };
  const accounts = ACCOUNTS.parse(await ask('eth_accounts')) as readonly Address[];
  return {
    ...{ rpcUrl, accounts, ask, askAll, sendAll, wasDone, stop: anvil.stop },
    goOn: async () => {
      await ask('evm_setIntervalMining', [BLOCK_SECONDS]);
    },
  };
};
