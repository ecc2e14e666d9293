import { z } from 'zod';
import type { SealingKeys } from './env-sealing.ts';
import { Secret } from './secret.ts';

const GROUP = 'Index accounts';

/** The variables of index accounts, in the order of `.env.example`. */
export const INTENTS_DESCRIBED = [
  {
    group: GROUP,
    name: 'INDEX_ACCOUNTS',
    unit: '1 = people may make index accounts, whose money whoever holds SECRETS_KEY can move (docs/index-accounts.md); 0 = none can be made',
    fallback: '0',
    disables:
      'no index account can be made, and nothing of those there are moves; their keys can still be exported',
  },
  {
    group: GROUP,
    name: 'ONE_CLICK_API_KEY',
    unit: 'key of the 1Click API, which quotes and carries out every swap of an index account',
    fallback: null,
    disables: 'INDEX_ACCOUNTS may not be 1',
  },
  {
    group: GROUP,
    name: 'ONE_CLICK_QUOTE_KEY',
    unit: 'key by which the 1Click API signs its quotes, ed25519: and base58, as its operator told you; a quote of another key is refused',
    fallback: null,
    disables: 'INDEX_ACCOUNTS may not be 1',
  },
  {
    group: GROUP,
    name: 'ONE_CLICK_API_URL',
    unit: 'URL of the 1Click API, up to where /v0 follows',
    fallback: 'https://1click.chaindefuser.com',
    disables: 'the public API is asked',
  },
  {
    group: GROUP,
    name: 'ONE_CLICK_REQUESTS_PER_SECOND',
    unit: 'requests a second that the key allows, of all workers together, a whole number',
    fallback: '10',
    disables: 'ten a second',
  },
  {
    group: GROUP,
    name: 'NEAR_RPC_URL',
    unit: 'URL of a node of NEAR, which is asked what the verifier says',
    fallback: 'https://free.rpc.fastnear.com',
    disables: 'a public node is asked',
  },
] as const;

const url = z
  .string()
  .refine((text) => /^https?:\/\/[^\s?#]+$/.test(text), 'must be an http(s) URL without a query')
  .transform((text) => text.replace(/\/+$/, ''));

export const INTENTS_VARIABLES = {
  INDEX_ACCOUNTS: z.enum(['0', '1']).optional(),
  ONE_CLICK_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{1,2048}$/, 'must be printable characters without spaces, at most 2048')
    .transform((text) => new Secret(text))
    .optional(),
  ONE_CLICK_QUOTE_KEY: z
    .string()
    .regex(/^ed25519:[1-9A-HJ-NP-Za-km-z]{43,44}$/, 'must be ed25519: and 32 bytes in base58')
    .optional(),
  ONE_CLICK_API_URL: url.optional(),
  ONE_CLICK_REQUESTS_PER_SECOND: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, 'must be a whole number from 1 to 999')
    .transform(Number)
    .optional(),
  NEAR_RPC_URL: url.transform((text) => new Secret(text)).optional(),
};

type IntentsVariables = z.output<z.ZodObject<typeof INTENTS_VARIABLES>>;

/** How index accounts reach whoever swaps for them. */
export type IntentsSettings = {
  readonly apiUrl: string;
  readonly apiKey: Secret;
  /** `ed25519:` and base58; nothing is signed, sent or shown by a quote of another key. */
  readonly quoteKey: string;
  readonly requestsPerSecond: number;
  /** With the provider's key in it, maybe. */
  readonly nearUrl: Secret;
  /** Whose prices are asked for beside the provider's; no keys = nobody's. */
  readonly pyth: { readonly url: string; readonly keys: readonly Secret[] };
};

const NEEDED = ['SECRETS_KEY', 'ONE_CLICK_API_KEY', 'ONE_CLICK_QUOTE_KEY'] as const;

/** What is missing for accounts that are switched on. */
export const intentsFaults = (
  parsed: IntentsVariables & { readonly SECRETS_KEY?: SealingKeys['current'] | undefined },
): readonly { readonly name: (typeof NEEDED)[number]; readonly problem: string }[] =>
  parsed.INDEX_ACCOUNTS === '1'
    ? NEEDED.filter((name) => parsed[name] === undefined).map((name) => ({
        ...{ name, problem: 'is missing, and INDEX_ACCOUNTS=1 needs it' },
      }))
    : [];

/** Null = index accounts are off. `fallbackOf` gives a variable's documented default. */
export const intentsSettingsOf = (
  parsed: IntentsVariables & {
    readonly PYTH_API_URL: string;
    readonly PYTH_API_KEYS?: readonly Secret[] | undefined;
  },
  fallbackOf: (name: 'ONE_CLICK_API_URL' | 'ONE_CLICK_REQUESTS_PER_SECOND' | 'NEAR_RPC_URL') => string,
): IntentsSettings | null => {
  const [apiKey, quoteKey] = [parsed.ONE_CLICK_API_KEY, parsed.ONE_CLICK_QUOTE_KEY];
  if (parsed.INDEX_ACCOUNTS !== '1' || apiKey === undefined || quoteKey === undefined) return null;
  return {
    ...{ apiKey, quoteKey, apiUrl: parsed.ONE_CLICK_API_URL ?? fallbackOf('ONE_CLICK_API_URL') },
    requestsPerSecond:
      parsed.ONE_CLICK_REQUESTS_PER_SECOND ?? Number(fallbackOf('ONE_CLICK_REQUESTS_PER_SECOND')),
    pyth: { url: parsed.PYTH_API_URL, keys: parsed.PYTH_API_KEYS ?? [] },
    nearUrl: parsed.NEAR_RPC_URL ?? new Secret(fallbackOf('NEAR_RPC_URL')),
  };
};
