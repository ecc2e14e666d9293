import type { Sql } from 'postgres';
import postgres from 'postgres';
import { usdText } from '../../lib/money/display.ts';
import type { Result } from '../../lib/result.ts';
import { openIndexSession } from '../../services/wire/indexes/index-session.ts';
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
const OWNER = `0x${'0e'.repeat(20)}` as const;
/** BIP 173's own example: nobody's. */
const BTC_ADDRESS = 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4';
const TICK_SECONDS = 20;
const HOUR = 3_600;
const DEPOSIT = '0.02';
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

/** Its owner, who has just signed, and an account of theirs with ten equal shares. */
const makeAccount = async ({ session, sql }: Stage) => {
  await sql`
    with person as (insert into users (address) values (${OWNER}) returning id)
    insert into sessions (user_id, chain_id, expires_at, stepped_up_at) select id, 1, now() + interval '1 day', now() from person`;
  const allocations = INDEX_MARKET.filter(({ assetId }) => assetId !== USDC).map(({ assetId }) => ({
    ...{ token: assetId, targetBps: 1_000 },
  }));
  const index = { name: 'Ten of equal weight', allocations };
  return given(await session.makeAccount({ name: 'A demo', capCents: 500_000n, index }));
};

/** Ticks until nothing of the account is under way. Answers how long that took by the fake's clock. */
const tickThrough = async ({ session, sql, clock, run }: Stage): Promise<number> => {
  const from = clock.seconds;
  for (let count = 0; count < 20 && !run.isStopping(); count += 1) {
    await sql`update index_policies set visible_at = now()`;
    given(await session.tick());
    const [open] = await sql`
      select from index_legs where leg_end is null
      union all select from index_withdrawals where share_bps is not null and settled_at is null limit 1`;
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

/** A test to a place that is untried, then half of everything, sold for what leaves there. */
const withdraw = async (stage: Stage, id: string) => {
  const { run, fake, session } = stage;
  const wish = { asset: BTC, to: BTC_ADDRESS, memo: null, withoutTest: false };
  const refused = await session.withdraw(id, { ...wish, of: 'index', shareBps: 5_000 });
  run.say(
    `  withdrawal  half of everything to ${BTC_ADDRESS.slice(0, 12)}…: ${refused.ok ? refused.value : refused.error.message}`,
  );
  given(await session.withdraw(id, { ...wish, of: 'asset', shareBps: 1_500 }));
  await tickThrough(stage);
  given(await session.withdraw(id, { ...wish, of: 'index', shareBps: 5_000 }));
  const seconds = await tickThrough(stage);
  const sold = await legsSince(stage, 'sell-for-withdrawal');
  const shown = await session.withdrawals(id);
  const exited = shown.map(({ state }) => state);
  const paid = fake.paidOut.map(({ chain, to, units }) => ({ chain, to, units: `${units}` }));
  run.say(
    `              after a test, ${sold.length} sells at once and one swap that leaves, in ${seconds} s: ${[...new Set(sold)].join(', ')}; ${shown[0]?.words ?? ''} ${paid.length} payments on its chain`,
  );
  return { isRefused: !refused.ok, exited, sold, paid, withdrawSeconds: seconds };
};

const tell = async (stage: Stage): Promise<string> => {
  const { run, fake, session, clock } = stage;
  const { say } = run;
  const { id, account } = await makeAccount(stage);
  say(`  account     ${account}, of a key that was made and sealed just now`);
  const wish = { asset: BTC, into: USDC, amount: DEPOSIT, refundTo: BTC_ADDRESS };
  const address = given(await session.depositAddress(id, wish));
  fake.arrive(address, BTC, DEPOSIT_UNITS);
  clock.seconds += 30;
  const arrivals = given(await session.watchDeposits(id));
  say(
    `  deposit     ${DEPOSIT} BTC have come to ${address.slice(0, 16)}… and are USDC in the account: ${arrivals.join(', ')}`,
  );
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
  const told = await withdraw(stage, id);
  const left = await tellHeld(stage, account);
  const problems = [
    ...(constructed.length === 10 && constructed.every((end) => end === 'swapped')
      ? []
      : ['the construction']),
    ...(rebalanced.length > 0 && rebalanced.every((end) => end === 'swapped') ? [] : ['the rebalance']),
    ...(arrivals.join() === 'arrived' ? [] : ['the deposit']),
    ...(told.exited.join() === 'left,left' && told.paid.length === 2 ? [] : ['the withdrawal']),
    ...(told.sold.length === 9 && told.sold.every((end) => end === 'swapped') ? [] : ['its sells']),
  ];
  return JSON.stringify({
    ...{ problems, account, constructSeconds, constructed, rebalanced, arrivals, ...told },
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
    ...{
      DB_URL: urls.bot,
      APP_DB_URL: urls.app,
      SECRETS_KEY: SEALING_KEY,
      INDEX_ACCOUNTS: '1',
      ONE_CLICK_API_KEY: API_KEY,
    },
    ...{ ONE_CLICK_QUOTE_KEY: fake.quoteKey, ONE_CLICK_API_URL: fake.api.baseUrl },
    ...{ NEAR_RPC_URL: fake.rpc.baseUrl, ONE_CLICK_REQUESTS_PER_SECOND: '999' },
  };
  const sleep = async (ms: number): Promise<void> => {
    clock.seconds += Math.ceil(ms / 1_000);
  };
  const session = given(openIndexSession({ variables, clock: { nowSeconds, sleep }, owner: OWNER }));
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
