import type { Address } from 'viem';
import { z } from 'zod';
import { addressSchema as address } from '../json/address-schema.ts';
import { guessOf, type JsonDocument, readJson } from '../json/read-json.ts';
import { fail, ok, type Result } from '../result.ts';
import { type Chain, usdcOf } from './chain.ts';
import { KNOWN_CHAINS } from './known-chains.ts';

/** A chain that one deployment serves, as its file says. RPC URLs may hold keys: whoever reads this hides them at once. */
export type ChainEntry = {
  readonly chain: Chain;
  /** In the order of preference; at least one. */
  readonly rpcUrls: readonly string[];
  /** What alone takes the bot's own transactions; null: the nodes do. */
  readonly privateRpcUrl: string | null;
  /** Null: nothing is found there, and the chain is only read. */
  readonly factoryAddress: Address | null;
  readonly factoryBlock: bigint;
  /** Circle's contracts there, where they aren't those that are known; null = the known ones, if any. */
  readonly cctp: CctpContracts | null;
  /** Null: no cash portfolio is found there. */
  readonly cash: CashContracts | null;
  /** Null: no account that trades by its delegations is found there. */
  readonly delegated: DelegatedEntry | null;
};

/** The contracts of accounts that trade by their delegations, on one chain. Addresses lower-cased. */
export type DelegatedEntry = {
  readonly factory: Address;
  /** Null: its code is put in place for the one call. */
  readonly lens: Address | null;
  /** First block that the factory can be found in. */
  readonly fromBlock: bigint;
  /** The delegation framework, where it isn't at the addresses that are known; null = it is. */
  readonly framework: FrameworkEntry | null;
};

/** Whose delegations are redeemed, by which enforcers, and the code of the accounts that grant them. */
export type FrameworkEntry = {
  readonly manager: Address;
  readonly enforcers: Readonly<Record<'period' | 'timestamp' | 'value' | 'nonce' | 'redeemer', Address>>;
  readonly accounts: Readonly<Record<'upgraded' | 'hybrid' | 'deployer', Address>>;
};

/** The contracts of cash portfolios on one chain. Addresses lower-cased. */
export type CashContracts = {
  readonly factory: Address;
  /** Null: its code is put in place for the one call. */
  readonly lens: Address | null;
  /** First block that the factory can be found in. */
  readonly fromBlock: bigint;
};

/** Circle's contracts of one chain, and what its messages call the chain. */
export type CctpContracts = {
  readonly domain: number;
  readonly tokenMessenger: Address;
  readonly messageTransmitter: Address;
  readonly usdc: Address;
};

export type ChainEntries = readonly [ChainEntry, ...ChainEntry[]];

const FILE_LENGTH_MAX = 1_000_000;
const CHAINS_MAX = 64;
const RPC_URLS_MAX = 16;
const VAULTS_MAX = 64;
const ID_MAX = 2 ** 48;

const rpcUrl = z
  .string()
  .refine((text) => /^https?:\/\/[^\s/]+/.test(text), 'must be a URL that starts with http:// or https://');
const whole = (min: number, max: number) => z.int(`must be a whole number`).min(min).max(max);
const name = z.string().min(1).max(80);
const seconds = z.number().positive().max(3_600);

const feed = z.strictObject({
  asset: name,
  address,
  pythId: z
    .string()
    .regex(/^(0x)?[0-9a-fA-F]{64}$/, 'must be 64 hex digits')
    .transform((text) => text.replace(/^0x/, '').toLowerCase())
    .nullable()
    .default(null),
  heartbeatSeconds: whole(1, 30 * 86_400)
    .nullable()
    .default(null),
});
const spotRouter = z.strictObject({ router: address, quoteToken: address });
const token = z.strictObject({
  symbol: name,
  address,
  decimals: whole(0, 36),
  feed: name,
});

const vault = z.strictObject({
  name,
  protocol: name,
  address,
  decimals: whole(0, 27),
  llamaPool: z
    .string()
    .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be a UUID in lower case')
    .nullable()
    .default(null),
});

/** A chain of which nothing is known but what stands here. */
const ownChain = z.strictObject({
  id: whole(1, ID_MAX),
  slug: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and dashes'),
  name,
  testnet: z.boolean().default(false),
  nativeSymbol: name,
  wrappedNative: address.nullable().default(null),
  router: address.nullable().default(null),
  sequencerFeed: address.nullable().default(null),
  dataFeeOracle: address.nullable().default(null),
  spotRouter: spotRouter.nullable().default(null),
  coingeckoPlatform: name.nullable().default(null),
  oneinchPrices: z.boolean().default(false),
  blockTimeSeconds: seconds,
  finalityBlocks: whole(1, 1_000_000),
  publicRpcUrls: z.array(rpcUrl).default([]),
  feeds: z.array(feed).default([]),
  tokens: z.array(token).default([]),
  vaults: z.array(vault).max(VAULTS_MAX).default([]),
});

const SLUGS = KNOWN_CHAINS.map(({ slug }) => slug);
const byWord = (word: string | number): Chain | undefined =>
  KNOWN_CHAINS.find(({ id, slug }) => id === word || slug === word);

