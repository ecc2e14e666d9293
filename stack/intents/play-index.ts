import type { Sql } from 'postgres';
import postgres from 'postgres';
import { indexOfWish, indexWishSchema, policyJsonOf } from '../../lib/index-portfolio/index-policy.ts';
import { usdText } from '../../lib/money/display.ts';
import type { Result } from '../../lib/result.ts';
import { openIndexSession } from '../../services/wire/index-session.ts';
import type { StackRun } from '../demo/run-stack.ts';
import { pickPort } from '../demo/start-world.ts';
import { type DatabaseUrls, prepareDatabase } from '../postgres/database.ts';
import { startPostgres } from '../postgres/postgres.ts';
import { postgresHome, removePostgresHome } from '../postgres/postgres-home.ts';
import { endLeftovers } from '../process/leftovers.ts';
import { stackKeys } from '../world/keys.ts';
import { BTC, INDEX_MARKET, USDC } from './index-market.ts';
import { type IntentsFake, startIntentsFake } from './intents-fake.ts';

const POSTGRES_PORT = 5_433;
const API_KEY = 'a-key-of-a-demo';
const SEALING_KEY = '5a'.repeat(32);
const OWNER = `0x${'0e'.repeat(20)}`;
/** BIP 173's own example: nobody's. */
const BTC_ADDRESS = 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4';
const TICK_SECONDS = 20;
const HOUR = 3_600;
const DEPOSIT_UNITS = 2_000_000n;
const MOVED = { BTC: 130n, DOGE: 60n, SOL: 120n } as const;

type Session = Extract<ReturnType<typeof openIndexSession>, { readonly ok: true }>['value'];

/** What the story is told with. */
type Stage = {
  readonly run: StackRun;
  readonly fake: IntentsFake;
  readonly session: Session;
  readonly sql: Sql;
  readonly clock: { seconds: number };
};

const given = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

const startDatabase = async ({ paths, supervisor, say }: StackRun): Promise<DatabaseUrls> => {
  const ended = await endLeftovers(paths.children);
  if (ended.length > 0) say(`Ended what a killed stack had left running: ${ended.join(', ')}.`);
  removePostgresHome(await postgresHome(paths.postgres));
  const home = await postgresHome(paths.postgres);
  const keys = stackKeys(paths.keys);
  const port = await pickPort('Postgres', POSTGRES_PORT, say);
  const cluster = await startPostgres({
    home,
    port,
    password: keys.postgresPassword,
    start: supervisor.start,
  });
  return given(await prepareDatabase({ root: paths.root, cluster: given(cluster), keys, fresh: true }));
};

/** As its owner would make it over the API: the row, the sealed key, and ten equal shares. */
const makeAccount = async ({ session, sql }: Stage) => {
  const { id, account, sealed, place } = given(session.newAccount());
  await sql`
    insert into index_accounts (id, owner, name, account, cap_cents) values (${id}, ${OWNER}, 'A demo', ${account}, 500000)`;
  await sql`
    insert into secrets (table_name, row_id, column_name, key_version, wrapped_key, sealed)
    values (${place.table}, ${place.rowId}, ${place.column}, ${sealed.keyVersion}, ${sealed.wrappedKey}, ${sealed.sealed})`;
  const allocations = INDEX_MARKET.filter(({ assetId }) => assetId !== USDC).map(({ assetId }) => ({
    ...{ token: assetId, targetBps: 1_000 },
  }));
  const index = given(indexOfWish(indexWishSchema.parse({ name: 'Ten of equal weight', allocations })));
  await sql`
    insert into index_policies (account_id, name, allocations, policy) values (${id}, ${index.name},
      ${JSON.stringify(allocations)}::text::jsonb, ${JSON.stringify(policyJsonOf(index))}::text::jsonb)`;
  return { id, account };
};

/** Ticks until nothing of the account is under way. Answers how long that took by the fake's clock. */
const tickThrough = async ({ session, sql, clock, run }: Stage): Promise<number> => {
  const from = clock.seconds;
  for (let count = 0; count < 20 && !run.isStopping(); count += 1) {
    await sql`update index_policies set visible_at = now()`;
    given(await session.tick());
    const [open] = await sql`select id from index_legs where leg_end is null limit 1`;
    if (open === undefined) break;
    clock.seconds += TICK_SECONDS;
  }
  return clock.seconds - from;
};

const tellHeld = async ({ session, run: { say }, clock }: Stage, account: `0x${string}`): Promise<string> => {
  clock.seconds += 5;
  const { holdings, valueUsdE18 } = given(await session.look(account));
  const held = INDEX_MARKET.filter(({ assetId }) => (holdings.get(assetId) ?? 0n) > 0n).map(
    ({ symbol }) => symbol,
  );
  say(
    `            by the verifier’s own view it holds ${held.join(', ') || 'nothing'}, worth ${valueUsdE18 === null ? 'what nobody can say' : usdText(valueUsdE18)}`,
  );
  return `${valueUsdE18 ?? 0n}`;
};

const legsSince = async ({ sql }: Stage, purpose: string): Promise<readonly string[]> => {
  const rows = await sql<{ leg_end: string | null }[]>`
    select leg_end from index_legs where purpose = ${purpose} order by created_at, id`;
  return rows.map(({ leg_end }) => leg_end ?? 'open');
};

