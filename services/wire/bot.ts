import { setTimeout as sleep } from 'node:timers/promises';
import type { Address } from 'viem';
import type { Settled } from '../../lib/ledger/chain-facts.ts';
import type { TickSource } from '../../lib/ledger/tick-record.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { createTally } from '../../lib/tally.ts';
import type { Kept } from '../bot/keep-series.ts';
import { rememberVolatilities } from '../bot/measure-markets.ts';
import { pollUntilStopped } from '../bot/poller.ts';
import { runTick } from '../bot/tick.ts';
import type { TickDeps } from '../bot/tick-deps.ts';
import { sumTicks, type TickSummary } from '../bot/tick-summary.ts';
import { systemClock } from '../clock.ts';
import type { Env } from '../env.ts';
import { createLog, type Log, secretsOf } from '../log.ts';
import { priceSourcesOf } from '../prices/sources-of.ts';
import { openBotDatabase } from '../store/database.ts';
import { claimDue } from '../store/leases.ts';
import { readNextTurnMs } from '../store/next-turn.ts';
import { applyServing } from '../store/serving.ts';
import { type StartedTick, startTick } from '../store/ticks.ts';
import { readVolatilities } from '../store/volatilities.ts';
import { afterTick, keepOn, papersAfterTick, ratesAfterTick } from './after-tick.ts';
import { type Alerts, openAlerts } from './alerts.ts';
import { readPricesOf } from './bot-chain.ts';
import { openSigners } from './bot-signers.ts';
import { type InDatabase, inDatabase, settingsOf, tickJournal } from './bot-store.ts';
import { advanceCalls, wishAllowances } from './calls.ts';
import { onChain } from './on-chain.ts';
import { openOneinch } from './oneinch.ts';
import { openPoolRates } from './rates.ts';
import { type Planned, planOn, rehearse } from './rehearse.ts';
import { serveChains } from './served-chain.ts';
import { lookingWith, type Parts, settleAll, trialKeeper, venuesOf } from './tick-ports.ts';
import { readTokenLists } from './tokens.ts';
import { openTransfers } from './transfers.ts';

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
  /** What is in hand when it aborts is finished; the rest of its tick is given back. */
  readonly signal: AbortSignal;
  /** Told after every tick. */
  readonly report: (outcome: Result<TickSummary>) => void;
};

/** How far one chain's index stands after a reconciliation. */
export type Reconciled = { readonly chainId: number; readonly outcome: Result<Settled> };

/** What was kept up of one chain. */
export type KeptOn = { readonly chainId: number; readonly outcome: Result<Kept> };

export type Bot = {
  /** When `stop` aborts, what is in hand is finished, and the rest given back. */
  readonly tick: (request: TickRequest, stop?: AbortSignal) => Promise<Result<TickSummary>>;
  /** One portfolio of whichever chain has it, at the chain's head, due or not; stores, signs and places nothing. */
  readonly plan: (portfolio: Address, budgetMs: number) => Promise<Result<Planned>>;
  /** Brings the database in line with each chain: blocks by hash, what a branch that was left has undone, fills, orders. Decides nothing. */
  readonly reconcile: (budgetMs: number) => Promise<Result<readonly Reconciled[]>>;
  /** Brings each chain's series up to the last look, thins them out and sums up old looks that found nothing to do; as every tick does in the end. */
  readonly keep: (budgetMs: number) => Promise<Result<readonly KeptOn[]>>;
  /** Ticks until told to stop. */
  readonly poll: (poll: Poll) => Promise<void>;
  readonly log: Log;
  readonly close: () => Promise<void>;
};

/** Stands between a bot and its database: whoever shows what a lost connection does puts itself here. Then nobody is told of alerts. */
type AroundDatabase = (run: InDatabase) => InDatabase;

/** A tick is given that much longer than its budget before its portfolios come due again. */
const LEASE_RESERVE_SECONDS = 15;

const begin = ({ run, env, served }: Parts, request: TickRequest): Promise<Result<StartedTick>> =>
  run(async (sql) => {
    await applyServing(sql, { chainId: served.chainId, serving: env.serving });
    return startTick(sql, { ...request, chainId: served.chainId });
  });

const claimer =
  ({ run, served }: Parts, { budgetMs }: TickRequest, started: StartedTick): TickDeps['claimDue'] =>
  (limit) => {
    const leaseSeconds = Math.ceil(budgetMs / 1_000) + LEASE_RESERVE_SECONDS;
    const claim = { owner: started.id, limit, leaseSeconds, dueBefore: started.startedAt };
    return run((sql) => claimDue(sql, { chainId: served.chainId, ...claim }));
  };

type Ticking = {
  readonly request: TickRequest;
  readonly stopping: () => boolean;
  /** Null where nobody is to be told. */
  readonly alerts: Alerts | null;
};

const tickOnce = async (
  parts: Parts,
  { request, stopping, alerts }: Ticking,
): Promise<Result<TickSummary>> => {
  const { run, served, ring } = parts;
  const started = await begin(parts, request);
  if (!started.ok) return started;
  const { id, startedAt, papersDue } = started.value;
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
  const ran = await runTick(deps, { tickId: id, stopping, ...request });
  const sized = parts.oneinch === null ? ok(null) : await wishAllowances(parts);
  if (!sized.ok) parts.log.warn({ chainId: served.chainId, code: sized.error.code }, 'allowances-not-sized');
  const advanced = await advanceCalls(parts, settings.value);
  if (!advanced.ok)
    parts.log.warn({ chainId: served.chainId, code: advanced.error.code }, 'calls-not-advanced');
  const budgetEndMs = startMs + request.budgetMs;
  await afterTick(parts, settings.value, budgetEndMs);
  await alerts?.evaluate({
    ...{ chainId: served.chainId, tickId: id, failureCode: ran.ok ? null : ran.error.code },
  });
  await ratesAfterTick(parts, budgetEndMs);
  if (papersDue) await papersAfterTick(parts, settings.value, budgetEndMs);
  return ran.ok ? ok({ ...ran.value, dryRun: false, plans: [] }) : ran;
};