const knownChain = z.union([z.string(), z.number()]).transform((word, context) => {
  const chain = byWord(word);
  if (chain !== undefined) return chain;
  const guess = typeof word === 'string' ? guessOf(word, SLUGS) : '';
  context.addIssue(
    `no chain is known by that${guess}: write one of ${SLUGS.join(', ')}, its id, or the chain's own facts as an object`,
  );
  return z.NEVER;
});

const cctp = z.strictObject({
  domain: whole(0, 2 ** 32 - 1),
  tokenMessenger: address,
  messageTransmitter: address,
  usdc: address,
});

const cash = z.strictObject({
  factory: address,
  lens: address.nullable().default(null),
  fromBlock: whole(0, ID_MAX).default(0).transform(BigInt),
});

const enforcers = z.strictObject({
  ...{ period: address, timestamp: address, value: address, nonce: address, redeemer: address },
});
const accounts = z.strictObject({ upgraded: address, hybrid: address, deployer: address });
const framework = z.strictObject({ manager: address, enforcers, accounts });
const delegated = z.strictObject({
  factory: address,
  lens: address.nullable().default(null),
  fromBlock: whole(0, ID_MAX).default(0).transform(BigInt),
  framework: framework.nullable().default(null),
});

const entry = z.strictObject({
  vaults: z.array(vault).max(VAULTS_MAX).optional(),
  chain: z.union(
    [knownChain, ownChain],
    'must be the word or id of a known chain, or an object of its facts',
  ),
  rpcUrls: z.array(rpcUrl).min(1, 'at least one URL is needed').max(RPC_URLS_MAX),
  privateRpcUrl: rpcUrl.nullable().default(null),
  factoryAddress: address.nullable().default(null),
  factoryBlock: whole(0, ID_MAX).default(0).transform(BigInt),
  cctp: cctp.nullable().default(null),
  cash: cash.nullable().default(null),
  delegated: delegated.nullable().default(null),
});

const file = z.strictObject({
  chains: z
    .array(entry)
    .max(CHAINS_MAX)
    .transform((entries) =>
      entries.map(
        ({ vaults, ...one }): ChainEntry =>
          vaults === undefined ? one : { ...one, chain: { ...one.chain, vaults } },
      ),
    )
    .transform(([first, ...others], context) => {
      if (first !== undefined) return [first, ...others] as const;
      context.addIssue('at least one chain is needed');
      return z.NEVER;
    }),
});

const FIELDS = [
  'chains',
  ...Object.keys(entry.shape),
  ...Object.keys(ownChain.shape),
  ...Object.keys(feed.shape),
  ...Object.keys(spotRouter.shape),
  ...Object.keys(cctp.shape),
  ...Object.keys(cash.shape),
  ...Object.keys(delegated.shape),
  ...Object.keys(framework.shape),
  ...Object.keys(enforcers.shape),
  ...Object.keys(accounts.shape),
  ...Object.keys(token.shape),
  ...Object.keys(vault.shape),
];

const vaultFault = (chain: Chain): string | null => {
  const { vaults } = chain;
  if (vaults.length > 0 && usdcOf(chain) === null)
    return 'vaults: none of the chain’s tokens is USDC with 6 decimals, which they are to hold';
  const twice = vaults.find(
    ({ address: one }, at) => vaults.findIndex((other) => other.address === one) < at,
  );
  return twice === undefined ? null : `vaults: ${twice.address} stands there twice`;
};

/** The same chain twice would be settled twice into the same rows; feeds that aren't there would price nothing. */
const contradiction = (chains: readonly ChainEntry[]): string | null => {
  for (const [index, { chain }] of chains.entries()) {
    const first = chains.findIndex((other) => other.chain.id === chain.id || other.chain.slug === chain.slug);
    if (first !== index)
      return `chains[${index}].chain: chain ${chain.id} (${chain.slug}) is chains[${first}] already`;
    const orphan = chain.tokens.find((one) => !chain.feeds.some(({ asset }) => asset === one.feed));
    if (orphan !== undefined)
      return `chains[${index}].chain.tokens: the feed of ${orphan.symbol}, ${orphan.feed}, is none of its feeds${guessOf(
        orphan.feed,
        chain.feeds.map(({ asset }) => asset),
      )}`;
    const wrongVault = vaultFault(chain);
    if (wrongVault !== null) return `chains[${index}].${wrongVault}`;
    const { spotRouter: spot } = chain;
    if (spot !== null && !chain.tokens.some((one) => one.address === spot.quoteToken))
      return `chains[${index}].chain.spotRouter.quoteToken: it is none of its tokens, so nobody knows its decimals and its feed`;
  }
  return null;
};

/**
 * Reads the file of the chains that one deployment serves. Refusals name the file, the line, the column and the field, and no value.
 * @param fileName how errors name the text
 */
export const readChainFile = (text: string, fileName: string): Result<ChainEntries> => {
  const document: JsonDocument<{ readonly chains: ChainEntries }> = {
    ...{ name: fileName, schema: file, code: 'chains-invalid', fields: FIELDS, lengthMax: FILE_LENGTH_MAX },
  };
  const read = readJson(text, document);
  if (!read.ok) return read;
  const wrong = contradiction(read.value.chains);
  return wrong === null ? ok(read.value.chains) : fail('chains-invalid', `${fileName}: ${wrong}`);
};
