import { base58 } from '@scure/base';
import { keccak256, numberToHex } from 'viem';
import { z } from 'zod';
import { type Asked, answer, type Reply } from '../process/fake-server.ts';
import { nonceKeyOf, type VerifierLedger } from './verifier-ledger.ts';

const name = z.string().regex(/^[a-z\d]+([._-][a-z\d]+)*$/);
const finality = z.literal(['final', 'optimistic']);
const request = z.discriminatedUnion('method', [
  z.strictObject({
    ...{ jsonrpc: z.literal('2.0'), id: z.string(), method: z.literal('block') },
    params: z.strictObject({ finality }),
  }),
  z.strictObject({
    ...{ jsonrpc: z.literal('2.0'), id: z.string(), method: z.literal('query') },
    params: z.strictObject({
      request_type: z.literal('call_function'),
      ...{ account_id: name, method_name: z.string(), args_base64: z.base64() },
      block_id: z.string(),
    }),
  }),
]);

/** Arguments of the views that the verifier has. */
const VIEWS = {
  mt_batch_balance_of: z.strictObject({ account_id: name, token_ids: z.array(z.string()).max(100) }),
  is_nonce_used: z.strictObject({ account_id: name, nonce: z.base64() }),
  mt_tokens_for_owner: z.strictObject({
    ...{ account_id: name, from_index: z.string().regex(/^\d+$/).nullish(), limit: z.int().min(0).nullish() },
  }),
  current_salt: z.strictObject({}),
} as const;

/** A block a second; the hash says which. */
const hashOf = (seconds: number): string => base58.encode(keccak256(numberToHex(seconds), 'bytes'));

const rpcError = (id: unknown, cause: string): Reply =>
  answer({ jsonrpc: '2.0', id, error: { name: 'HANDLER_ERROR', cause: { name: cause }, code: -32_000 } });

export type NearChain = {
  readonly ledger: VerifierLedger;
  readonly contract: string;
  /** The last second of which no block can be taken back. */
  readonly finalSeconds: () => number;
  /** Everything that is due by then has happened. */
  readonly advance: () => void;
};

/** What an owner has some of, in no order that is promised; a multi token has no owner of its own. */
const tokensOf = (args: unknown, balances: ReadonlyMap<string, bigint>): unknown => {
  const read = VIEWS.mt_tokens_for_owner.safeParse(args);
  if (!read.success) return undefined;
  const { account_id, from_index, limit } = read.data;
  const from = Number(from_index ?? 0);
  return [...balances]
    .flatMap(([key, units]) => {
      const [account, token] = JSON.parse(key);
      return account === account_id && units > 0n ? [{ token_id: token, owner_id: null }] : [];
    })
    .slice(from, limit === null || limit === undefined ? undefined : from + limit);
};

/** NEAR's JSON-RPC, as far as it is asked: the last final block, and views of one contract at a block that was told. */
export const nearRpcOf = ({ ledger, contract, finalSeconds, advance }: NearChain) => {
  const told = new Map<string, number>();
  const view = (method: string, args: unknown, seconds: number): unknown => {
    const state = ledger.at(seconds);
    if (method === 'current_salt' && VIEWS.current_salt.safeParse(args).success)
      return ledger.salt.current.slice(2);
    if (method === 'is_nonce_used') {
      const read = VIEWS.is_nonce_used.safeParse(args);
      const key = read.success ? nonceKeyOf(read.data.account_id, read.data.nonce) : null;
      return key === null ? undefined : state.nonces.has(key);
    }
    if (method === 'mt_tokens_for_owner') return tokensOf(args, state.balances);
    const read = VIEWS.mt_batch_balance_of.safeParse(args);
    if (method !== 'mt_batch_balance_of' || !read.success) return undefined;
    const { account_id, token_ids } = read.data;
    return token_ids.map((token) =>
      (state.balances.get(JSON.stringify([account_id, token])) ?? 0n).toString(),
    );
  };
  return async ({ method, body }: Asked): Promise<Reply> => {
    advance();
    const read = request.safeParse(JSON.parse(body || 'null'));
    if (method !== 'POST' || !read.success) return rpcError(null, 'REQUEST_VALIDATION_ERROR');
    const asked = read.data;
    if (asked.method === 'block') {
      const seconds = finalSeconds();
      told.set(hashOf(seconds), seconds);
      const timestamp_nanosec = `${BigInt(seconds) * 1_000_000_000n}`;
      return answer({
        ...{ jsonrpc: '2.0', id: asked.id },
        result: { header: { hash: hashOf(seconds), height: seconds, timestamp_nanosec } },
      });
    }
    const { account_id, method_name, args_base64, block_id } = asked.params;
    const seconds = told.get(block_id);
    if (seconds === undefined) return rpcError(asked.id, 'UNKNOWN_BLOCK');
    if (account_id !== contract) return rpcError(asked.id, 'UNKNOWN_ACCOUNT');
    const args: unknown = JSON.parse(Buffer.from(args_base64, 'base64').toString('utf8'));
    const value = view(method_name, args, seconds);
    if (value === undefined) return rpcError(asked.id, 'CONTRACT_EXECUTION_ERROR');
    const result = [...Buffer.from(JSON.stringify(value), 'utf8')];
    return answer({
      ...{ jsonrpc: '2.0', id: asked.id },
      result: { result, logs: [], block_height: seconds, block_hash: block_id },
    });
  };
};
