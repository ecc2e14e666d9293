import type { Hex } from 'viem';
import { z } from 'zod';
import type { IndexAccount } from '../../lib/intents/index-account.ts';
import { TOKEN_ID_MAX, unitsOf, VERIFIER } from '../../lib/intents/names.ts';
import { fail, ok, type Result, type UnixSeconds } from '../../lib/result.ts';
import type { AskJson } from '../http/ask-json.ts';
import { plainJson } from './plain-json.ts';

/** A block of NEAR that can't be taken back. */
export type FinalBlock = { readonly hash: string; readonly height: number; readonly seconds: UnixSeconds };

/** What the verifier itself says, at one final block. Nothing is kept: who wants to know asks. */
export type Verifier = {
  readonly finalBlock: () => Promise<Result<FinalBlock>>;
  /** Units by token, in the order of the tokens; 0 of what the account has never had. */
  readonly balances: (
    of: { readonly account: string; readonly tokens: readonly string[] },
    block: FinalBlock,
  ) => Promise<Result<readonly bigint[]>>;
  /** Ids of what the account has some of, the first hundred; whoever likes may have sent it something. */
  readonly tokensHeld: (account: IndexAccount, block: FinalBlock) => Promise<Result<readonly string[]>>;
  /** Whether an intent of that nonce is executed. */
  readonly isNonceUsed: (
    of: { readonly account: IndexAccount; readonly nonce: string },
    block: FinalBlock,
  ) => Promise<Result<boolean>>;
  /** Four bytes for new nonces. */
  readonly currentSalt: (block: FinalBlock) => Promise<Result<Hex>>;
};

/** In one call of the view. */
const TOKENS_MAX = 100;
const NANOSECONDS = 1_000_000_000n;

const blockShape = z.object({
  header: z.object({
    hash: z.string().regex(/^[1-9A-HJ-NP-Za-km-z]{32,44}$/),
    height: z.int().min(0),
    timestamp_nanosec: z.string().regex(/^\d{1,19}$/),
  }),
});
const viewShape = z.object({
  result: z.array(z.int().min(0).max(255)).max(20_000),
  block_hash: z.string(),
});
const balancesShape = z.array(
  z.string().transform((text, context) => {
    const units = unitsOf(text);
    if (units !== null) return units;
    context.addIssue({ code: 'custom', message: 'must be units' });
    return z.NEVER;
  }),
);
const tokensShape = z
  .array(z.object({ token_id: z.string().max(TOKEN_ID_MAX) }))
  .max(TOKENS_MAX)
  .transform((tokens) => tokens.map(({ token_id }) => token_id));
const saltShape = z
  .string()
  .regex(/^[0-9a-f]{8}$/)
  .transform((text): Hex => `0x${text}`);

const malformed = (what: string): Result<never> =>
  fail('chain-answer-malformed', `NEAR’s node answers ${what} that can’t be read.`, { when: 'next-tick' });

const errorShape = z.object({ error: z.object({ cause: z.object({ name: z.string() }).optional() }) });

const resultOf = <T>(
  json: unknown,
  of: { readonly what: string; readonly shape: z.ZodType<T> },
): Result<T> => {
  const failed = errorShape.safeParse(json);
  if (failed.success) {
    const why = failed.data.error.cause?.name.replace(/[^A-Z_]/g, '').slice(0, 60) ?? '';
    return fail('chain-unavailable', `NEAR’s node does not tell ${of.what}: ${why || 'no reason given'}.`, {
      when: 'next-tick',
    });
  }
  const read = z.object({ result: of.shape }).safeParse(json);
  return read.success ? ok(read.data.result) : malformed(of.what);
};

/** Views of the verifier over NEAR's JSON-RPC. Failures are those of {@link AskJson} and `chain-…`. */
export const verifierClient = (askJson: AskJson): Verifier => {
  const ask = async <T>(
    call: { readonly method: string; readonly params: unknown },
    of: { readonly what: string; readonly shape: z.ZodType<T> },
  ): Promise<Result<T>> => {
    const answer = await askJson({ path: '/', body: { jsonrpc: '2.0', id: '1balancer', ...call } });
    return answer.ok ? resultOf(plainJson(answer.value.json), of) : answer;
  };
  const view = async <T>(
    call: { readonly name: string; readonly args: unknown; readonly block: FinalBlock },
    of: { readonly what: string; readonly shape: z.ZodType<T> },
  ): Promise<Result<T>> => {
    const params = {
      ...{ request_type: 'call_function', account_id: VERIFIER, method_name: call.name },
      args_base64: Buffer.from(JSON.stringify(call.args), 'utf8').toString('base64'),
      block_id: call.block.hash,
    };
    const answer = await ask({ method: 'query', params }, { what: of.what, shape: viewShape });
    if (!answer.ok) return answer;
    // An answer of another block is an answer to another question.
    if (answer.value.block_hash !== call.block.hash) return malformed(of.what);
    try {
      const value: unknown = JSON.parse(Buffer.from(answer.value.result).toString('utf8'));
      const read = of.shape.safeParse(value);
      return read.success ? ok(read.data) : malformed(of.what);
    } catch {
      return malformed(of.what);
    }
  };
  return {
    finalBlock: async () => {
      const block = await ask(
        { method: 'block', params: { finality: 'final' } },
        { what: 'a final block', shape: blockShape },
      );
      if (!block.ok) return block;
      const { hash, height, timestamp_nanosec } = block.value.header;
      return ok({ hash, height, seconds: Number(BigInt(timestamp_nanosec) / NANOSECONDS) });
    },
    balances: async ({ account, tokens }, block) => {
      if (tokens.length > TOKENS_MAX)
        return fail('value-refused', `Balances of ${tokens.length} tokens are more than one look asks for.`);
      const args = { account_id: account, token_ids: tokens };
      const read = await view(
        { name: 'mt_batch_balance_of', args, block },
        { what: 'balances', shape: balancesShape },
      );
      return read.ok && read.value.length !== tokens.length ? malformed('balances') : read;
    },
    tokensHeld: (account, block) =>
      view(
        {
          name: 'mt_tokens_for_owner',
          args: { account_id: account, from_index: '0', limit: TOKENS_MAX },
          block,
        },
        { what: 'what is held', shape: tokensShape },
      ),
    isNonceUsed: ({ account, nonce }, block) =>
      view(
        { name: 'is_nonce_used', args: { account_id: account, nonce }, block },
        { what: 'a nonce', shape: z.boolean() },
      ),
    currentSalt: (block) =>
      view({ name: 'current_salt', args: {}, block }, { what: 'its salt', shape: saltShape }),
  };
};
