import type { Address } from 'viem';
import { z } from 'zod';
import { chainOfId } from '../lib/chains/known-chains.ts';
import { addressSchema as address } from '../lib/json/address-schema.ts';
import { formatDecimal } from '../lib/money/fixed-point.ts';
import type { PolicyDefaults } from '../lib/policy/policy-defaults.ts';
import { ok, type Result } from '../lib/result.ts';
import { type ChainSettings, chainOfShorthand, chainsOfFile } from './chain-settings.ts';
import { ALERT_VARIABLES, type AlertSettings, alertSettingsOf } from './env-alerts.ts';
import { API_VARIABLES, type ApiSettings, apiSettingsOf } from './env-api.ts';
import { APP_VARIABLES, type AppSettings, appFaults, appSettingsOf } from './env-app.ts';
import {
  addresses,
  apiKeys,
  defaulted,
  hashes,
  httpUrl,
  httpUrls,
  percentToBps,
  postgresUrl,
  secretOf,
  usd,
  whole,
} from './env-fields.ts';
import { INTENTS_VARIABLES, type IntentsSettings, intentsFaults, intentsSettingsOf } from './env-intents.ts';
import { MODEL_VARIABLES, type ModelSettings, modelFaults, modelSettingsOf } from './env-model.ts';
import { SEALING_VARIABLES, type SealingKeys, sealingFaults, sealingKeysOf } from './env-sealing.ts';
import { SIGNER_VARIABLES, type SignerSource, signerFaults, signersOf } from './env-signers.ts';
import { fallbackOf, VARIABLES, type VariableName } from './env-variables.ts';
import type { Secret } from './secret.ts';

const CRON_SECRET_LENGTH_MIN = 16;
/** A signature is seen by whoever carries it: the secret must not be guessable from it. */
const WAKE_SECRET_LENGTH_MIN = 32;