const introduce = ({ say }: StackRun): void => {
  say('');
  say('  1Balancer   an account inside NEAR Intents, from a deposit to a withdrawal');
  say(
    '  SIMULATED   the market, the 1Click API, the verifier and its chain, every deposit, and time: nothing of it is worth anything',
  );
  say(
    '  real        the engine, the signer and its sealed key, the journal in Postgres, HTTP between all of them',
  );
  say(
    '  custody     Whoever holds the server’s key can move everything in such an account. No contract limits it.',
  );
  say('');
};

const tell = async (stage: Stage): Promise<string> => {
  const { run, fake, session, clock } = stage;
  const { say } = run;
  const { id, account } = await makeAccount(stage);
  say(`  account     ${account}, of a key that was made and sealed just now`);
  const wish = { originAsset: BTC, destinationAsset: USDC, amountUnits: DEPOSIT_UNITS };
  const address = given(await session.depositAddress({ ...wish, refundTo: BTC_ADDRESS, account }));
  fake.arrive(address, BTC, DEPOSIT_UNITS);
  clock.seconds += 30;
  say(`  deposit     0.02 BTC have come to ${address.slice(0, 16)}… and are USDC in the account`);
  const deposited = await tellHeld(stage, account);
  const constructSeconds = await tickThrough(stage);
  const constructed = await legsSince(stage, 'construct');
  say(
    `  construct   ${constructed.length} swaps at once, all ended after ${constructSeconds} s: ${[...new Set(constructed)].join(', ')}`,
  );
  const built = await tellHeld(stage, account);
  for (const one of fake.tokens) {
    const percent = MOVED[one.symbol as keyof typeof MOVED];
    if (percent !== undefined) one.priceMicroUsd = (one.priceMicroUsd * percent) / 100n;
  }
  clock.seconds += HOUR;
  say('  drift       an hour later: BTC +30 %, SOL +20 %, DOGE −40 %');
  const drifted = await tellHeld(stage, account);
  await tickThrough(stage);
  const rebalanced = await legsSince(stage, 'rebalance');
  say(`  rebalance   ${rebalanced.length} swaps: ${[...new Set(rebalanced)].join(', ')}`);
  const after = await tellHeld(stage, account);
  const held = given(await session.look(account)).holdings.get(BTC) ?? 0n;
  const exit = { originAsset: BTC, destinationAsset: BTC, amountUnits: held, slippageBps: 50 };
  const to = { recipientType: 'DESTINATION_CHAIN', recipient: BTC_ADDRESS } as const;
  given(await session.planExit(id, { ...exit, ...to, leastOutUnits: (held * 99n) / 100n }));
  await tickThrough(stage);
  const exited = await legsSince(stage, 'exit');
  const paid = fake.paidOut.map(({ chain, to: whom, units }) => ({ chain, to: whom, units: `${units}` }));
  say(
    `  withdrawal  all of its BTC to ${BTC_ADDRESS.slice(0, 12)}…: ${exited.join(', ')}; ${paid.length} payment on its chain`,
  );
  const left = await tellHeld(stage, account);
  const problems = [
    ...(constructed.length === 10 && constructed.every((end) => end === 'swapped')
      ? []
      : ['the construction']),
    ...(rebalanced.length > 0 && rebalanced.every((end) => end === 'swapped') ? [] : ['the rebalance']),
    ...(exited.join() === 'swapped' && paid.length === 1 ? [] : ['the withdrawal']),
  ];
  return JSON.stringify({
    ...{ problems, account, constructSeconds, constructed, rebalanced, exited, paid },
    valuesUsdE18: { deposited, built, drifted, rebalanced: after, left },
  });
};

/** `npm run demo -- --intents`: an index account from a deposit to a withdrawal, in one go on a clock of its own. Answers the exit code. */
export const playIndex = async (run: StackRun): Promise<number> => {
  const { options, say } = run;
  const clock = { seconds: Math.floor(Date.now() / 1_000) };
  introduce(run);
  const urls = await startDatabase(run);
  run.watch();
  const nowSeconds = () => clock.seconds;
  const fake = await startIntentsFake({ apiKey: API_KEY, tokens: INDEX_MARKET, nowSeconds });
  const sql = postgres(urls.administer, { max: 2, prepare: false, onnotice: () => undefined });
  const variables = {
    ...{ DB_URL: urls.bot, SECRETS_KEY: SEALING_KEY, INDEX_ACCOUNTS: '1', ONE_CLICK_API_KEY: API_KEY },
    ...{ ONE_CLICK_QUOTE_KEY: fake.quoteKey, ONE_CLICK_API_URL: fake.api.baseUrl },
    ...{ NEAR_RPC_URL: fake.rpc.baseUrl, ONE_CLICK_REQUESTS_PER_SECOND: '999' },
  };
  const sleep = async (ms: number): Promise<void> => {
    clock.seconds += Math.ceil(ms / 1_000);
  };
  const session = given(openIndexSession(variables, { nowSeconds, sleep }));
  try {
    const line = await tell({ run, fake, session, sql, clock });
    const problems = (JSON.parse(line) as { readonly problems: readonly string[] }).problems;
    for (const problem of problems) say(`NOT SHOWN: ${problem}.`);
    if (options.json) process.stdout.write(`${line}\n`);
    return problems.length === 0 ? 0 : 1;
  } finally {
    await session.close();
    await sql.end();
    await fake.close();
  }
};
