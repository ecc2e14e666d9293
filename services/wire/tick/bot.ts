import { setTimeout as sleep } from 'node:timers/promises';
import type { Address } from 'viem';
import type { Settled } from '../../../lib/ledger/chain-facts.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { createTally } from '../../../lib/tally.ts';
import type { Kept } from '../../bot/keep-series.ts';
import { rememberVolatilities } from '../../bot/measure-markets.ts';
import { pollUntilStopped } from '../../bot/poller.ts';
import { sumTicks, type TickSummary } from '../../bot/tick-summary.ts';
import { systemClock } from '../../clock.ts';
import type { Env } from '../../env.ts';
import type { Log } from '../../log.ts';
import { priceSourcesOf } from '../../prices/sources-of.ts';
import { openBotDatabase } from '../../store/database.ts';
import { readVolatilities } from '../../store/series/volatilities.ts';
import { readNextTurnMs } from '../../store/tick/next-turn.ts';
import { openAlerts } from '../alerts/alerts.ts';
import { openCash } from '../cash/cash-turn.ts';
import { openPoolRates } from '../cash/rates.ts';
import { openTransfers } from '../cash/transfers.ts';
import { openDepositTurn } from '../indexes/open-deposit-turn.ts';
import { openIndexTurn } from '../indexes/open-index-turn.ts';
import { onChain } from '../on-chain.ts';
import { flushBugs, logOf } from '../operation/log-of.ts';
import { openTracing } from '../operation/tracing.ts';
import { readTokenLists } from '../prices/tokens.ts';
import { serveChains } from '../served-chain.ts';
import { keepOn } from './after-tick.ts';
import { readPricesOf } from './bot-chain.ts';
import { openSigners } from './bot-signers.ts';
import { type InDatabase, inDatabase, settingsOf } from './bot-store.ts';
import { openOneinch } from './oneinch.ts';
import { type Planned, planOn } from './rehearse.ts';
import { countsIn, type TickRequest, tickChain } from './tick-chain.ts';
import { type Parts, settleAll } from './tick-ports.ts';

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
  const log = logOf(env, signers.value.secrets);
  const database = openBotDatabase({ url: dbUrl });
  const tracing = await openTracing(env.alerts.traces);
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
  const cash = around === null ? openCash({ env, run, log }) : null;
  const indexes = around === null ? openIndexTurn({ env, run, log }) : null;
  const deposits = around === null ? openDepositTurn({ env, run, log }) : null;
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
    const whole = tracing.begin('tick', { source: request.source, 'dry.run': request.dryRun });
    const ticks = all.value.map(async (parts) => {
      const { chainId } = parts.served;
      const span = whole.child('chain', { 'chain.id': chainId });
      const { trace } = span;
      const ticked = await tickChain(parts, {
        request,
        stopping: () => stop?.aborted === true,
        alerts,
        trace,
      });
      span.end(ticked, ticked.ok ? countsIn(ticked.value) : {});
      // Of one chain alone the outcome itself tells; of several it tells what the others did.
      if (!ticked.ok && chains.size > 1)
        log.warn({ chainId, code: ticked.error.code, why: ticked.error.message }, 'tick-of-chain-failed');
      return ticked;
    });
    // Beside the ticks, and nobody's tick is worse for it: what it wants sent, the next one sends.
    const following = Promise.all([
      request.dryRun ? null : transfers?.(all.value, request.budgetMs),
      cash?.(all.value, request),
      indexes?.(request),
      deposits?.(request),
    ]);
    const [first, ...others] = await Promise.all(ticks);
    await following;
    const summed = first === undefined ? NO_CHAIN : sumTicks(first, others);
    if (!request.dryRun) await alerts?.afterTick(summed.ok);
    whole.end(summed);
    await Promise.all([tracing.flush(), flushBugs(env)]);
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
  const close = async (): Promise<void> => {
    await Promise.all([database.close(), tracing.close(), flushBugs(env)]);
  };
  return ok({ tick, plan, reconcile, keep, poll, log, close });
};