const SCHEMA = z
  .object({
    RPC_URL: httpUrls.optional(),
    NETWORK_ID: defaulted('NETWORK_ID', whole({ min: 1, max: 2 ** 48 })),
    FACTORY_ADDRESS: address.optional(),
    FACTORY_BLOCK: defaulted('FACTORY_BLOCK', whole({ min: 0, max: 2 ** 48 })),
    FLASHBOTS_RPC_URL: secretOf(httpUrl).optional(),
    UNISWAP_V2_ROUTER: address.optional(),
    CHAINS: z.string().optional(),
    TOKEN_LISTS: z.string().optional(),
    ...SIGNER_VARIABLES,
    ALLOW_OWNER_KEY: defaulted('ALLOW_OWNER_KEY', z.enum(['0', '1'])),
    ADMIN_ADDRESSES: addresses.optional(),
    SERVE: defaulted('SERVE', z.enum(['registered', 'anyone'])),
    PORTFOLIOS_PER_OWNER_MAX: defaulted('PORTFOLIOS_PER_OWNER_MAX', whole({ min: 1, max: 1_000_000 })),
    PRICE_SOURCE: defaulted('PRICE_SOURCE', z.enum(['FEEDS', 'ORACLE', 'ROUTER', 'QUORUM'])),
    COINGECKO_API_URL: defaulted('COINGECKO_API_URL', httpUrl),
    DEFILLAMA_API_URL: defaulted('DEFILLAMA_API_URL', httpUrl),
    COINGECKO_API_KEYS: apiKeys.optional(),
    CCTP_API_URL: httpUrl.optional(),
    ONEINCH_API_URL: defaulted('ONEINCH_API_URL', httpUrl),
    ONEINCH_AUTH_KEY: apiKeys.optional(),
    ONEINCH_REQUESTS_PER_SECOND: defaulted('ONEINCH_REQUESTS_PER_SECOND', whole({ min: 1, max: 1_000 })),
    ONEINCH_FEE_TAKER_CODES: hashes.optional(),
    PYTH_API_URL: defaulted('PYTH_API_URL', httpUrl),
    PYTH_API_KEYS: apiKeys.optional(),
    DB_URL: postgresUrl.optional(),
    DB_DIRECT_URL: postgresUrl.optional(),
    APP_DB_URL: postgresUrl.optional(),
    APP_DB_DIRECT_URL: postgresUrl.optional(),
    ...APP_VARIABLES,
    ...API_VARIABLES,
    ...SEALING_VARIABLES,
    ...ALERT_VARIABLES,
    ...MODEL_VARIABLES,
    ...INTENTS_VARIABLES,
    // Too short is not refused here: /api/balance then answers 503, which is the safe side and says so.
    CRON_SECRET: secretOf(z.string()).optional(),
    CRON_SECRET_PREVIOUS: secretOf(z.string()).optional(),
    WAKE_SECRET: secretOf(z.string()).optional(),
    WAKE_SECRET_PREVIOUS: secretOf(z.string()).optional(),
    TICK_INTERVAL_SECONDS: defaulted('TICK_INTERVAL_SECONDS', whole({ min: 1, max: 7 * 86_400 })),
    LOG_LEVEL: defaulted('LOG_LEVEL', z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])),
    DRIFT_THRESHOLD: defaulted('DRIFT_THRESHOLD', percentToBps(10_000)),
    COOLDOWN_MINUTES: defaulted('COOLDOWN_MINUTES', whole({ min: 0, max: 525_600 })),
    SLIPPAGE_TOLERANCE: defaulted('SLIPPAGE_TOLERANCE', percentToBps(1_000)),
    MAX_TRADE_SIZE_USD: defaulted('MAX_TRADE_SIZE_USD', usd),
    MIN_TRADE_SIZE_USD: defaulted('MIN_TRADE_SIZE_USD', usd),
    PRICE_IMPACT_THRESHOLD: defaulted('PRICE_IMPACT_THRESHOLD', percentToBps(10_000)),
  } satisfies Record<VariableName, z.ZodType>)
  .superRefine((env, context) => {
    const bad = (name: VariableName, message: string) =>
      context.addIssue({ code: 'custom', path: [name], message });
    if (env.MIN_TRADE_SIZE_USD > env.MAX_TRADE_SIZE_USD)
      bad('MIN_TRADE_SIZE_USD', 'must not be above MAX_TRADE_SIZE_USD');
    for (const { name, problem } of [
      ...signerFaults(env),
      ...appFaults(env),
      ...sealingFaults(env),
      ...modelFaults(env),
      ...intentsFaults(env),
    ])
      bad(name, problem);
    if (env.UNISWAP_V2_ROUTER !== undefined && chainOfId(env.NETWORK_ID).spotRouter === null)
      bad('UNISWAP_V2_ROUTER', `needs a chain whose dollar token is known: name ${env.NETWORK_ID} in CHAINS`);
    const needed = {
      FEEDS: [],
      ORACLE: ['COINGECKO_API_KEYS'],
      ROUTER: [],
      QUORUM: ['COINGECKO_API_KEYS', 'ONEINCH_AUTH_KEY'],
    } as const;
    for (const name of needed[env.PRICE_SOURCE])
      if (env[name] === undefined) bad(name, `is missing, and PRICE_SOURCE=${env.PRICE_SOURCE} needs it`);
  });

type Parsed = z.output<typeof SCHEMA>;

