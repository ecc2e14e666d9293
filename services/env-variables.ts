/** One documented variable of the environment. `.env.example` is rendered from this list. */
export type Variable = {
  readonly group: string;
  readonly name: string;
  /** What the value is, with its unit. */
  readonly unit: string;
  /** What counts when it is absent; null = nothing does. */
  readonly fallback: string | null;
  /** What does not work, or what happens instead, when it is absent. */
  readonly disables: string;
};

const CHAIN = 'Chain';
const SIGNER = 'Signer';
const DATABASE = 'Database';
const WEB = 'Web';
const PRICES = 'Prices';
const DEFAULTS = 'System defaults of a policy';

/** Every variable the project reads, in the order of `.env.example`. */
export const VARIABLES = [
  {
    group: CHAIN,
    name: 'RPC_URL',
    unit: "URL of the chain's JSON-RPC endpoint (http, https), or several with commas between them, the preferred one first",
    fallback: null,
    disables: 'nothing on the chain can be read or sent: no ticks, no settling',
  },
  {
    group: CHAIN,
    name: 'NETWORK_ID',
    unit: 'chain id, a whole number; the endpoint must answer with the same',
    fallback: '31337',
    disables: 'the local chain is assumed',
  },
  {
    group: CHAIN,
    name: 'FACTORY_ADDRESS',
    unit: 'address of the BalancerFactory whose portfolios are served',
    fallback: null,
    disables: 'no portfolio is found',
  },
  {
    group: CHAIN,
    name: 'FACTORY_BLOCK',
    unit: 'block number the factory was created in, a whole number',
    fallback: '0',
    disables: 'the index starts at block 0, which is slow on a long chain',
  },
  {
    group: CHAIN,
    name: 'CHAINS',
    unit: 'JSON file of the chains that are served, or that JSON itself (docs/chains.md), in place of the four above',
    fallback: null,
    disables: 'the one chain that the four above name is served',
  },
  {
    group: CHAIN,
    name: 'TOKEN_LISTS',
    unit: "token lists in Uniswap's form (docs/tokens.md): paths with commas between them",
    fallback: null,
    disables:
      'tokens are known by their contracts alone: no list says that one is a stable coin, takes a fee or rebases',
  },
  {
    group: CHAIN,
    name: 'SERVE',
    unit: 'whose portfolios are served: registered (somebody registered a policy for them) or anyone',
    fallback: 'registered',
    disables:
      'a contract that names the bot as its signer is found, but not looked at until it is registered',
  },
  {
    group: CHAIN,
    name: 'PORTFOLIOS_PER_OWNER_MAX',
    unit: 'most portfolios of one owner that are served, registered or not, a whole number',
    fallback: '2000',
    disables: 'one owner may fill a whole tick, and no more',
  },
  {
    group: PRICES,
    name: 'PRICE_SOURCE',
    unit: "FEEDS (the contract's own feeds), ORACLE (CoinGecko) or QUORUM (CoinGecko, 1inch and, with keys, Pyth agreeing); each is checked against the feeds",
    fallback: 'FEEDS',
    disables: "the contract's own feeds alone are traded on",
  },
  {
    group: PRICES,
    name: 'COINGECKO_API_URL',
    unit: 'URL of the CoinGecko API; https://pro-api.coingecko.com/api/v3 takes keys of paying customers',
    fallback: 'https://api.coingecko.com/api/v3',
    disables: 'the host for demo keys is asked',
  },
  {
    group: PRICES,
    name: 'COINGECKO_API_KEYS',
    unit: 'keys of the CoinGecko API with commas between them, used in turn',
    fallback: null,
    disables: 'PRICE_SOURCE may be neither ORACLE nor QUORUM',
  },
  {
    group: PRICES,
    name: 'ONEINCH_API_URL',
    unit: 'URL of the 1inch API',
    fallback: 'https://api.1inch.com',
    disables: 'the public API is asked',
  },
  {
    group: PRICES,
    name: 'ONEINCH_AUTH_KEY',
    unit: 'keys of the 1inch API with commas between them, used in turn',
    fallback: null,
    disables: 'PRICE_SOURCE may not be QUORUM',
  },
  {
    group: PRICES,
    name: 'PYTH_API_URL',
    unit: "URL of an API in Hermes' form, up to where /v2 follows",
    fallback: 'https://pyth.dourolabs.app/hermes',
    disables: "Pyth's own is asked",
  },
  {
    group: PRICES,
    name: 'PYTH_API_KEYS',
    unit: 'keys of Hermes with commas between them, used in turn',
    fallback: null,
    disables: 'Pyth is no part of the quorum',
  },
  {
    group: SIGNER,
    name: 'BOT_SIGNER_PK',
    unit: 'private key of the bot, 32 bytes in hex with 0x',
    fallback: null,
    disables: 'the bot signs nothing: it observes and decides, but places no order',
  },
  {
    group: SIGNER,
    name: 'BOT_SIGNER_KEYSTORE_FILE',
    unit: 'path of a V3 keystore (scrypt or pbkdf2) with the private key of the bot, instead of BOT_SIGNER_PK',
    fallback: null,
    disables: 'no encrypted key is opened',
  },
  {
    group: SIGNER,
    name: 'BOT_SIGNER_KEYSTORE_PASSWORD_FILE',
    unit: 'path of a file that holds the password of BOT_SIGNER_KEYSTORE_FILE; a line break at its end is no part of it',
    fallback: null,
    disables: 'no encrypted key can be opened',
  },
  {
    group: SIGNER,
    name: 'BOT_SIGNER_KMS_KEY_ID',
    unit: 'id, ARN or alias of a key of spec ECC_SECG_P256K1 in AWS KMS, instead of BOT_SIGNER_PK',
    fallback: null,
    disables: 'no key of AWS KMS is used',
  },
  {
    group: SIGNER,
    name: 'BOT_SIGNER_KMS_REGION',
    unit: 'AWS region of BOT_SIGNER_KMS_KEY_ID, such as eu-central-1',
    fallback: null,
    disables: 'no key of AWS KMS is used',
  },
  {
    group: SIGNER,
    name: 'BOT_SIGNER_PK_NEXT',
    unit: 'private key that is to follow, held beside the one in use until every owner has named it',
    fallback: null,
    disables: 'only the key in use signs',
  },
  {
    group: SIGNER,
    name: 'BOT_SIGNER_KEYSTORE_FILE_NEXT',
    unit: 'the same as a V3 keystore',
    fallback: null,
    disables: 'only the key in use signs',
  },
  {
    group: SIGNER,
    name: 'BOT_SIGNER_KEYSTORE_PASSWORD_FILE_NEXT',
    unit: 'path of a file that holds the password of BOT_SIGNER_KEYSTORE_FILE_NEXT',
    fallback: null,
    disables: 'no encrypted key can be opened',
  },
  {
    group: SIGNER,
    name: 'BOT_SIGNER_KMS_KEY_ID_NEXT',
    unit: 'the same as a key in AWS KMS',
    fallback: null,
    disables: 'only the key in use signs',
  },
  {
    group: SIGNER,
    name: 'BOT_SIGNER_KMS_REGION_NEXT',
    unit: 'AWS region of BOT_SIGNER_KMS_KEY_ID_NEXT, such as eu-central-1',
    fallback: null,
    disables: 'no key of AWS KMS is used',
  },
  {
    group: SIGNER,
    name: 'ALLOW_OWNER_KEY',
    unit: "1 = serve portfolios whose owner's key the bot holds, for people who run it for themselves alone; else 0",
    fallback: '0',
    disables: 'such a portfolio is held with signer-too-strong',
  },
  {
    group: SIGNER,
    name: 'ADMIN_ADDRESSES',
    unit: "addresses of the operators, divided by commas; the bot doesn't start with the key of one of them",
    fallback: null,
    disables: "no key is refused as an admin's",
  },
  {
    group: DATABASE,
    name: 'DB_URL',
    unit: "Postgres URL of the bot's login, a transaction pooler will do (postgres://user:password@host:port/name)",
    fallback: null,
    disables: 'nothing is stored: no ticks',
  },
  {
    group: DATABASE,
    name: 'APP_DB_URL',
    unit: "Postgres URL of the web app's own login (balancer_app_login), which must not be able to act as the bot",
    fallback: 'DB_URL',
    disables: "DB_URL is used, and refused when it is the bot's: pages, order book and log-in then say so",
  },
  {
    group: DATABASE,
    name: 'DB_DIRECT_URL',
    unit: 'Postgres URL of a direct connection, for migrations',
    fallback: 'DB_URL',
    disables: 'DB_URL is used, which must then be no transaction pooler when migrations are applied',
  },
  {
    group: WEB,
    name: 'APP_URL',
    unit: 'URL at which people reach the web app; what they sign to log in names its domain, whatever host a request claims',
    fallback: 'http://localhost:3000',
    disables: 'people can log in on this machine alone',
  },
  {
    group: WEB,
    name: 'NEXTAUTH_URL',
    unit: "the same under next-auth's own name",
    fallback: 'APP_URL',
    disables: 'APP_URL is used',
  },
  {
    group: WEB,
    name: 'NEXTAUTH_SECRET',
    unit: 'text of at least 32 characters, the same for every instance, that encrypts session cookies (openssl rand -base64 32)',
    fallback: null,
    disables: 'nobody can log in',
  },
  {
    group: WEB,
    name: 'CRON_SECRET',
    unit: 'text of at least 16 characters, sent by the scheduler as a bearer token',
    fallback: null,
    disables: '/api/balance answers 503 and runs nothing',
  },
  {
    group: WEB,
    name: 'CRON_SECRET_PREVIOUS',
    unit: 'the secret before the last rotation, accepted as well',
    fallback: null,
    disables: 'only CRON_SECRET is accepted',
  },
  {
    group: WEB,
    name: 'TICK_INTERVAL_SECONDS',
    unit: 'seconds between two ticks of whatever calls them; after twice that the bot counts as stale',
    fallback: '60',
    disables: 'the page expects a tick every minute',
  },
  {
    group: WEB,
    name: 'LOG_LEVEL',
    unit: 'one of fatal, error, warn, info, debug, trace, silent',
    fallback: 'info',
    disables: 'info and graver is logged',
  },
  {
    group: DEFAULTS,
    name: 'DRIFT_THRESHOLD',
    unit: 'percentage points an asset may be off its target, up to two decimals',
    fallback: '5',
    disables: 'five percentage points',
  },
  {
    group: DEFAULTS,
    name: 'COOLDOWN_MINUTES',
    unit: 'minutes between two rebalances of a portfolio, a whole number',
    fallback: '15',
    disables: 'a quarter of an hour',
  },
  {
    group: DEFAULTS,
    name: 'SLIPPAGE_TOLERANCE',
    unit: 'per cent below the reference price an order may go, up to two decimals',
    fallback: '1',
    disables: 'one per cent',
  },
  {
    group: DEFAULTS,
    name: 'MAX_TRADE_SIZE_USD',
    unit: 'US dollars; a larger trade is cut into slices',
    fallback: '10000',
    disables: 'ten thousand dollars',
  },
  {
    group: DEFAULTS,
    name: 'MIN_TRADE_SIZE_USD',
    unit: 'US dollars; a smaller trade is not made',
    fallback: '50',
    disables: 'fifty dollars',
  },
  {
    group: DEFAULTS,
    name: 'PRICE_IMPACT_THRESHOLD',
    unit: 'per cent of expected price impact above which a trade is not made, up to two decimals',
    fallback: '5',
    disables: 'five per cent',
  },
] as const satisfies readonly Variable[];

export type VariableName = (typeof VARIABLES)[number]['name'];

/**
 * Variables that nothing obeys yet, with the one value that says what happens anyway. Any other value is refused: an operator
 * who sets one believes in something that isn't so.
 */
export const NOT_USED_YET: Readonly<Record<string, string | null>> = {
  FLASHBOTS_RPC_URL: null,
  SUPABASE_ANON_KEY: null,
  SUPABASE_URL: null,
  UNISWAP_V2_ROUTER: null,
};
