import { randomUUID } from 'node:crypto';
import type { Hex } from 'viem';
import type { IndexAccount } from '../../../lib/intents/index-account.ts';
import { fail, ok, type Result, type UnixSeconds } from '../../../lib/result.ts';
import { type LegRound, legRunner } from '../../intents/advance-legs.ts';
import type { OneClick } from '../../intents/one-click-client.ts';
import { settleWithdrawals } from '../../intents/settle-withdrawals.ts';
import { type IndexLog, type IndexPorts, tendIndexes } from '../../intents/tend-indexes.ts';
import type { Verifier } from '../../intents/verifier-client.ts';
import { intentSigner } from '../../signers/intent-signer.ts';
import type { Signer } from '../../signers/signer.ts';
import { readClaimTime } from '../../store/cash/cash-claims.ts';
import { endUnsignedLegs } from '../../store/indexes/index-legs.ts';
import {
  claimIndexes,
  failIndexLook,
  journalIndexLook,
  releaseIndex,
} from '../../store/indexes/index-policies.ts';
import type { InDatabase } from '../tick/bot-store.ts';
import { type PostgresLegs, postgresLegs } from './leg-journal.ts';
import { shareJournal } from './share-journal.ts';

/** What index accounts are tended with. */
export type IndexParts = {
  readonly run: InDatabase;
  readonly log: IndexLog;
  readonly api: OneClick;
  readonly verifier: Verifier;
  /** By which the provider signs its quotes, pinned by the operator. */
  readonly quoteKey: string;
  readonly openSigner: (account: IndexAccount) => Promise<Result<Signer>>;
  readonly nowSeconds: () => UnixSeconds;
  /** Between two rounds, so that the provider's rate is kept. */
  readonly sleep: (ms: number) => Promise<unknown>;
};

/** One tick over index accounts. */
export type IndexTick = Pick<IndexPorts, 'halted' | 'isOver' | 'tickIntervalSeconds'> & {
  /** For a person who looks at the table. */
  readonly holder: string;
  readonly leaseSeconds: number;
};

const CLAIM_LIMIT = 50;
/** Requests of the provider in one round, and the pause after it: its documents name no rate, and this is a cautious one. */
const ASKS_A_ROUND = 10;
const ROUND_MS = 1_000;
/** A leg that nobody could get signed for so long is over: its prices are old, and the account waits for it. */
const UNSIGNED_SECONDS_MAX = 900;

/** What is signed already goes on to its end. */
const HALTED = fail('trading-halted', 'Nothing is signed: everything is stopped.', { when: 'next-tick' });

type Rounds = ReadonlyMap<Hex, LegRound>;

/** What each leg waits for is written down for its owner; that it takes too long is told. */
const noteRounds = async ({ log }: IndexParts, legs: PostgresLegs, rounds: Rounds): Promise<Result<null>> => {
  for (const [legId, round] of rounds) {
    if (round.kind === 'ended') log.info({ legId, end: round.end }, 'index-leg-ended');
    if (round.kind === 'failed') log.warn({ legId, why: round.why }, 'index-leg-failed');
    if (round.kind !== 'waits' && round.kind !== 'failed') continue;
    const isOverdue = round.kind === 'waits' && round.isOverdue;
    if (isOverdue) log.warn({ legId, why: round.why }, 'index-leg-overdue');
    const noted = await legs.noteWaits(legId, { why: round.why, isOverdue });
    if (!noted.ok) return noted;
  }
  return ok(null);
};

/**
 * Takes open legs on, round after round, until none of them can go on now or time is up: what was signed is handed in, what was handed in is
 * looked after. Legs that are worked on elsewhere are left alone.
 */
export const followLegs = async (parts: IndexParts, tick: IndexTick): Promise<Result<null>> => {
  const { run, api, verifier, quoteKey, openSigner, nowSeconds, sleep } = parts;
  const holder = `${tick.holder} ${randomUUID()}`;
  const legs = postgresLegs(run, { holder, leaseSeconds: tick.leaseSeconds });
  const signer = intentSigner({ quoteKey, openSigner, nowSeconds });
  const sign: typeof signer.sign = tick.halted ? async () => HALTED : signer.sign;
  const runner = legRunner({ api, verifier, journal: legs, sign, quoteKey, nowSeconds }, ASKS_A_ROUND);
  const tried = new Map<Hex, number>();
  let outcome: Result<null> = ok(null);
  while (!tick.isOver()) {
    const round = await runner.round();
    if (!round.ok) outcome = round;
    if (!round.ok || round.value.size === 0) break;
    const noted = await noteRounds(parts, legs, round.value);
    if (!noted.ok) outcome = noted;
    for (const [legId, { kind }] of round.value)
      if (kind === 'failed') tried.set(legId, (tried.get(legId) ?? 0) + 1);
    // One that is refused again is for the next tick: the provider isn't pressed.
    if (!noted.ok || [...round.value].every(([legId]) => (tried.get(legId) ?? 0) > 1)) break;
    await sleep(ROUND_MS);
  }
  const released = await legs.release();
  return outcome.ok ? released : outcome;
};

const lookPorts = (parts: IndexParts, tick: IndexTick, dueBefore: string): IndexPorts => {
  const { run, api, verifier, log, nowSeconds } = parts;
  const { holder, leaseSeconds, halted, isOver, tickIntervalSeconds } = tick;
  return {
    ...{ api, verifier, log, nowSeconds, halted, isOver, tickIntervalSeconds },
    claim: () => run((sql) => claimIndexes(sql, { holder, leaseSeconds, dueBefore, limit: CLAIM_LIMIT })),
    journal: (look) => run((sql) => journalIndexLook(sql, look)),
    failed: (due, failure) =>
      run(async (sql) => {
        await failIndexLook(sql, { due, failure });
        return null;
      }),
    release: (due) =>
      run(async (sql) => {
        await releaseIndex(sql, due);
        return null;
      }),
  };
};

/**
 * One tick over index accounts: what is under way is taken on first, then withdrawals whose sells are over, then every index that is due and has nothing under way is looked at, then
 * what that came to is asked for, signed and handed in. Fails as the first thing that failed; the rest is done all the same.
 */
export const tendIndexAccounts = async (parts: IndexParts, tick: IndexTick): Promise<Result<null>> => {
  const { run, nowSeconds } = parts;
  const begun = await run(readClaimTime);
  if (!begun.ok) return begun;
  const plannedBefore = nowSeconds() - UNSIGNED_SECONDS_MAX;
  const ended = await run((sql) => endUnsignedLegs(sql, { plannedBefore }));
  const followed = await followLegs(parts, tick);
  const settled = await settleWithdrawals({ ...parts, ...shareJournal(run) });
  const looked = await tendIndexes(lookPorts(parts, tick, begun.value));
  const sent = await followLegs(parts, tick);
  for (const one of [ended, followed, settled, looked, sent]) if (!one.ok) return one;
  return ok(null);
};
