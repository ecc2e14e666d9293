import { randomUUID } from 'node:crypto';
import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import type { Outcome } from '../../../lib/api/problem.ts';
import { indexOfWish, indexWishSchema } from '../../../lib/index-portfolio/index-policy.ts';
import { indexValueUsdE18 } from '../../../lib/index-portfolio/index-value.ts';
import type { DepositWish } from '../../../lib/intents/ask-deposit.ts';
import type { IndexAccount } from '../../../lib/intents/index-account.ts';
import { fail, ok, type Result, type UnixSeconds } from '../../../lib/result.ts';
import { quoteDeposit } from '../../intents/quote-deposit.ts';
import { readIndexSight, readIndexWorld } from '../../intents/read-index-sight.ts';
import { Secret } from '../../secret.ts';
import { asNamedViewer } from '../../store/as-viewer.ts';
import { openAppSql, openBotDatabase } from '../../store/database.ts';
import { insertIndexAccount, readIndexAccount } from '../../store/indexes/index-accounts.ts';
import { readDepositAddresses, readIndexDeposits } from '../../store/indexes/index-deposits.ts';
import { saveIndex } from '../../store/indexes/index-wishes.ts';
import { readIndexWithdrawals } from '../../store/indexes/index-withdrawals.ts';
import { environment, type Variables } from '../operation/environment.ts';
import { inDatabase } from '../tick/bot-store.ts';
import { tendDeposits } from './deposit-turn.ts';
import { indexWithdrawalDto } from './index-account-dto.ts';
import { indexKeyPlace, makeIndexKey } from './index-account-key.ts';
import { tendIndexAccounts } from './index-turn.ts';
import { openIntents } from './intents.ts';
import { keepDeposit } from './keep-deposit.ts';
import { signerOpener } from './open-index-turn.ts';
import { type AnyWithdrawalWish, beginAnyWithdrawal, planAnyWithdrawal } from './plan-withdrawal.ts';

/** Time as whoever tries index accounts has it: a fake's, in which a swap takes no time of a person's. */
export type SessionClock = {
  readonly nowSeconds: () => UnixSeconds;
  /** Lets time go by. */
  readonly sleep: (ms: number) => Promise<unknown>;
};

export type HeldNow = {
  readonly atSeconds: UnixSeconds;
  readonly holdings: ReadonlyMap<string, bigint>;
  readonly valueUsdE18: bigint | null;
};

const NO_KEY = fail('not-configured', 'Index accounts are switched off, or a database is not named.');
const UNKNOWN = fail('not-found', 'There is no index account of this id.');
const LEASE_SECONDS = 60;
const WITHDRAWALS = 10;

type Session = {
  readonly variables: Variables;
  readonly clock: SessionClock;
  /** Whose accounts they are, who is taken at their word that they have signed in. */
  readonly owner: Address;
};

/**
 * Index accounts by hand, one tick at a time, on a clock of one's own: the product's own services, for an owner and for the bot, without a process
 * that runs them. For demonstrations. Fails with `not-configured`.
 */
