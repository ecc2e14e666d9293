import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TickSource } from '../../lib/ledger/tick-record.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { dryRunOf } from '../bot/dry-run.ts';
import { keepSeries } from '../bot/keep-series.ts';
import { pollUntilStopped } from '../bot/poller.ts';
import { runTick } from '../bot/tick.ts';
import type { TickDeps } from '../bot/tick-deps.ts';
import { sumTicks, type TickSummary } from '../bot/tick-summary.ts';
import { systemClock } from '../clock.ts';
import type { Env } from '../env.ts';
import { createLog, type Log, secretsOf } from '../log.ts';
import { priceSourcesOf } from '../prices/sources-of.ts';
import { openBotDatabase } from '../store/database.ts';
import { claimDue, peekDue } from '../store/leases.ts';
import { applyServing } from '../store/serving.ts';
import { startTick } from '../store/ticks.ts';
import { readPricesOf } from './bot-chain.ts';
import { openSigners } from './bot-signers.ts';
import { type InDatabase, inDatabase, seriesStore, settingsOf, tickJournal } from './bot-store.ts';
import { advanceCalls } from './calls.ts';
import { serveChains } from './served-chain.ts';
import { lookAtHead, lookingWith, type Parts, settleAll, trialKeeper, venuesOf } from './tick-ports.ts';
import { readTokenLists } from './tokens.ts';

export type TickRequest = {
  readonly source: TickSource;
  readonly schedulerExecutionId: string | null;
  readonly dryRun: boolean;
  /** Of each chain. */
  readonly limit: number;
  readonly budgetMs: number;
};

export type Poll = {
  readonly request: TickRequest;
  readonly intervalMs: number;
  /** The tick under way when it aborts is finished. */
  readonly signal: AbortSignal;
  /** Told after every tick. */
  readonly report: (outcome: Result<TickSummary>) => void;
};

export type Bot = {
  readonly tick: (request: TickRequest) => Promise<Result<TickSummary>>;
  /** Ticks until told to stop. */
  readonly poll: (poll: Poll) => Promise<void>;
  readonly log: Log;
  readonly close: () => Promise<void>;
};

/** Stands between a bot and its database: whoever shows what a lost connection does puts itself here. */
type AroundDatabase = (run: InDatabase) => InDatabase;

/** A tick is given that much longer than its budget before its portfolios come due again. */
const LEASE_RESERVE_SECONDS = 15;

type Started = { readonly id: string; readonly startedAt: string };

const begin = ({ run, env, served }: Parts, request: TickRequest): Promise<Result<Started>> =>
  run(async (sql) => {
    await applyServing(sql, { chainId: served.chainId, serving: env.serving });
    return startTick(sql, request);
  });

const claimer =
  ({ run, served }: Parts, { budgetMs }: TickRequest, started: Started): TickDeps['claimDue'] =>
  (limit) => {
    const leaseSeconds = Math.ceil(budgetMs / 1_000) + LEASE_RESERVE_SECONDS;
    const claim = { owner: started.id, limit, leaseSeconds, dueBefore: started.startedAt };
    return run((sql) => claimDue(sql, { chainId: served.chainId, ...claim }));
  };

/** What is left of a tick's budget goes into the series, within these bounds. */
const SERIES_MS = { least: 500, most: 3_000 } as const;

/** Nobody waits for the series: a tick is no worse for what they miss, and the next one goes on. */
const afterTick = async ({ run, log, served }: Parts, leftMs: number): Promise<void> => {
  const { chainId } = served;
  const endMs = systemClock.monotonicMs() + Math.min(Math.max(leftMs, SERIES_MS.least), SERIES_MS.most);
  const kept = await keepSeries(
    { ...seriesStore(run, chainId), log },
    () => systemClock.monotonicMs() > endMs,
  );
  if (!kept.ok) log.warn({ chainId, code: kept.error.code, why: kept.error.message }, 'series-not-kept');
};

const tickOnce = async (parts: Parts, request: TickRequest): Promise<Result<TickSummary>> => {
  const { run, served, ring } = parts;
  const started = await begin(parts, request);
  if (!started.ok) return started;
  const { id, startedAt } = started.value;
  const settings = await settingsOf(run);
  if (!settings.ok) return settings;
  const venues = venuesOf(parts, ring.signAs);
  const deps: TickDeps = {
    ...lookingWith(parts, settings.value, { keys: ring.keys, venues, keepTrials: trialKeeper(parts) }),
    claimDue: claimer(parts, request, started.value),
    settle: (timeIsUp) => settleAll(parts, settings.value, timeIsUp),
    journal: tickJournal(run, { chainId: served.chainId, tickId: id, dueBefore: startedAt }),
  };
  const startMs = systemClock.monotonicMs();
  const ran = await runTick(deps, { tickId: id, ...request });
  const advanced = await advanceCalls(parts, settings.value);
  if (!advanced.ok)
    parts.log.warn({ chainId: served.chainId, code: advanced.error.code }, 'calls-not-advanced');
  await afterTick(parts, startMs + request.budgetMs - systemClock.monotonicMs());
  return ran.ok ? ok({ ...ran.value, dryRun: false, plans: [] }) : ran;
};

