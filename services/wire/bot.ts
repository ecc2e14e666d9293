import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { decide } from '../../lib/engine/decide.ts';
import type { GapFact } from '../../lib/ledger/chain-facts.ts';
import type { Settled } from '../../lib/ledger/settled.ts';
import type { TickSource } from '../../lib/ledger/tick-record.ts';
import type { Venues } from '../../lib/ledger/venue.ts';
import type { SignDigest } from '../../lib/orders/sign-order.ts';
import { type PolicyJson, policyToJson } from '../../lib/policy/policy.ts';
import { completePolicy, firstDefaults } from '../../lib/policy/policy-defaults.ts';
import { PRESETS } from '../../lib/policy/policy-presets.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { dryRunOf, type TickSummary } from '../bot/dry-run.ts';
import { observeWith } from '../bot/observe.ts';
import { pollUntilStopped } from '../bot/poller.ts';
import { runTick } from '../bot/tick.ts';
import type { TickDeps } from '../bot/tick-deps.ts';
import type { BotIdentity } from '../bot/withheld-of.ts';
import { type BotSigner, openBotSigner } from '../chain/bot-signer.ts';
import { type ChainClient, openChain } from '../chain/chain-client.ts';
import { checkChainId } from '../chain/check-chain-id.ts';
import { readHead } from '../chain/read-head.ts';
import { systemClock } from '../clock.ts';
import type { Env } from '../env.ts';
import { settle } from '../indexer/settle.ts';
import { createLog, type Log, secretsOf } from '../log.ts';
import { chainlinkPrice } from '../prices/chainlink.ts';
import { readContexts } from '../store/contexts.ts';
import { readTrail } from '../store/cursors.ts';
import { openBotDatabase } from '../store/database.ts';
import { claimDue, peekDue } from '../store/leases.ts';
import { applyServing } from '../store/serving.ts';
import type { Settings } from '../store/settings.ts';
import { startTick } from '../store/ticks.ts';
import { venueRegistry } from '../venues/registry.ts';
import { askOrdersOf, fleetOf, settleChain } from './bot-chain.ts';
import {
  bookJournal,
  type InDatabase,
  inDatabase,
  settingsOf,
  settleStore,
  tickJournal,
} from './bot-store.ts';

