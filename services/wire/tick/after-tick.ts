import { ok, type Result } from '../../../lib/result.ts';
import { type Kept, keepSeries } from '../../bot/keep-series.ts';
import { pricePaper } from '../../bot/price-paper.ts';
import { type PaperTick, tickPaper } from '../../bot/tick-paper.ts';
import { readHead } from '../../chain/chain-client.ts';
import { systemClock } from '../../clock.ts';
import type { Settings } from '../../store/settings.ts';
import { readDuePapers, savePaperMoves } from '../../store/tick/paper-ticks.ts';
import { writeSummaries } from '../analyst/summaries.ts';
import { tendWarnings } from '../analyst/warnings.ts';
import { keepRates } from '../cash/rates.ts';
import { readPricesOf } from './bot-chain.ts';
import { seriesStore } from './bot-store.ts';
import type { Parts } from './tick-ports.ts';

/** What is left of a tick's budget goes into what follows it, one thing after the other, within these bounds. */
const LEFT_MS = { least: 500, most: 3_000 } as const;

/** Time for the series, in times of what the looks took. Of first looks, 4,600 were taken in while 5,000 were made (decision 176). */
const SERIES_TO_LOOKS = 2;

const untilMs = (forMs: number): (() => boolean) => {
  const endMs = systemClock.monotonicMs() + forMs;
  return () => systemClock.monotonicMs() > endMs;
};

/** Brings the series of a chain's portfolios up to date, as far as there is time. */
export const keepOn = (
  { run, log, served }: Parts,
  settings: Settings,
  forMs: number,
): Promise<Result<Kept>> =>
  keepSeries({ ...seriesStore(run, served.chainId, settings), log }, untilMs(forMs));

/** Moves the paper portfolios of a chain on, at its head of now. */
const followPapers = (
  { run, log, served, prices: sources }: Parts,
  { tickIntervalSeconds }: Settings,
  forMs: number,
): Promise<Result<PaperTick>> => {
  const { chainId } = served;
  const pricing = { read: readPricesOf(new Map([[chainId, served]])), sources };
  return tickPaper(
    {
      due: (limit) => run((sql) => readDuePapers(sql, { chainId, limit })),
      price: (block, tokens) => pricePaper(pricing, { chainId, block }, tokens),
      head: () => readHead(served.chain),
      save: (moves) =>
        moves.length === 0 ? Promise.resolve(ok([])) : run((sql) => savePaperMoves(sql, moves)),
      ...{ tickIntervalSeconds, log },
    },
    untilMs(forMs),
  );
};

const leftOf = (budgetEndMs: number, mostMs: number = LEFT_MS.most): number =>
  Math.min(Math.max(budgetEndMs - systemClock.monotonicMs(), LEFT_MS.least), mostMs);

/**
 * Nobody waits for the series: a tick is no worse for what they miss, and the next one goes on. Every look is taken into them once, which
 * takes longer than looking did, so they may take twice that: in less they would fall behind a large fleet for good.
 */
export const afterTick = async (
  parts: Parts,
  settings: Settings,
  { startMs, budgetEndMs }: { readonly startMs: number; readonly budgetEndMs: number },
): Promise<void> => {
  const { chainId } = parts.served;
  const tookMs = systemClock.monotonicMs() - startMs;
  const mostMs = Math.max(LEFT_MS.most, SERIES_TO_LOOKS * tookMs);
  const kept = await keepOn(parts, settings, leftOf(budgetEndMs, mostMs));
  if (!kept.ok)
    parts.log.warn({ chainId, code: kept.error.code, why: kept.error.message }, 'series-not-kept');
};

/** The same of what vaults of USDC pay. */
export const ratesAfterTick = async (parts: Parts, budgetEndMs: number): Promise<void> => {
  const { chainId } = parts.served;
  const kept = await keepRates(parts, untilMs(leftOf(budgetEndMs)));
  if (!kept.ok) parts.log.warn({ chainId, code: kept.error.code, why: kept.error.message }, 'rates-not-kept');
};

/** The same of the analyst's summaries. */
export const summariesAfterTick = async (parts: Parts, budgetEndMs: number): Promise<void> => {
  const { chainId } = parts.served;
  const kept = await writeSummaries(parts, untilMs(leftOf(budgetEndMs)));
  if (!kept.ok)
    parts.log.warn({ chainId, code: kept.error.code, why: kept.error.message }, 'summaries-not-written');
  else if (kept.value.written > 0) parts.log.info({ chainId, ...kept.value }, 'summaries-written');
};

/** The same of the analyst's warnings. */
export const warningsAfterTick = async (parts: Parts, budgetEndMs: number): Promise<void> => {
  const { chainId } = parts.served;
  const kept = await tendWarnings(parts, untilMs(leftOf(budgetEndMs)));
  if (!kept.ok)
    parts.log.warn({ chainId, code: kept.error.code, why: kept.error.message }, 'warnings-not-kept');
  else if (kept.value.raised + kept.value.judged > 0)
    parts.log.info({ chainId, ...kept.value }, 'warnings-kept');
};

/** The same of those on paper, which come last of all. */
export const papersAfterTick = async (
  parts: Parts,
  settings: Settings,
  budgetEndMs: number,
): Promise<void> => {
  const { chainId } = parts.served;
  const followed = await followPapers(parts, settings, leftOf(budgetEndMs));
  if (!followed.ok)
    parts.log.warn(
      { chainId, code: followed.error.code, why: followed.error.message },
      'papers-not-followed',
    );
  else if (followed.value.stepped > 0) parts.log.info({ chainId, ...followed.value }, 'papers-followed');
};
