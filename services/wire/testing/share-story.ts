import type { Sql, TransactionSql } from 'postgres';
import { type Hex, keccak256, stringToBytes } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { SwapEnd } from '../../../lib/intents/swap.ts';
import { ok, type Result } from '../../../lib/result.ts';
import type { Outcome } from '../../../stack/intents/provider.ts';
import { type IntentsWorld, openIntents, TOKENS } from '../../intents/testing/intents-world.ts';
import { Secret } from '../../secret.ts';
import { keySigner } from '../../signers/signer.ts';
import { asNamedViewer } from '../../store/as-viewer.ts';
import { chooseShareWithdrawal } from '../../store/indexes/index-share-withdrawals.ts';
import { readIndexWithdrawals } from '../../store/indexes/index-withdrawals.ts';
import { addressOf } from '../../store/testing/arrange.ts';
import { indexWithdrawalDto } from '../indexes/index-account-dto.ts';
import { type IndexTick, tendIndexAccounts } from '../indexes/index-turn.ts';
import { type AnyWithdrawalWish, beginAnyWithdrawal, planAnyWithdrawal } from '../indexes/plan-withdrawal.ts';
import type { InDatabase } from '../tick/bot-store.ts';
import { Crash, type Crashing, crashing } from './index-construction.ts';

const KEY = keccak256(stringToBytes('the key of whoever withdraws a share'));
export const account = privateKeyToAccount(KEY).address.toLowerCase() as Hex;
export const OWNER = addressOf(1);
export const ID = '00000000-0000-4000-8000-000000000003';
export const [USDC, BTC, XRP] = ['usdc.near', 'btc.omft.near', 'xrp.omft.near'].map(
  (name) => `nep141:${name}`,
) as [string, string, string];
export const HOME = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa';

/** What the account holds before: 600 USD of each. */
export const HELD = { [USDC]: 600_000_000n, [BTC]: 1_000_000n, [XRP]: 1_200_000_000n } as const;
export const WISH: AnyWithdrawalWish = {
  ...{ of: 'index', asset: BTC, shareBps: 5_000, to: HOME, memo: null, withoutTest: true },
};

/** What becomes of each sell, and of the one swap by which it leaves. */
export type ShareOutcomes = { readonly usdc: Outcome; readonly xrp: Outcome; readonly exit: Outcome };

export type ShareDatabase = {
  readonly admin: Sql;
  readonly app: Sql;
  readonly run: InDatabase;
};

/** An account whose owner has just signed, with nothing but what it holds. */
export const arrangeShare = async ({ admin }: ShareDatabase): Promise<void> => {
  await admin`delete from index_accounts`;
  await admin`delete from users`;
  await admin`
    with person as (insert into users (address) values (${OWNER}) returning id)
    insert into sessions (user_id, chain_id, expires_at, stepped_up_at) select id, 1, now() + interval '1 day', now() from person`;
  await admin`
    insert into index_accounts (id, owner, name, account, cap_cents) values (${ID}, ${OWNER}, 'An account', ${account}, 100000000)`;
};

export const openShareWorld = async (outcomes: Partial<ShareOutcomes> = {}): Promise<IntentsWorld> => {
  const world = await openIntents({
    tokens: TOKENS,
    outcomeOf: ({ originAsset, recipientType }) =>
      (recipientType === 'DESTINATION_CHAIN'
        ? outcomes.exit
        : originAsset === USDC
          ? outcomes.usdc
          : outcomes.xrp) ?? 'swap',
  });
  for (const [token, units] of Object.entries(HELD))
    world.fake.ledger.give({ account, token, units }, world.clock.seconds);
  world.clock.seconds += 10;
  return world;
};

const given = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

/** As its owner. */
const asOwner = <T>({ app }: ShareDatabase, work: (sql: TransactionSql) => Promise<T>): Promise<T> =>
  asNamedViewer(app, { address: OWNER, role: 'user' }, work);

/** Plans and writes it down as the endpoint does. @returns what became of it */
export const beginShare = async (
  database: ShareDatabase,
  { api, verifier, fake, clock }: IntentsWorld,
  wish: AnyWithdrawalWish = WISH,
) => {
  const nowSeconds = () => clock.seconds;
  const planned = given(
    await planAnyWithdrawal(
      {
        ...{ api, verifier, quoteKey: fake.quoteKey, nowSeconds },
        read: async (work) => ok(await asOwner(database, work)),
      },
      ID,
      wish,
    ),
  );
  return asOwner(database, (sql) =>
    beginAnyWithdrawal(sql, ID, { wish, planned, nowSeconds: clock.seconds }),
  );
};

