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
const DATABASE = 'Database';
const WEB = 'Web';
const VENUES = 'Venues and prices';
const DEFAULTS = 'System defaults of a policy';

/** Every variable the project reads, in the order of `.env.example`. */
export const VARIABLES = [
  {
    group: CHAIN,
    name: 'RPC_URL',
    unit: "URL of the chain's JSON-RPC endpoint (http, https)",
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
    name: 'BOT_SIGNER_PK',
    unit: 'private key of the bot, 32 bytes in hex with 0x',
    fallback: null,
    disables: 'the bot signs nothing: it observes and decides, but places no order',
  },
  {
    group: CHAIN,
    name: 'FLASHBOTS_RPC_URL',
    unit: 'URL of a private-transaction endpoint (main net: https://rpc.flashbots.net)',
    fallback: null,
    disables: 'transactions go to RPC_URL, in the open',
  },
  {
    group: DATABASE,
    name: 'DB_URL',
    unit: 'Postgres URL, a transaction pooler will do (postgres://user:password@host:port/name)',
    fallback: null,
    disables: 'nothing is stored: no ticks, and the pages show that the database is missing',
  },
  {
    group: DATABASE,
    name: 'DB_DIRECT_URL',
    unit: 'Postgres URL of a direct connection, for migrations and LISTEN',
    fallback: 'DB_URL',
    disables: 'DB_URL is used, which must then not be a transaction pooler for migrations and LISTEN',
  },
  {
    group: DATABASE,
    name: 'SUPABASE_URL',
    unit: 'URL of the Supabase project; set together with SUPABASE_ANON_KEY',
    fallback: null,
    disables: 'no Realtime: pages refresh by asking',
  },
  {
    group: DATABASE,
    name: 'SUPABASE_ANON_KEY',
    unit: "the project's public (anon) key; set together with SUPABASE_URL",
    fallback: null,
    disables: 'no Realtime: pages refresh by asking',
  },
  {
    group: WEB,
    name: 'APP_URL',
    unit: 'URL under which people reach the site',
    fallback: 'http://localhost:3000',
    disables: 'sign-in and links assume the local machine',
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
    name: 'NEXTAUTH_SECRET',
    unit: 'text of at least 32 characters that signs sessions',
    fallback: null,
    disables: 'nobody can sign in; what is public stays readable',
  },
  {
    group: WEB,
    name: 'ADMIN_ADDRESSES',
    unit: 'addresses of administrators, separated by commas',
    fallback: null,
    disables: 'nobody is an administrator',
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
    group: VENUES,
    name: 'ONEINCH_AUTH_KEY',
    unit: 'API key of the 1inch developer portal',
    fallback: null,
    disables: "the 1inch venue and 1inch's spot prices; the project's own order book works without",
  },
  {
    group: VENUES,
    name: 'ONEINCH_API_URL',
    unit: "URL of 1inch's API",
    fallback: 'https://api.1inch.com',
    disables: "1inch's public address is used",
  },
  {
    group: VENUES,
    name: 'PRICE_SOURCE',
    unit: 'the first source of prices: chainlink, 1inch, coingecko or uniswap-v2',
    fallback: 'chainlink',
    disables: "the contract's own feeds are used",
  },
  {
    group: VENUES,
    name: 'UNISWAP_V2_ROUTER',
    unit: 'address of a Uniswap V2 router',
    fallback: null,
    disables: 'the price source uniswap-v2',
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
