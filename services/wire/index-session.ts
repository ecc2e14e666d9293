import { randomUUID } from 'node:crypto';
import { keccak256, stringToBytes } from 'viem';
import { indexValueUsdE18 } from '../../lib/index-portfolio/index-value.ts';
import type { IndexAccount } from '../../lib/intents/index-account.ts';
import { judgeQuote } from '../../lib/intents/judge-quote.ts';
import type { PlannedSwap } from '../../lib/intents/planned-swap.ts';
import type { AskedSwap } from '../../lib/intents/quote.ts';
import { isSignedBy } from '../../lib/intents/quote-signature.ts';
import { fail, ok, type Result, type UnixSeconds } from '../../lib/result.ts';
import { readIndexSight, readIndexWorld } from '../intents/read-index-sight.ts';
import { openBotDatabase } from '../store/database.ts';
import { insertIndexLegs, isFree } from '../store/index-legs.ts';
import { inDatabase } from './bot-store.ts';
import { environment, type Variables } from './environment.ts';
import { indexKeyPlace, makeIndexKey } from './index-account-key.ts';
import { tendIndexAccounts } from './index-turn.ts';
import { openIntents } from './intents.ts';
import { signerOpener } from './open-index-turn.ts';

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

const NO_KEY = fail('not-configured', 'Index accounts are switched off, or the database is not named.');
const NOT_FREE = fail(
  'order-closed',
  'Money of the account is under way, or a person has to look at it first.',
);
const LEASE_SECONDS = 60;
const DEPOSIT_SECONDS = 3_600;

/**
 * Index accounts by hand, one tick at a time, on a clock of one's own: the product's own parts, without a process that runs them. For
 * demonstrations. Fails with `not-configured`.
 */
export const openIndexSession = (variables: Variables, clock: SessionClock) => {
  const env = environment([], variables);
  const { intents, sealing, dbUrl } = env;
  if (intents === null || dbUrl === null) return NO_KEY;
  const database = openBotDatabase({ url: dbUrl, connectionsMax: 3 });
  const run = inDatabase(database);
  const asked = openIntents(intents, run);
  const { nowSeconds } = clock;
  const log = { info: () => undefined, warn: () => undefined };
  const parts = { run, log, ...asked, ...clock, openSigner: signerOpener({ env, run }) };

  /** A new account, with its key sealed for its row, which is the caller's to write. */
  const newAccount = () => {
    const id = randomUUID();
    const made = makeIndexKey(sealing, id);
    return made.ok ? ok({ id, ...made.value, place: indexKeyPlace(id) }) : made;
  };

  /** Where a deposit is to be sent on its chain: of a quote that was judged, and signed by the pinned key. */
  const depositAddress = async (
    wish: Pick<AskedSwap, 'originAsset' | 'destinationAsset' | 'amountUnits' | 'refundTo'> & {
      readonly account: IndexAccount;
    },
  ): Promise<Result<string>> => {
    const { account, ...swap } = wish;
    const question: AskedSwap = {
      ...{ ...swap, slippageBps: 100, leastOutUnits: 1n, deadlineSeconds: nowSeconds() + DEPOSIT_SECONDS },
      ...{ depositType: 'ORIGIN_CHAIN', refundType: 'ORIGIN_CHAIN', recipientType: 'INTENTS' },
      recipient: account,
    };
    const quote = await asked.api.quote(question, { dry: false });
    if (!quote.ok) return quote;
    const faults = judgeQuote(question, quote.value, nowSeconds());
    if (faults.length > 0 || !isSignedBy(quote.value, asked.quoteKey))
      return fail('guard-refused', ['The quote is not taken.', ...faults].join(' '));
    return ok(quote.value.depositAddress ?? '');
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
    const known = { account, lastPrices: new Map(), lastRebalanceAtSeconds: null, tradedTodayUsdE18: 0n };
    const terms = { halted: false, nowSeconds: nowSeconds() };
    const sight = await readIndexSight(asked.verifier, { world: world.value, known, wanted: [] }, terms);
    if (!sight.ok) return sight;
    const { holdings, block } = sight.value;
    return ok({ atSeconds: block.seconds, holdings, valueUsdE18: indexValueUsdE18(sight.value) });
  };

  /** Plans that so much of one asset leaves for an address of its chain; the next ticks carry it out. */
  const planExit = async (accountId: string, swap: PlannedSwap['asked']): Promise<Result<null>> => {
    const legId = keccak256(stringToBytes(`exit ${accountId} ${randomUUID()}`));
    const planned = await run(async (sql) => {
      if (!(await isFree(sql, accountId))) return NOT_FREE;
      const legs = [{ legId, purpose: 'exit', asked: swap, valueUsdE18: null } as const];
      await insertIndexLegs(sql, { accountId, decisionId: null, legs, plannedAtSeconds: nowSeconds() });
      return ok(null);
    });
    return planned.ok ? planned.value : planned;
  };

  return ok({ newAccount, depositAddress, tick, look, planExit, close: database.close });
};