export const openIndexSession = ({ variables, clock, owner }: Session) => {
  const env = environment([], variables);
  const { intents, sealing, dbUrl } = env;
  const appUrl = variables.APP_DB_URL;
  if (intents === null || dbUrl === null || appUrl === undefined) return NO_KEY;
  const database = openBotDatabase({ url: dbUrl, connectionsMax: 3 });
  const app = openAppSql(new Secret(appUrl));
  const run = inDatabase(database);
  const asked = openIntents(intents, run);
  const { nowSeconds } = clock;
  const log = { info: () => undefined, warn: () => undefined };
  const parts = { run, log, ...asked, ...clock, openSigner: signerOpener({ env, run }) };
  const asOwner = <T>(work: (sql: TransactionSql) => Promise<T>): Promise<T> =>
    asNamedViewer(app, { address: owner, role: 'user' }, work);

  /** A new account of the owner's, with its key sealed in the database, and what it is to hold. */
  const makeAccount = async (terms: {
    readonly name: string;
    readonly capCents: bigint;
    readonly index: unknown;
  }): Promise<Result<{ readonly id: string; readonly account: IndexAccount }>> => {
    const id = randomUUID();
    const made = makeIndexKey(sealing, id);
    const index = indexOfWish(indexWishSchema.parse(terms.index));
    if (!made.ok) return made;
    if (!index.ok) return index;
    const { account, sealed } = made.value;
    const { name, capCents } = terms;
    await asOwner(async (sql) => {
      await insertIndexAccount(sql, {
        owner,
        name,
        account,
        capCents,
        key: { ...indexKeyPlace(id), ...sealed },
      });
      await saveIndex(sql, id, index.value);
    });
    return ok({ id, account });
  };

  /** Where a deposit is to be sent on its chain: of a quote that was judged, within the account's cap, and written down. */
  const depositAddress = async (id: string, wish: DepositWish): Promise<Outcome<string>> => {
    const [account, ours] = await asOwner(
      async (sql) => [await readIndexAccount(sql, id), await readDepositAddresses(sql, id)] as const,
    );
    if (account === null) return UNKNOWN;
    const quoted = await quoteDeposit({ ...asked, nowSeconds }, wish, { account: account.account, ours });
    if (!quoted.ok) return quoted;
    const kept = await asOwner((sql) => keepDeposit(sql, id, quoted.value));
    return kept.ok ? ok(kept.value.address) : kept;
  };

  /** Looks after deposits that are open. @returns the states of all of the account's, the latest first */
  const watchDeposits = async (id: string): Promise<Result<readonly string[]>> => {
    const tended = await tendDeposits(run, { status: asked.api.status, isOver: () => false, nowSeconds });
    if (!tended.ok) return tended;
    const rows = await asOwner((sql) => readIndexDeposits(sql, { accountId: id, limit: WITHDRAWALS }));
    return ok(rows.map(({ state }) => state));
  };

  /** One tick over all index accounts, as the bot has them. */
  const tick = (): Promise<Result<null>> =>
    tendIndexAccounts(parts, {
      ...{ halted: false, tickIntervalSeconds: 0, holder: 'a session', leaseSeconds: LEASE_SECONDS },
      isOver: () => false,
    });

  /** What the verifier says that an account holds, and what that is worth. */
  const look = async (account: IndexAccount): Promise<Result<HeldNow>> => {
    const world = await readIndexWorld(asked);
    if (!world.ok) return world;
    const known = {
      ...{ account, lastTokens: [], lastPrices: new Map() },
      ...{ lastRebalanceAtSeconds: null, tradedTodayUsdE18: 0n },
    };
    const terms = { halted: false, nowSeconds: nowSeconds() };
    const sight = await readIndexSight(asked.verifier, { world: world.value, known, wanted: [] }, terms);
    if (!sight.ok) return sight;
    const { holdings, block } = sight.value;
    return ok({ atSeconds: block.seconds, holdings, valueUsdE18: indexValueUsdE18(sight.value) });
  };

  /** What leaves, judged and written down as its owner; the next ticks carry it out. @returns what became of it */
  const withdraw = async (id: string, wish: AnyWithdrawalWish): Promise<Outcome<string>> => {
    const read = async <T>(work: (sql: TransactionSql) => Promise<T>) => ok(await asOwner(work));
    const planned = await planAnyWithdrawal({ ...asked, nowSeconds, read }, id, wish);
    if (!planned.ok) return planned;
    const terms = { wish, planned: planned.value, nowSeconds: nowSeconds() };
    return ok((await asOwner((sql) => beginAnyWithdrawal(sql, id, terms))).verdict);
  };

  /** Of an account, the latest first, as their owner is told. */
  const withdrawals = async (id: string) =>
    (await asOwner((sql) => readIndexWithdrawals(sql, { accountId: id, limit: WITHDRAWALS }))).map(
      indexWithdrawalDto,
    );

  const close = async (): Promise<void> => {
    await app.end();
    await database.close();
  };
  return ok({ makeAccount, depositAddress, watchDeposits, tick, look, withdraw, withdrawals, close });
};