/** The environment after parsing: typed, lower-cased, in the engine's units. Secrets show as `[secret]`. */
export type Env = {
  /** Those of CHAINS, or the one that RPC_URL, NETWORK_ID, FACTORY_ADDRESS and FACTORY_BLOCK name. */
  readonly chains: readonly [ChainSettings, ...ChainSettings[]];
  /** Paths of token lists. */
  readonly tokenLists: readonly string[];
  /** The bot's keys, the one in use first; none when it is to sign nothing. */
  readonly signers: readonly SignerSource[];
  /** Portfolios are served although the bot holds their owner's key. */
  readonly isOwnerKeyAllowed: boolean;
  readonly adminAddresses: readonly Address[];
  readonly serving: { readonly anyone: boolean; readonly perOwnerMax: number };
  /** Which prices are traded on, and how their services are reached; those whose keys are needed have them. */
  readonly prices: {
    /** FEEDS = the account's own feeds alone; ORACLE = CoinGecko; ROUTER = the chain's V2 pools; QUORUM = CoinGecko, 1inch and, with keys, Pyth agreeing. */
    readonly source: Parsed['PRICE_SOURCE'];
    readonly coingeckoUrl: string;
    readonly coingeckoKeys: readonly Secret[];
    readonly oneinchUrl: string;
    readonly oneinchKeys: readonly Secret[];
    readonly pythUrl: string;
    readonly pythKeys: readonly Secret[];
  };
  /** Who tells what vaults of USDC promise. */
  readonly llamaUrl: string;
  /** Circle's attestation API; null = no transfer is followed. */
  readonly cctpApiUrl: string | null;
  /** As a venue, which needs a key. */
  readonly oneinch: { readonly requestsPerSecond: number; readonly feeTakerCodes: ReadonlySet<string> };
  readonly dbUrl: Secret | null;
  /** Falls back to `dbUrl`. */
  readonly dbDirectUrl: Secret | null;
  readonly app: AppSettings;
  readonly api: ApiSettings;
  readonly sealing: SealingKeys;
  readonly alerts: AlertSettings;
  /** Who words the analyst's summaries; null = the template does. */
  readonly model: ModelSettings | null;
  /** Null = index accounts are off. */
  readonly intents: IntentsSettings | null;
  /** Null when absent or too short to be one. */
  readonly cronSecret: Secret | null;
  readonly cronSecretPrevious: Secret | null;
  /** Null when absent or too short to be one. */
  readonly wakeSecret: Secret | null;
  readonly wakeSecretPrevious: Secret | null;
  readonly tickIntervalSeconds: number;
  readonly logLevel: Parsed['LOG_LEVEL'];
  /** What policies take where they say nothing, and the database's settings don't either. */
  readonly policyDefaults: PolicyDefaults;
};

export type BadVariable = { readonly name: string; readonly problem: string };

/** Names every bad and missing variable at once, with what its absence disables; never shows a value. */
export class EnvError extends Error {
  readonly variables: readonly BadVariable[];

  constructor(variables: readonly BadVariable[]) {
    const lines = variables.map(({ name, problem }) => {
      const known = VARIABLES.find((variable) => variable.name === name);
      return `  ${name} ${problem}${known ? `\n    it is: ${known.unit}\n    without it: ${known.disables}` : ''}`;
    });
    super(`The environment is not usable (see .env.example):\n${lines.join('\n')}`);
    this.name = 'EnvError';
    this.variables = variables;
  }
}

const longEnough = (secret: Secret | undefined, lengthMin = CRON_SECRET_LENGTH_MIN): Secret | null =>
  secret !== undefined && secret.reveal().length >= lengthMin ? secret : null;

const chainsOf = (parsed: Parsed): Result<readonly [ChainSettings, ...ChainSettings[]]> =>
  parsed.CHAINS === undefined
    ? ok([
        chainOfShorthand({
          rpcUrls: parsed.RPC_URL ?? [],
          networkId: parsed.NETWORK_ID,
          factoryAddress: parsed.FACTORY_ADDRESS ?? null,
          factoryBlock: BigInt(parsed.FACTORY_BLOCK),
          spotRouter: parsed.UNISWAP_V2_ROUTER ?? null,
          privateRpcUrl: parsed.FLASHBOTS_RPC_URL ?? null,
        }),
      ])
    : chainsOfFile(parsed.CHAINS);

