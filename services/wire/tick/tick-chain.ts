import type { PriceSource } from '../../../lib/ledger/price-source.ts';
import type { TickSource } from '../../../lib/ledger/tick-record.ts';
import { ok, type Result } from '../../../lib/result.ts';
import { wrongClock } from '../../../lib/time/clock-skew.ts';
import { runTick } from '../../bot/tick.ts';
import type { TickDeps, TickTrace } from '../../bot/tick-deps.ts';
import type { TickSummary } from '../../bot/tick-summary.ts';
import { systemClock } from '../../clock.ts';
import { applyServing } from '../../store/serving.ts';
import { claimDue } from '../../store/tick/leases.ts';
import { type StartedTick, startTick } from '../../store/tick/ticks.ts';
import type { Alerts } from '../alerts/alerts.ts';
import { settleWithDelegations } from '../delegations/delegated-turn.ts';
import { onChain } from '../on-chain.ts';
import { namingMigrations } from '../operation/carried-here.ts';
import {
  afterTick,
  papersAfterTick,
  ratesAfterTick,
  summariesAfterTick,
  warningsAfterTick,
} from './after-tick.ts';
import { settingsOf, tickJournal } from './bot-store.ts';
import { advanceCalls, wishAllowances } from './calls.ts';
import { rehearse } from './rehearse.ts';
import { lookingWith, type Parts, settleAll, trialKeeper, venuesOf } from './tick-ports.ts';

/** What is asked of a tick. */
export type TickRequest = {
  readonly source: TickSource;
  readonly schedulerExecutionId: string | null;
  readonly dryRun: boolean;
  /** Of each chain. */
  readonly limit: number;
  readonly budgetMs: number;
};

/** A tick is given that much longer than its budget before its portfolios come due again. */
const LEASE_RESERVE_SECONDS = 15;

const begin = ({ run, env, served }: Parts, request: TickRequest): Promise<Result<StartedTick>> =>
  run(async (sql) => {
    await applyServing(sql, { chainId: served.chainId, serving: env.serving });
    return startTick(sql, { ...request, chainId: served.chainId });
  });

/** Blocks and the database tell the time of all that is decided; whoever logs in or checks messages by this machine's is refused. */
const tellOfClock = ({ log }: Parts, { startedAt }: StartedTick): void => {
  const why = wrongClock({
    databaseSeconds: Date.parse(startedAt) / 1_000,
    machineSeconds: systemClock.nowSeconds(),
  });
  if (why !== null) log.warn({ why }, 'clock-apart');
};

const claimer =
  ({ run, served }: Parts, { budgetMs }: TickRequest, started: StartedTick): TickDeps['claimDue'] =>
  (limit) => {
    const leaseSeconds = Math.ceil(budgetMs / 1_000) + LEASE_RESERVE_SECONDS;
    const claim = { owner: started.id, limit, leaseSeconds, dueBefore: started.startedAt };
    return run((sql) => claimDue(sql, { chainId: served.chainId, ...claim }));
  };

/** How one chain's tick is gone about. */
export type Ticking = {
  readonly request: TickRequest;
  readonly stopping: () => boolean;
  /** Null where nobody is to be told. */
  readonly alerts: Alerts | null;
  readonly trace: TickTrace;
};

const tickOnce = async (
  parts: Parts,
  { request, stopping, alerts, trace }: Ticking,
): Promise<Result<TickSummary>> => {
  const { run, served, ring } = parts;
  const started = await begin(parts, request);
  if (!started.ok) return started;
  tellOfClock(parts, started.value);
  const { id, startedAt, papersDue } = started.value;
  const settings = await settingsOf(run);
  if (!settings.ok) return settings;
  const venues = venuesOf(parts, ring.signAs);
  const followed = {
    ...parts,
    prices: parts.prices.map(
      (source): PriceSource =>
        (assets, block) =>
          trace('prices', () => source(assets, block)),
    ),
  };
  const deps: TickDeps = {
    ...lookingWith(followed, settings.value, { keys: ring.keys, venues, keepTrials: trialKeeper(parts) }),
    trace,
    claimDue: claimer(parts, request, started.value),
    settle: (timeIsUp) =>
      settleWithDelegations(parts, (isUp) => settleAll(parts, settings.value, isUp), timeIsUp),
    journal: tickJournal(run, { chainId: served.chainId, tickId: id, dueBefore: startedAt }),
  };
  const startMs = systemClock.monotonicMs();
  const ran = await runTick(deps, { tickId: id, stopping, ...request });
  const sized = parts.oneinch === null ? ok(null) : await wishAllowances(parts);
  if (!sized.ok) parts.log.warn({ chainId: served.chainId, code: sized.error.code }, 'allowances-not-sized');
  const advanced = await trace('calls', () => advanceCalls(parts, settings.value));
  if (!advanced.ok)
    parts.log.warn({ chainId: served.chainId, code: advanced.error.code }, 'calls-not-advanced');
  const budgetEndMs = startMs + request.budgetMs;
  await trace('series', () => afterTick(parts, settings.value, { startMs, budgetEndMs }));
  const failureCode = ran.ok ? null : ran.error.code;
  await trace('alerts', async () => alerts?.evaluate({ chainId: served.chainId, tickId: id, failureCode }));
  await trace('rates', () => ratesAfterTick(parts, budgetEndMs));
  await trace('warnings', () => warningsAfterTick(parts, budgetEndMs));
  await trace('summaries', () => summariesAfterTick(parts, budgetEndMs));
  if (papersDue) await papersAfterTick(parts, settings.value, budgetEndMs);
  return ran.ok ? ok({ ...ran.value, dryRun: false, plans: [] }) : ran;
};

/** A tick's figures, as its trace has them. */
export const countsIn = ({ tickId, checked, held, acted, failed, skipped }: TickSummary) => ({
  ...{ 'tick.id': tickId, checked, held, acted, failed, skipped },
});

/** One tick of one chain; a dry one leases, stores, signs and places nothing. */
export const tickChain = (parts: Parts, ticking: Ticking) =>
  onChain(parts, async (): Promise<Result<TickSummary>> => {
    const { request } = ticking;
    if (!request.dryRun) return namingMigrations(parts.run, await tickOnce(parts, ticking));
    const rehearsed = await rehearse(parts, { ...request, portfolio: null });
    return rehearsed.ok ? ok(rehearsed.value.summary) : rehearsed;
  });
