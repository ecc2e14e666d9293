import { base58 } from '@scure/base';
import { bytesToHex } from 'viem';
import type { DueIndex } from '../../lib/index-portfolio/due-index.ts';
import type { IndexSight } from '../../lib/index-portfolio/index-snapshot.ts';
import type { IndexAccount } from '../../lib/intents/index-account.ts';
import type { ListedToken } from '../../lib/intents/listed-token.ts';
import { fail, ok, type Result, type UnixSeconds } from '../../lib/result.ts';
import type { OneClick } from './one-click-client.ts';
import type { FinalBlock, Verifier } from './verifier-client.ts';

/** In one call of the verifier's view. */
const TOKENS_AT_ONCE = 100;
const HASH_BYTES = 32;

/** Units of these tokens, by the verifier's own view in one final block; what the account doesn't hold is 0. */
export const readHoldings = async (
  verifier: Pick<Verifier, 'balances'>,
  { account, tokens }: { readonly account: IndexAccount; readonly tokens: readonly string[] },
  block: FinalBlock,
): Promise<Result<ReadonlyMap<string, bigint>>> => {
  const holdings = new Map<string, bigint>();
  for (let from = 0; from < tokens.length; from += TOKENS_AT_ONCE) {
    const some = tokens.slice(from, from + TOKENS_AT_ONCE);
    const read = await verifier.balances({ account, tokens: some }, block);
    if (!read.ok) return read;
    for (const [index, token] of some.entries()) holdings.set(token, read.value[index] ?? 0n);
  }
  return ok(holdings);
};

/** What all accounts of a pass have in common: one final block, and one list of tokens with their prices. */
export type IndexWorld = { readonly block: FinalBlock; readonly listed: ReadonlyMap<string, ListedToken> };

export const readIndexWorld = async ({
  verifier,
  api,
}: {
  readonly verifier: Pick<Verifier, 'finalBlock'>;
  readonly api: Pick<OneClick, 'tokens'>;
}): Promise<Result<IndexWorld>> => {
  const [tokens, block] = [await api.tokens(), await verifier.finalBlock()];
  if (!tokens.ok) return tokens;
  if (!block.ok) return block;
  return ok({ block: block.value, listed: new Map(tokens.value.map((token) => [token.assetId, token])) });
};

/** By the bytes of its name; a look is found again by them. */
const blockOf = ({ hash, height, seconds }: FinalBlock): Result<IndexSight['block']> => {
  const bytes = base58.decode(hash);
  return bytes.length === HASH_BYTES
    ? ok({ hash: bytesToHex(bytes), height: BigInt(height), seconds })
    : fail('chain-answer-malformed', 'NEAR’s node names a block by no hash.', { when: 'next-tick' });
};

export type SightTerms = {
  readonly halted: boolean;
  /** By the clock of whoever looks. */
  readonly nowSeconds: UnixSeconds;
};

type Known = Pick<
  DueIndex,
  'account' | 'lastTokens' | 'lastPrices' | 'lastRebalanceAtSeconds' | 'tradedTodayUsdE18'
>;

/**
 * One account as it is at the block: everything that the provider lists and what it is to hold is asked for, whatever was known before, and
 * what the last look saw: an asset that is listed no longer is still held, and a look without it would be of another account.
 */
export const readIndexSight = async (
  verifier: Pick<Verifier, 'balances'>,
  {
    world,
    known,
    wanted,
  }: { readonly world: IndexWorld; readonly known: Known; readonly wanted: readonly string[] },
  { halted, nowSeconds }: SightTerms,
): Promise<Result<IndexSight>> => {
  const { listed } = world;
  const { account, lastPrices, lastRebalanceAtSeconds, tradedTodayUsdE18 } = known;
  const block = blockOf(world.block);
  if (!block.ok) return block;
  const tokens = [...new Set([...wanted, ...known.lastTokens, ...listed.keys()])];
  const holdings = await readHoldings(verifier, { account, tokens }, world.block);
  if (!holdings.ok) return holdings;
  return ok({
    ...{ account, block: block.value, holdings: holdings.value, listed, lastPrices, halted, nowSeconds },
    ...{ lastRebalanceAtSeconds, tradedTodayUsdE18 },
  });
};
