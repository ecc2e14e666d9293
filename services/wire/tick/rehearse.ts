import { randomUUID } from 'node:crypto';
import type { Address } from 'viem';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { dryRunOf, type Unplanned } from '../../bot/dry-run.ts';
import { runTick } from '../../bot/tick.ts';
import type { TickSummary } from '../../bot/tick-summary.ts';
import { peekDue } from '../../store/tick/leases.ts';
import { onChain } from '../on-chain.ts';
import { settingsOf } from './bot-store.ts';
import { lookAtHead, lookingWith, type Parts, venuesOf } from './tick-ports.ts';

/** What would be decided for one portfolio, or why nothing can be. */
export type Planned = Pick<TickSummary, 'plans' | 'durationMs'> & {
  readonly unplanned: readonly Unplanned[];
};

type Rehearsal = {
  /** This one alone; null = whoever is looked at next. */
  readonly portfolio: Address | null;
  readonly limit: number;
  readonly budgetMs: number;
};
type Rehearsed = { readonly summary: TickSummary; readonly unplanned: readonly Unplanned[] };

/** A tick of one chain that leases, stores, signs and places nothing. */
export const rehearse = async (
  parts: Parts,
  { portfolio, ...options }: Rehearsal,
): Promise<Result<Rehearsed>> => {
  const { env, run, served, ring } = parts;
  const settings = await settingsOf(run);
  if (!settings.ok) return settings;
  const { chainId } = served;
  const peek = (limit: number) => run((sql) => peekDue(sql, { chainId, limit, portfolio }));
  const { plans, unplanned, ...ports } = dryRunOf(peek, venuesOf(parts, null));
  const looking = lookingWith(parts, settings.value, {
    keys: env.signers.length === 0 ? 'any' : ring.keys,
    venues: ports.venues,
    keepTrials: async () => ok(undefined),
  });
  const deps = { ...looking, ...ports, settle: () => lookAtHead(parts) };
  const ran = await runTick(deps, { tickId: randomUUID(), ...options });
  return ran.ok ? ok({ summary: { ...ran.value, dryRun: true, plans }, unplanned }) : ran;
};

/** What would be decided for one portfolio of whichever chain has it. Fails with `not-found`, or as the first chain that can't be asked does. */
export const planOn = async (
  chains: readonly Parts[],
  portfolio: Address,
  budgetMs: number,
): Promise<Result<Planned>> => {
  const asked = await Promise.all(
    chains.map((parts) => onChain(parts, () => rehearse(parts, { portfolio, budgetMs, limit: 1 }))),
  );
  const told = asked.flatMap((one) => (one.ok ? [one.value] : []));
  const found = told.find(({ summary, unplanned }) => summary.plans.length + unplanned.length > 0);
  if (found !== undefined) return ok({ ...found.summary, unplanned: found.unplanned });
  const failed = asked.find((one) => !one.ok);
  if (failed !== undefined && !failed.ok) return failed;
  return fail('not-found', `No portfolio at ${portfolio} on the chains that are served here.`);
};