const tickChain = (parts: Parts, ticking: Ticking) =>
  onChain(parts, async (): Promise<Result<TickSummary>> => {
    const { request } = ticking;
    if (!request.dryRun) return tickOnce(parts, ticking);
    const rehearsed = await rehearse(parts, { ...request, portfolio: null });
    return rehearsed.ok ? ok(rehearsed.value.summary) : rehearsed;
  });

const reconcileChain = (parts: Parts, budgetMs: number): Promise<Result<Settled>> =>
  onChain(parts, async () => {
    const settings = await settingsOf(parts.run);
    if (!settings.ok) return settings;
    const endMs = systemClock.monotonicMs() + budgetMs;
    return settleAll(parts, settings.value, () => systemClock.monotonicMs() > endMs);
  });

const NO_CHAIN = fail('not-configured', 'No chain is configured: the bot has nothing to do.');

/**
 * Everything a tick needs, wired from the environment. Its keys are opened; nothing else is connected before the first tick.
 * Fails with `not-configured`, naming what is missing, or which key can't be used and why, or with what is wrong with a token list.
 */
export const openBot = async (env: Env, around: AroundDatabase | null = null): Promise<Result<Bot>> => {
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
  const tally = createTally();
  const chains = serveChains(settings, log, tally);
  const prices = priceSourcesOf(env.prices, {
    ...{ clock: systemClock, sleep, read: readPricesOf(chains) },
    chains: new Map(settings.map(({ chain }) => [chain.id, chain])),
  });
  const run = around === null ? inDatabase(database) : around(inDatabase(database));
  // Whoever stands in between tries a tick's own calls; no tick needs those of alerts.
  const alerts = around === null ? openAlerts({ env, run, log, tally }) : null;
  const transfers = around === null ? openTransfers({ env, run, log }) : null;
  const volatilitiesOf = rememberVolatilities((series, nowSeconds) =>
    run((sql) => readVolatilities(sql, { series, nowSeconds })),
  );
  const askPool = openPoolRates(env);
  const process = { env, log, run, lists: lists.value, prices, volatilitiesOf, askPool };
  const books = new Map(
    [...chains.values()].map((served) => [served.chainId, openOneinch(env, run, served)]),
  );
  const partsOfChains = async (): Promise<Result<readonly Parts[]>> => {
    const ring = await signers.value.ring();
    if (!ring.ok) return ring;
    const { unreachable } = ring.value.keys;
    if (unreachable !== null) log.warn({ why: unreachable }, 'signer-unreachable');
    return ok(
      [...chains.values()].map((served) => ({
        ...{ ...process, ring: ring.value, served },
        oneinch: books.get(served.chainId) ?? null,
      })),
    );
  };
  /** All chains at once: one that is away or slow keeps no other waiting. */
  const tick: Bot['tick'] = async (request, stop) => {
    const all = await partsOfChains();
    if (!all.ok) return all;
    const ticks = all.value.map(async (parts) => {
      const ticked = await tickChain(parts, { request, stopping: () => stop?.aborted === true, alerts });
      // Of one chain alone the outcome itself tells; of several it tells what the others did.
      if (!ticked.ok && chains.size > 1)
        log.warn({ chainId: parts.served.chainId, code: ticked.error.code }, 'tick-of-chain-failed');
      return ticked;
    });
    // Beside the ticks, and nobody's tick is worse for it: what it wants sent, the next one sends.
    const following = request.dryRun ? null : transfers?.(all.value, request.budgetMs);
    const [first, ...others] = await Promise.all(ticks);
    await following;
    const summed = first === undefined ? NO_CHAIN : sumTicks(first, others);
    if (!request.dryRun) await alerts?.afterTick(summed.ok);
    return summed;
  };
  const poll = ({ request, intervalMs, signal, report }: Poll): Promise<void> =>
    pollUntilStopped({
      tick: () => tick(request, signal),
      report,
      untilNextTurn: async () => {
        const turn = await process.run(readNextTurnMs);
        return turn.ok ? turn.value : null;
      },
      intervalMs,
      stopping: () => signal.aborted,
      // Aborting ends the wait early, and that is no failure.
      sleep: (ms) => sleep(ms, undefined, { signal }).catch(() => undefined),
    });
  const plan: Bot['plan'] = async (portfolio, budgetMs) => {
    const all = await partsOfChains();
    return all.ok ? planOn(all.value, portfolio, budgetMs) : all;
  };
  const reconcile: Bot['reconcile'] = async (budgetMs) => {
    const all = await partsOfChains();
    if (!all.ok) return all;
    const settling = all.value.map(async (parts) => ({
      chainId: parts.served.chainId,
      outcome: await reconcileChain(parts, budgetMs),
    }));
    return ok(await Promise.all(settling));
  };
  const keep: Bot['keep'] = async (budgetMs) => {
    const all = await partsOfChains();
    if (!all.ok) return all;
    const settings = await settingsOf(run);
    if (!settings.ok) return settings;
    const keeping = all.value.map(async (parts) => ({
      chainId: parts.served.chainId,
      outcome: await keepOn(parts, settings.value, budgetMs),
    }));
    return ok(await Promise.all(keeping));
  };
  return ok({ tick, plan, reconcile, keep, poll, log, close: database.close });
};
