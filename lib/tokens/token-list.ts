import type { Address } from 'viem';
import { z } from 'zod';
import { addressSchema as address } from '../json/address-schema.ts';
import { readJson } from '../json/read-json.ts';
import { fail, ok, type Result } from '../result.ts';

/** A token as a list names it. Chain and address identify it; a symbol never does. */
export type ListedToken = {
  readonly chainId: number;
  /** Lower-cased. */
  readonly address: Address;
  readonly symbol: string;
  readonly name: string;
  readonly decimals: number;
  /** Lower-cased words of the list about it, as "stablecoin". */
  readonly tags: readonly string[];
  /** A transfer of it brings less than was sent, by the list's word. */
  readonly takesFee: boolean;
  /** Balances change without a transfer, by the list's word. */
  readonly rebases: boolean;
  /** Who says so: the list's name. */
  readonly list: string;
};

/** What lists say of tokens. */
export type ListedTokens = {
  readonly byAddress: (chainId: number, address: Address) => ListedToken | null;
  /** All that go by a symbol on a chain, whatever its letters' case: one, several or none. */
  readonly bySymbol: (chainId: number, symbol: string) => readonly ListedToken[];
};

const LIST_LENGTH_MAX = 32_000_000;
/** Of the form itself (tokenlists.org): a list has no more. */
const TOKENS_MAX = 10_000;

const plain = z.string().regex(/^[^\p{Cc}\p{Cf}\p{Cs}]*$/u, 'must be without control characters');
const token = z.object({
  chainId: z.int().positive(),
  address,
  symbol: plain.max(64),
  name: plain.max(128),
  decimals: z.int().min(0).max(255),
  tags: z.array(z.string().max(64)).max(20).default([]),
  extensions: z.record(z.string(), z.unknown()).default({}),
});
const version = z.object({
  major: z.int().min(0),
  minor: z.int().min(0),
  patch: z.int().min(0),
});
const list = z.object({
  name: plain.min(1).max(128),
  timestamp: z.string().min(1),
  version,
  tokens: z.array(token).min(1).max(TOKENS_MAX),
});

const FIELDS = [...Object.keys(list.shape), ...Object.keys(token.shape)];
const FEE_TAGS = ['fee-on-transfer', 'feeontransfer', 'fot', 'tax'];
const REBASE_TAGS = ['rebasing', 'rebase', 'elastic'];

const tokenOf = (row: z.output<typeof token>, listName: string): ListedToken => {
  const tags = row.tags.map((tag) => tag.toLowerCase());
  const { chainId, address: at, symbol, name, decimals, extensions } = row;
  return {
    ...{ chainId, address: at, symbol, name, decimals, tags, list: listName },
    // 1inch's word for it.
    takesFee: extensions['isFoT'] === true || tags.some((tag) => FEE_TAGS.includes(tag)),
    rebases: extensions['isRebasing'] === true || tags.some((tag) => REBASE_TAGS.includes(tag)),
  };
};

/** Reads a token list in Uniswap's form. Refusals name the file, line, column and field. */
export const readTokenList = (text: string, fileName: string): Result<readonly ListedToken[]> => {
  const read = readJson(text, {
    ...{ name: fileName, schema: list, code: 'token-list-invalid', fields: FIELDS },
    lengthMax: LIST_LENGTH_MAX,
  });
  return read.ok ? ok(read.value.tokens.map((row) => tokenOf(row, read.value.name))) : read;
};

const keyOf = (chainId: number, at: string): string => `${chainId}:${at}`;

/** Both lists' words, the earlier one's names. */
const joined = (first: ListedToken, second: ListedToken): ListedToken => ({
  ...first,
  tags: [...new Set([...first.tags, ...second.tags])],
  takesFee: first.takesFee || second.takesFee,
  rebases: first.rebases || second.rebases,
});

/** The lists as one, the earlier ones first. Fails where two say different decimals of one token: one of them is wrong about money. */
export const listedTokensOf = (tokens: readonly ListedToken[]): Result<ListedTokens> => {
  const known = new Map<string, ListedToken>();
  for (const each of tokens) {
    const key = keyOf(each.chainId, each.address);
    const first = known.get(key);
    if (first !== undefined && first.decimals !== each.decimals)
      return fail(
        'token-list-invalid',
        `${each.address} on chain ${each.chainId} has ${first.decimals} decimals in "${first.list}" and ${each.decimals} in "${each.list}".`,
      );
    known.set(key, first === undefined ? each : joined(first, each));
  }
  const bySymbol = new Map<string, ListedToken[]>();
  for (const each of known.values()) {
    const key = keyOf(each.chainId, each.symbol.toLowerCase());
    bySymbol.set(key, [...(bySymbol.get(key) ?? []), each]);
  }
  return ok({
    byAddress: (chainId, at) => known.get(keyOf(chainId, at)) ?? null,
    bySymbol: (chainId, symbol) => bySymbol.get(keyOf(chainId, symbol.toLowerCase())) ?? [],
  });
};