export type TickRequest = {
  readonly source: TickSource;
  readonly schedulerExecutionId: string | null;
  readonly dryRun: boolean;
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

type Parts = {
  readonly env: Env;
  readonly log: Log;
  readonly run: InDatabase;
  readonly chain: ChainClient;
  /** For many small questions at once. */
  readonly batching: ChainClient;
  readonly signer: BotSigner | null;
};

/** A tick is given that much longer than its budget before its portfolios come due again. */
const LEASE_RESERVE_SECONDS = 15;
/** Nodes bound a batch by requests (1,000 is usual) and by bytes: a header names every transaction of its block. */
const HEADERS_A_REQUEST = 100;

/** The system's policy for a contract nobody registered one for: hold the band, with the operator's defaults. */
const defaultPolicyOf = ({ env }: Parts, defaults: Settings['policyDefaults']): Result<PolicyJson> => {
  if (!defaults.ok) return defaults;
  const { lookEverySeconds } = PRESETS.index;
  const policy = completePolicy(
    { version: 1, lookEverySeconds },
    firstDefaults(defaults.value, env.policyDefaults),
  );
  return policy.ok ? ok(policyToJson(policy.value)) : policy;
};

/** A dry run stores nothing, so it settles nothing: it says only whether the node is behind what is known. */
const lookAtHead = async ({ run, chain, env }: Parts): Promise<Result<Settled>> => {
  const [head, trail] = await Promise.all([readHead(chain), run((sql) => readTrail(sql, env.networkId))]);
  if (!head.ok) return head;
  if (!trail.ok) return trail;
  const reached = trail.value[0];
  const lagging = reached !== undefined && head.value.number < reached.number;
  return ok({ head: head.value, state: lagging ? 'lagging' : 'settled', reorganised: false });
};

const settleAll = async (
  parts: Parts,
  { policyDefaults }: Settings,
  timeIsUp: () => boolean,
): Promise<Result<Settled>> => {
  const { env, run, chain, batching, signer, log } = parts;
  if (env.factoryAddress === null)
    return fail('not-configured', 'FACTORY_ADDRESS is missing: no portfolio can be found.');
  const chainId = env.networkId;
  const defaultPolicy = defaultPolicyOf(parts, policyDefaults);
  if (!defaultPolicy.ok) return defaultPolicy;
  const terms = {
    chainId,
    signer: signer?.address ?? null,
    defaultPolicy: defaultPolicy.value,
    serving: env.serving,
  };
  const ports = {
    chainId,
    factoryBlock: env.factoryBlock,
    chain: settleChain({ chain, batching, factory: env.factoryAddress }),
    store: settleStore(run, terms),
    monotonicMs: systemClock.monotonicMs,
    reportGaps: (gaps: readonly GapFact[]) => {
      for (const { account, token, blockNumber } of gaps)
        log.warn({ account, token, block: `${blockNumber}` }, 'logs-of-account-missing');
    },
  };
  return settle(ports, timeIsUp);
};

type Started = { readonly id: string; readonly startedAt: string };

const begin = ({ run, env }: Parts, request: TickRequest): Promise<Result<Started>> =>
  run(async (sql) => {
    await applyServing(sql, { chainId: env.networkId, serving: env.serving });
    return startTick(sql, request);
  });

const claimer =
  ({ run, env }: Parts, { budgetMs }: TickRequest, started: Started): TickDeps['claimDue'] =>
  (limit) => {
    const leaseSeconds = Math.ceil(budgetMs / 1_000) + LEASE_RESERVE_SECONDS;
    const claim = { owner: started.id, limit, leaseSeconds, dueBefore: started.startedAt };
    return run((sql) => claimDue(sql, { chainId: env.networkId, ...claim }));
  };

const venuesOf = ({ run, chain }: Parts, sign: SignDigest | null): Venues =>
  venueRegistry({ orderBook: { journal: bookJournal(run), askOrders: askOrdersOf(chain), sign } });

type Looking = Pick<TickDeps, 'observe' | 'decide' | 'tickIntervalSeconds' | 'clock' | 'log'>;

/** What a tick and a dry run have in common. */
const lookingOf = ({ env, run, chain, log }: Parts, settings: Settings, signer: BotIdentity): Looking => ({
  observe: observeWith({
    chainId: env.networkId,
    readFleet: fleetOf(chain),
    readContexts: (portfolioIds, block) =>
      run((sql) => readContexts(sql, { portfolioIds, nowSeconds: block.timeSeconds })),
    halted: async () => ok(settings.halted),
    pricesOf: (asset) => [chainlinkPrice(asset)],
    signer,
  }),
  decide,
  tickIntervalSeconds: settings.tickIntervalSeconds,
  clock: systemClock,
  log,
});

const tickOnce = async (parts: Parts, request: TickRequest): Promise<Result<TickSummary>> => {
  const { env, run, signer } = parts;
  const started = await begin(parts, request);
  if (!started.ok) return started;
  const { id, startedAt } = started.value;
  const settings = await settingsOf(run);
  if (!settings.ok) return settings;
  const deps: TickDeps = {
    ...lookingOf(parts, settings.value, signer?.address ?? null),
    claimDue: claimer(parts, request, started.value),
    settle: (timeIsUp) => settleAll(parts, settings.value, timeIsUp),
    venues: venuesOf(parts, signer?.sign ?? null),
    journal: tickJournal(run, { chainId: env.networkId, tickId: id, dueBefore: startedAt }),
  };
  const ran = await runTick(deps, { tickId: id, ...request });
  return ran.ok ? ok({ ...ran.value, dryRun: false, plans: [] }) : ran;
};

const rehearse = async (parts: Parts, request: TickRequest): Promise<Result<TickSummary>> => {
  const { env, run, signer } = parts;
  const settings = await settingsOf(run);
  if (!settings.ok) return settings;
  const peek = (limit: number) => run((sql) => peekDue(sql, { chainId: env.networkId, limit }));
  const { plans, ...ports } = dryRunOf(peek, venuesOf(parts, null));
  const looking = lookingOf(parts, settings.value, signer?.address ?? 'any');
  const deps = { ...looking, ...ports, settle: () => lookAtHead(parts) };
  const ran = await runTick(deps, { tickId: randomUUID(), ...request });
  return ran.ok ? ok({ ...ran.value, dryRun: true, plans }) : ran;
};

/**
 * Everything a tick needs, wired from the environment. Nothing is connected before the first tick.
 * Fails with `not-configured`, naming what is missing.
 */
export const openBot = (env: Env): Result<Bot> => {
  const { rpcUrl, dbUrl } = env;
  if (rpcUrl === null || dbUrl === null)
    return fail(
      'not-configured',
      `${rpcUrl === null ? 'RPC_URL' : 'DB_URL'} is missing: the bot can't work.`,
    );
  const log = createLog({ level: env.logLevel, secrets: secretsOf(env) });
  const database = openBotDatabase({ url: dbUrl });
  const chain = openChain({ rpcUrl, chainId: env.networkId });
  const batching = openChain({ rpcUrl, chainId: env.networkId, batchSize: HEADERS_A_REQUEST });
  const signer = env.botSignerKey === null ? null : openBotSigner(env.botSignerKey);
  const parts: Parts = { env, log, run: inDatabase(database), chain, batching, signer };
  let rightChain = false;
  const tick = async (request: TickRequest): Promise<Result<TickSummary>> => {
    if (!rightChain) {
      const checked = await checkChainId(chain);
      if (!checked.ok) return checked;
      rightChain = true;
    }
    return request.dryRun ? rehearse(parts, request) : tickOnce(parts, request);
  };
  /** Whoever asks for a tick, route, loop or person, gets an outcome and never an exception. */
  const safeTick = async (request: TickRequest): Promise<Result<TickSummary>> => {
    try {
      return await tick(request);
    } catch (error) {
      log.error({ why: error instanceof Error ? error.message : String(error) }, 'tick-broke');
      return fail('bug', 'The tick broke; the log says how.', { when: 'next-tick' });
    }
  };
  const poll = ({ request, intervalMs, signal, report }: Poll): Promise<void> =>
    pollUntilStopped({
      tick: () => safeTick(request),
      report,
      intervalMs,
      stopping: () => signal.aborted,
      // Aborting ends the wait early, and that is no failure.
      sleep: (ms) => sleep(ms, undefined, { signal }).catch(() => undefined),
    });
  return ok({ tick: safeTick, poll, log, close: database.close });
};