/** The latest withdrawals as their owner sees them. */
export const shownShares = async (database: ShareDatabase) =>
  (await asOwner(database, (sql) => readIndexWithdrawals(sql, { accountId: ID, limit: 10 }))).map(
    indexWithdrawalDto,
  );

export const chooseShare = (database: ShareDatabase, choice: 'leave' | 'keep', id: Hex) =>
  asOwner(database, (sql) => chooseShareWithdrawal(sql, { accountId: ID, id, choice }));

const ROUNDS_A_TICK = 60;

/** A tick of a process that knows nothing but the rows. */
export const tickShare = async (
  { run }: Pick<ShareDatabase, 'run'>,
  { api, verifier, fake, clock }: IntentsWorld,
  {
    crash = null,
    halted = false,
  }: { readonly crash?: Crashing | null } & Partial<Pick<IndexTick, 'halted'>> = {},
): Promise<void> => {
  let rounds = 0;
  await tendIndexAccounts(
    {
      ...{ api: crashing(api, crash), verifier: crashing(verifier, crash), quoteKey: fake.quoteKey },
      ...crashing({ run, openSigner: async () => ok(keySigner(new Secret(KEY))) }, crash),
      log: { info: () => undefined, warn: () => undefined },
      nowSeconds: () => clock.seconds,
      sleep: async () => {
        clock.seconds += 4;
      },
    },
    {
      ...{ halted, tickIntervalSeconds: 0, holder: 'a test', leaseSeconds: 0 },
      isOver: () => {
        rounds += 1;
        return rounds > ROUNDS_A_TICK;
      },
    },
  );
};

export type ShareStory = {
  readonly outcomes?: Partial<ShareOutcomes>;
  readonly crash?: Crashing | null;
  /** What its owner says when asked. */
  readonly choice?: 'leave' | 'keep';
  readonly fault?: (world: IntentsWorld, second: number) => void;
};

const TICKS_MAX = 80;

type LegRow = {
  readonly id: Hex;
  readonly purpose: string;
  readonly origin: string;
  readonly amount: string;
  readonly out: string | null;
  readonly end: SwapEnd | null;
};

/** From a wish to its end, a tick a minute, and how it came out by the ledger alone. */
export const withdrawShare = async (
  database: ShareDatabase,
  { outcomes, crash = null, choice = 'leave', fault }: ShareStory,
) => {
  const { admin } = database;
  await arrangeShare(database);
  const world = await openShareWorld(outcomes);
  const { fake, clock } = world;
  const begun = await beginShare(database, world);
  const from = clock.seconds;
  let [crashes, asked] = [0, false];
  for (let count = 0; count < TICKS_MAX; count += 1) {
    fault?.(world, clock.seconds - from);
    try {
      await tickShare(database, world, { crash: crashes === 0 ? crash : null });
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      crashes += 1;
    }
    clock.seconds += 60;
    const [one] = await shownShares(database);
    // A person who has looked at why an account is held, and one who is asked.
    await admin`update index_accounts set state = 'open', held_why = null where state = 'held'`;
    if (one?.state === 'choose') {
      asked = true;
      expectChosen(await chooseShare(database, choice, one.id as Hex));
    }
    const open = await admin`select from index_legs where leg_end is null`;
    if (one?.endedAtSeconds !== null && open.length === 0) break;
  }
  fake.api.fault.current = null;
  fake.rpc.fault.current = null;
  const [shown] = await shownShares(database);
  const legs = await admin<LegRow[]>`
    select id, purpose, origin_asset as origin, amount_units::text as amount, out_units::text as out, leg_end as end from index_legs
    order by purpose desc, origin_asset desc`;
  const held = Object.fromEntries(
    Object.keys(HELD).map((token) => [token, fake.ledger.balanceOf(account, token)]),
  );
  await world.fake.close();
  return { id: begun.id, shown, legs, held, paid: fake.paidOut, crashes, asked };
};

const expectChosen = (verdict: string): void => {
  if (verdict !== 'chosen') throw new Error(`its owner was asked and may not say so: ${verdict}`);
};