const rehearse = async (parts: Parts, request: TickRequest): Promise<Result<TickSummary>> => {
  const { env, run, served, ring } = parts;
  const settings = await settingsOf(run);
  if (!settings.ok) return settings;
  const peek = (limit: number) => run((sql) => peekDue(sql, { chainId: served.chainId, limit }));
  const { plans, ...ports } = dryRunOf(peek, venuesOf(parts, null));
  const looking = lookingWith(parts, settings.value, {
    keys: env.signers.length === 0 ? 'any' : ring.keys,
    venues: ports.venues,
    keepTrials: async () => ok(undefined),
  });
  const deps = { ...looking, ...ports, settle: () => lookAtHead(parts) };
  const ran = await runTick(deps, { tickId: randomUUID(), ...request });
  return ran.ok ? ok({ ...ran.value, dryRun: true, plans }) : ran;
};

/** Whoever asks for a tick, route, loop or person, gets an outcome and never an exception. */
const tickChain = async (parts: Parts, request: TickRequest): Promise<Result<TickSummary>> => {
  try {
    const right = await parts.served.isRight();
    if (!right.ok) return right;
    return await (request.dryRun ? rehearse(parts, request) : tickOnce(parts, request));
  } catch (error) {
    parts.log.error({ why: error instanceof Error ? error.message : String(error) }, 'tick-broke');
    return fail('bug', 'The tick broke; the log says how.', { when: 'next-tick' });
  }
};

const NO_CHAIN = fail('not-configured', 'No chain is configured: the bot has nothing to do.');

/**
 * Everything a tick needs, wired from the environment. Its keys are opened; nothing else is connected before the first tick.
 * Fails with `not-configured`, naming what is missing, or which key can't be used and why, or with what is wrong with a token list.
 */
export const openBot = async (env: Env, around: AroundDatabase = (run) => run): Promise<Result<Bot>> => {
  const { dbUrl, chains: settings } = env;
  const isReachable = settings.every(({ rpcUrls }) => rpcUrls.length > 0);
  if (!isReachable || dbUrl === null)
    return fail('not-configured', `${isReachable ? 'DB_URL' : 'RPC_URL'} is missing: the bot can't work.`);
  const lists = readTokenLists(env.tokenLists);
  if (!lists.ok) return lists;
  const signers = await openSigners(env);
  if (!signers.ok) return signers;
  const log = createLog({ level: env.logLevel, secrets: [...secretsOf(env), ...signers.value.secrets] });
  const database = openBotDatabase({ url: dbUrl });
  const chains = serveChains(settings, log);
  const prices = priceSourcesOf(env.prices, {
    ...{ clock: systemClock, sleep, read: readPricesOf(chains) },
    chains: new Map(settings.map(({ chain }) => [chain.id, chain])),
  });
  const process = { env, log, run: around(inDatabase(database)), lists: lists.value, prices };
  /** All chains at once: one that is away or slow keeps no other waiting. */
  const tick = async (request: TickRequest): Promise<Result<TickSummary>> => {
    const ring = await signers.value.ring();
    if (!ring.ok) return ring;
    const { unreachable } = ring.value.keys;
    if (unreachable !== null) log.warn({ why: unreachable }, 'signer-unreachable');
    const ticks = [...chains.values()].map(async (served) => {
      const ticked = await tickChain({ ...process, ring: ring.value, served }, request);
      // Of one chain alone the outcome itself tells; of several it tells what the others did.
      if (!ticked.ok && chains.size > 1)
        log.warn({ chainId: served.chainId, code: ticked.error.code }, 'tick-of-chain-failed');
      return ticked;
    });
    const [first, ...others] = await Promise.all(ticks);
    return first === undefined ? NO_CHAIN : sumTicks(first, others);
  };
  const poll = ({ request, intervalMs, signal, report }: Poll): Promise<void> =>
    pollUntilStopped({
      tick: () => tick(request),
      report,
      intervalMs,
      stopping: () => signal.aborted,
      // Aborting ends the wait early, and that is no failure.
      sleep: (ms) => sleep(ms, undefined, { signal }).catch(() => undefined),
    });
  return ok({ tick, poll, log, close: database.close });
};
