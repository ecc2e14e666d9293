import { parseArgs } from 'node:util';
import { type Address, type Hex, isAddress } from 'viem';
import { z } from 'zod';
import { BOOK_KINDS, type Book } from './open-orders.ts';
import { PROTOCOL_ADDRESS } from './order.ts';

export const USAGE = `Fills open orders of a public order book from its own account, when that pays at its own prices.

  npm run taker -- --book URL --rpc URL (--feeds FILE | --prices-url URL) [options]

  --book URL          the book's website; orders are read at URL/api/book/{chain}/orders
  --book-kind KIND    whose API it speaks: 1balancer, or 1inch, whose orders are
                      read at URL/orderbook/v4.1/{chain}/all           [1balancer]
  --rpc URL           JSON-RPC endpoint of the chain
  --chain ID          refuse to work on another chain than this
  --feeds FILE        own prices from on-chain feeds: {"label"?, "native": token, "feeds": {token: feed}}
  --prices-url URL    own prices from an endpoint: {"label"?, "native": token, "usd": {token: "1234.5"}}
  --price-age SECONDS oldest feed answer to trade on, against block time   [90000]
  --edge-bps N        least profit, as a share of what is paid             [0]
  --partial-rate R    how often only a part is taken, 0 to 1               [0]
  --seed N            makes that chance reproducible                       [1]
  --poll-ms N         longest pause between two looks at the book; its
                      stream of events (URL/api/events?topics=book) is
                      followed meanwhile                                   [1000]
  --protocol ADDRESS  the order protocol                                   [${PROTOCOL_ADDRESS}]
  --once              look once and exit

The account's key comes from the environment variable TAKER_PK, the key of a book that wants one from TAKER_BOOK_KEY; neither is ever printed.`;

const url = z.url({ protocol: /^https?$/, error: 'an http(s) URL' });

const optionsSchema = z
  .object({
    book: url,
    'book-kind': z.enum(BOOK_KINDS, `one of ${BOOK_KINDS.join(', ')}`).default('1balancer'),
    rpc: url,
    chain: z.coerce.number().int().positive().optional(),
    feeds: z.string().min(1).optional(),
    'prices-url': url.optional(),
    'price-age': z.coerce.number().int().positive().default(90_000),
    'edge-bps': z.coerce.number().int().min(0).max(10_000).default(0),
    'partial-rate': z.coerce.number().min(0).max(1).default(0),
    seed: z.coerce.number().int().nonnegative().default(1),
    'poll-ms': z.coerce.number().int().min(50).max(600_000).default(1_000),
    protocol: z
      .custom<Address>(
        (value) => typeof value === 'string' && isAddress(value, { strict: false }),
        'an address',
      )
      .default(PROTOCOL_ADDRESS),
    once: z.boolean().default(false),
  })
  .refine((options) => (options.feeds === undefined) !== (options['prices-url'] === undefined), {
    path: ['feeds'],
    message: 'give either --feeds or --prices-url',
  });

export type Options = z.infer<typeof optionsSchema> & { readonly key: Hex; readonly bookKey: string | null };

/** The book that the taker was sent to. */
export const bookOf = ({ book, bookKey, 'book-kind': kind }: Options): Book => ({
  url: book,
  kind,
  key: bookKey,
});

type ReadOptions =
  | { readonly kind: 'run'; readonly options: Options }
  | { readonly kind: 'help' }
  | { readonly kind: 'bad'; readonly problems: readonly string[] };

const flags = {
  book: { type: 'string' },
  'book-kind': { type: 'string' },
  rpc: { type: 'string' },
  chain: { type: 'string' },
  feeds: { type: 'string' },
  'prices-url': { type: 'string' },
  'price-age': { type: 'string' },
  'edge-bps': { type: 'string' },
  'partial-rate': { type: 'string' },
  seed: { type: 'string' },
  'poll-ms': { type: 'string' },
  protocol: { type: 'string' },
  once: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

const PRIVATE_KEY = /^0x[0-9a-fA-F]{64}$/;

type Keys = Readonly<Record<string, string | undefined>>;

/** Reads the command line and the keys; names every problem at once, and never a key. */
export const readOptions = (
  args: readonly string[],
  { TAKER_PK: key, TAKER_BOOK_KEY: bookKey }: Keys,
): ReadOptions => {
  const problems: string[] = [];
  let values: Record<string, unknown>;
  try {
    ({ values } = parseArgs({ args: [...args], options: flags, strict: true }));
  } catch (error) {
    return { kind: 'bad', problems: [error instanceof Error ? error.message : String(error)] };
  }
  if (values.help === true) return { kind: 'help' };
  const parsed = optionsSchema.safeParse(values);
  if (!parsed.success)
    problems.push(...parsed.error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}`));
  const isKey = key !== undefined && PRIVATE_KEY.test(key);
  if (!isKey) problems.push('TAKER_PK: a private key of 32 bytes in hex, with 0x');
  if (!parsed.success || !isKey) return { kind: 'bad', problems };
  return { kind: 'run', options: { ...parsed.data, key: key as Hex, bookKey: bookKey ?? null } };
};
