import { BOT_VARIABLES } from './env-bot-variables.ts';
import { INTENTS_DESCRIBED } from './env-intents.ts';

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

const DATABASE = 'Database';
const WEB = 'Web';
const ALERTS = 'Alerts and health';
const ANALYST = 'Analyst';
const DEFAULTS = 'System defaults of a policy';

/** Every variable the project reads, in the order of `.env.example`. */
export const VARIABLES = [
  ...BOT_VARIABLES,
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
    name: 'APP_DB_STATEMENTS',
    unit: 'named = the web app reaches Postgres itself, and a statement is planned once a connection; unnamed = also through a transaction pooler',
    fallback: 'unnamed',
    disables: 'every statement is planned anew: an answer costs the database about twice as much',
  },
  {
    group: DATABASE,
    name: 'APP_DB_CONNECTIONS',
    unit: 'whole number from 1 to 100, connections to the database of one process of the web app',
    fallback: '4',
    disables: '4, which serves some hundred requests a second',
  },
  {
    group: DATABASE,
    name: 'DB_DIRECT_URL',
    unit: 'Postgres URL of a direct connection, for migrations',
    fallback: 'DB_URL',
    disables: 'DB_URL is used, which must then be no transaction pooler when migrations are applied',
  },
  {
    group: DATABASE,
    name: 'APP_DB_DIRECT_URL',
    unit: "Postgres URL of a direct connection by the web app's own login, on which it hears of changes",
    fallback: 'APP_DB_URL',
    disables: 'APP_DB_URL is used; through a transaction pooler nothing is heard, and streams look every 5 s',
  },
  {
    group: DATABASE,
    name: 'SECRETS_KEY',
    unit: '32 random bytes that seal what is secret in the database, as 64 hex digits or base64 (openssl rand -hex 32)',
    fallback: null,
    disables: 'no secret of others, such as the token of an alert channel, can be kept or read',
  },
  {
    group: DATABASE,
    name: 'SECRETS_KEY_PREVIOUS',
    unit: 'the key before it, until `1balancer secrets rotate` has been run',
    fallback: null,
    disables: 'what is sealed with it can not be opened',
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
    name: 'SUPABASE_URL',
    unit: 'https URL of the Supabase project whose Realtime tells browsers that something changed',
    fallback: null,
    disables:
      'browsers are told by a stream of the web app itself, and ask again and again where that is not to be had',
  },
  {
    group: WEB,
    name: 'SUPABASE_ANON_KEY',
    unit: 'its public (anon) key, which every browser sees and which must read nothing',
    fallback: null,
    disables: 'SUPABASE_URL can not be used',
  },
  {
    group: WEB,
    name: 'API_CORS_ORIGINS',
    unit: 'origins of other sites whose pages may ask the API by token, with commas between them (https://example.org)',
    fallback: null,
    disables: 'browsers let no other site’s page read an answer',
  },
  {
    group: WEB,
    name: 'API_USER_REQUESTS_PER_MINUTE',
    unit: 'most requests to the API of one person in a minute, tokens included, a whole number',
    fallback: '600',
    disables: 'ten a second',
  },
  {
    group: WEB,
    name: 'API_ADDRESS_REQUESTS_PER_MINUTE',
    unit: 'most requests to the API from one network address in a minute, whoever asks, a whole number',
    fallback: '1200',
    disables: 'twenty a second',
  },
  {
    group: WEB,
    name: 'TRUSTED_PROXY_HOPS',
    unit: 'proxies of your own before the web app, each of which adds to X-Forwarded-For, a whole number from 0 to 8',
    fallback: '1',
    disables: 'the last address of X-Forwarded-For is the visitor’s; with 0 all visitors share one allowance',
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
    name: 'WAKE_SECRET',
    unit: 'text of at least 32 characters that messages to /api/wake are signed with (docs/prices.md)',
    fallback: null,
    disables: '/api/wake answers 503: no message lets portfolios be looked at early',
  },
  {
    group: WEB,
    name: 'WAKE_SECRET_PREVIOUS',
    unit: 'the secret before the last rotation, accepted as well',
    fallback: null,
    disables: 'only WAKE_SECRET is accepted',
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
    group: ALERTS,
    name: 'ALERT_PRIVATE_ADDRESSES',
    unit: 'IP addresses of a private network that people’s webhooks may reach all the same, with commas between them',
    fallback: null,
    disables: 'no alert is sent to a private, local or reserved address, whatever its name resolves to',
  },
  {
    group: ALERTS,
    name: 'METRICS_TOKEN',
    unit: 'text of at least 16 characters that a scraper of /api/metrics sends as a bearer token',
    fallback: null,
    disables: '/api/metrics answers 503',
  },
  {
    group: ALERTS,
    name: 'TELEGRAM_API_URL',
    unit: 'URL of a Bot API server, where it is not Telegram’s own',
    fallback: 'https://api.telegram.org',
    disables: 'Telegram’s own is asked',
  },
  {
    group: ALERTS,
    name: 'DEAD_MAN_URL',
    unit: 'URL that is asked after each good tick, of a service that calls somebody when it is not asked any more',
    fallback: null,
    disables: 'nobody outside notices that the bot, its clock or its machine stands still',
  },
  {
    group: ALERTS,
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    unit: 'URL of a collector of OpenTelemetry traces (OTLP over HTTP, below it /v1/traces); a tick is one trace',
    fallback: null,
    disables: 'no traces are made, and none of their code is loaded',
  },
  {
    group: ALERTS,
    name: 'OTEL_EXPORTER_OTLP_HEADERS',
    unit: 'headers for it, name=value with commas between them, values percent-encoded (a log-in, say)',
    fallback: null,
    disables: 'it is sent none',
  },
  {
    group: ALERTS,
    name: 'OTEL_SERVICE_NAME',
    unit: 'name of this bot in traces',
    fallback: '1balancer',
    disables: 'it is named after the project',
  },
  {
    group: ALERTS,
    name: 'SENTRY_DSN',
    unit: 'DSN of a project of Sentry, or of what takes its envelopes (https://key@host/project), that is told of bugs',
    fallback: null,
    disables: 'bugs stand in the log alone',
  },
  {
    group: ALERTS,
    name: 'SENTRY_ENVIRONMENT',
    unit: 'name of this installation there, without spaces and slashes',
    fallback: 'production',
    disables: 'it is named production',
  },
  {
    group: ALERTS,
    name: 'SOURCE_COMMIT',
    unit: 'the commit that this build was made of, for /api/version',
    fallback: 'VERCEL_GIT_COMMIT_SHA',
    disables: '/api/version doesn’t name it',
  },
  {
    group: ALERTS,
    name: 'VERCEL_GIT_COMMIT_SHA',
    unit: 'the same, as Vercel sets it',
    fallback: null,
    disables: '/api/version doesn’t name it',
  },
  {
    group: ALERTS,
    name: 'SMTP_URL',
    unit: 'URL of the mail server that alerts are sent by (smtps://user:password@host:port; smtp:// turns to TLS first)',
    fallback: null,
    disables: 'no alert is sent by mail',
  },
  {
    group: ALERTS,
    name: 'ALERT_MAIL_FROM',
    unit: 'mail address that alerts come from, with or without a name (1Balancer <alerts@example.org>)',
    fallback: null,
    disables: 'no alert is sent by mail',
  },
  {
    group: ANALYST,
    name: 'ANALYST_API_KEY',
    unit: 'key of the endpoint that words summaries; it sees facts of portfolios, and can only read them',
    fallback: null,
    disables: 'the template words every summary, and says so',
  },
  {
    group: ANALYST,
    name: 'ANALYST_API',
    unit: 'groq, anthropic or openai-shaped: how the endpoint is asked',
    fallback: 'groq',
    disables: 'Groq is asked, where there is a key',
  },
  {
    group: ANALYST,
    name: 'ANALYST_API_URL',
    unit: 'URL of the endpoint, up to what comes before /chat/completions or /messages',
    fallback: null,
    disables: "Groq's or Anthropic's own; openai-shaped needs it",
  },
  {
    group: ANALYST,
    name: 'ANALYST_MODEL',
    unit: 'name of the model, as the endpoint knows it',
    fallback: null,
    disables: 'llama-3.3-70b-versatile of Groq, claude-haiku-4-5 of Anthropic; openai-shaped needs it',
  },
  {
    group: ANALYST,
    name: 'ANALYST_TIMEOUT_SECONDS',
    unit: 'seconds that one summary may take to be worded, a whole number from 1 to 60',
    fallback: '15',
    disables: 'a quarter of a minute, then the template stands',
  },
  ...INTENTS_DESCRIBED,
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

/** What counts where the variable is absent. Throws for one without a default, which is a bug. */
export const fallbackOf = (name: VariableName): string => {
  const fallback = VARIABLES.find((variable) => variable.name === name)?.fallback;
  if (fallback === undefined || fallback === null) throw new Error(`${name} has no default`);
  return fallback;
};