const toEnv = (parsed: Parsed, chains: Env['chains']): Env => ({
  chains,
  tokenLists: (parsed.TOKEN_LISTS ?? '').split(',').flatMap((path) => path.trim() || []),
  signers: signersOf(parsed),
  isOwnerKeyAllowed: parsed.ALLOW_OWNER_KEY === '1',
  adminAddresses: parsed.ADMIN_ADDRESSES ?? [],
  serving: { anyone: parsed.SERVE === 'anyone', perOwnerMax: parsed.PORTFOLIOS_PER_OWNER_MAX },
  prices: {
    source: parsed.PRICE_SOURCE,
    coingeckoUrl: parsed.COINGECKO_API_URL,
    coingeckoKeys: parsed.COINGECKO_API_KEYS ?? [],
    oneinchUrl: parsed.ONEINCH_API_URL,
    oneinchKeys: parsed.ONEINCH_AUTH_KEY ?? [],
    pythUrl: parsed.PYTH_API_URL,
    pythKeys: parsed.PYTH_API_KEYS ?? [],
  },
  llamaUrl: parsed.DEFILLAMA_API_URL,
  cctpApiUrl: parsed.CCTP_API_URL ?? null,
  oneinch: {
    requestsPerSecond: parsed.ONEINCH_REQUESTS_PER_SECOND,
    feeTakerCodes: new Set(parsed.ONEINCH_FEE_TAKER_CODES ?? []),
  },
  dbUrl: parsed.DB_URL ?? null,
  dbDirectUrl: parsed.DB_DIRECT_URL ?? parsed.DB_URL ?? null,
  app: appSettingsOf(parsed, parsed.DB_URL ?? null, fallbackOf),
  api: apiSettingsOf(parsed, fallbackOf),
  sealing: sealingKeysOf(parsed),
  alerts: alertSettingsOf(parsed),
  model: modelSettingsOf(parsed),
  intents: intentsSettingsOf(parsed, fallbackOf),
  cronSecret: longEnough(parsed.CRON_SECRET),
  cronSecretPrevious: longEnough(parsed.CRON_SECRET_PREVIOUS),
  wakeSecret: longEnough(parsed.WAKE_SECRET, WAKE_SECRET_LENGTH_MIN),
  wakeSecretPrevious: longEnough(parsed.WAKE_SECRET_PREVIOUS, WAKE_SECRET_LENGTH_MIN),
  tickIntervalSeconds: parsed.TICK_INTERVAL_SECONDS,
  logLevel: parsed.LOG_LEVEL,
  policyDefaults: {
    bandBps: parsed.DRIFT_THRESHOLD,
    limits: {
      cooldownSeconds: parsed.COOLDOWN_MINUTES * 60,
      slippageBpsMax: parsed.SLIPPAGE_TOLERANCE,
      maxTradeUsd: formatDecimal(parsed.MAX_TRADE_SIZE_USD, 18),
      minTradeUsd: formatDecimal(parsed.MIN_TRADE_SIZE_USD, 18),
      priceImpactBpsMax: parsed.PRICE_IMPACT_THRESHOLD,
    },
  },
});

type Given = Readonly<Partial<Record<string, string>>>;

/** Set beside CHAINS, one of these would be believed and do nothing. */
const SHORTHAND = [
  'RPC_URL',
  'NETWORK_ID',
  'FACTORY_ADDRESS',
  'FACTORY_BLOCK',
  'FLASHBOTS_RPC_URL',
  'UNISWAP_V2_ROUTER',
] as const;

const bothAtOnce = (given: Given): readonly BadVariable[] =>
  given.CHAINS === undefined
    ? []
    : SHORTHAND.filter((name) => given[name] !== undefined).map((name) => ({
        name,
        problem: 'is set beside CHAINS: leave one of the two unset',
      }));

const isGiven = (given: Given, name: VariableName): boolean =>
  given[name] !== undefined || (given.CHAINS !== undefined && SHORTHAND.some((short) => short === name));

/**
 * Reads the environment; an empty value counts as absent. The only reader of `process.env` in app, components and services.
 * @param required variables this caller cannot do without
 * @throws {EnvError} naming every malformed and every missing required variable at once
 */
export function readEnv(
  source: Readonly<Record<string, string | undefined>> = process.env,
  required: readonly VariableName[] = [],
): Env {
  const given: Given = Object.fromEntries(
    VARIABLES.map(({ name }) => [name, source[name]?.trim()] as const).filter(([, value]) => value),
  );
  const parsed = SCHEMA.safeParse(given);
  const chains = parsed.success ? chainsOf(parsed.data) : null;
  const malformed = (parsed.error?.issues ?? []).map((issue) => ({
    name: String(issue.path[0]),
    problem: issue.message,
  }));
  if (chains !== null && !chains.ok)
    malformed.push({ name: 'CHAINS', problem: `is refused: ${chains.error.message}` });
  const missing = required
    .filter((name) => !isGiven(given, name) && !malformed.some((bad) => bad.name === name))
    .map((name) => ({ name, problem: 'is missing' }));
  const all = [...malformed, ...bothAtOnce(given), ...missing];
  const bad = [...new Map(all.map((variable) => [variable.name, variable])).values()];
  if (!parsed.success || chains === null || !chains.ok || bad.length > 0) throw new EnvError(bad);
  return toEnv(parsed.data, chains.value);
}

/** next-auth takes the origin of the web app from this variable alone, and from the Host header without it. */
export const nameAppUrl = (appUrl: string): void => {
  process.env['NEXTAUTH_URL'] = appUrl;
};
