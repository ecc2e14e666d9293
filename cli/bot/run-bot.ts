import { tickDtoOf } from '../../lib/api/tick-dto.ts';
import { explain } from '../../lib/engine/explain.ts';
import { TICK_BUDGET_MS_MAX, TICK_LIMIT_MAX } from '../../lib/ledger/tick-record.ts';
import type { Result } from '../../lib/result.ts';
import type { Bot } from '../../services/wire/tick/bot.ts';
import type { TickRequest } from '../../services/wire/tick/tick-chain.ts';
import { EXIT, type ExitCode } from '../command/command.ts';
import type { Terminal } from '../command/terminal.ts';
import { configured, wholeOf, withBot } from './with-bot.ts';

type Summary = Extract<Awaited<ReturnType<Bot['tick']>>, { ok: true }>['value'];

type TickValues = { readonly limit: string | undefined; readonly 'budget-ms': string };
type LoopValues = TickValues & { readonly 'interval-seconds': string | undefined };
type OnceValues = TickValues & { readonly 'dry-run': boolean; readonly json: boolean };

const requestOf = (values: TickValues, rest: Pick<TickRequest, 'source' | 'dryRun'>): TickRequest => ({
  ...rest,
  schedulerExecutionId: null,
  limit: wholeOf('limit', values.limit, { fallback: TICK_LIMIT_MAX, min: 1, max: TICK_LIMIT_MAX }),
  budgetMs: wholeOf('budget-ms', values['budget-ms'], { fallback: 0, min: 1_000, max: TICK_BUDGET_MS_MAX }),
});

const show = (tick: Summary, json: boolean, say: Terminal['out']): void => {
  const dto = tickDtoOf(tick);
  if (json) {
    say(JSON.stringify(dto));
    return;
  }
  for (const { portfolio, name, decision } of tick.plans)
    say(`${name === '' ? portfolio : `${name} (${portfolio})`}: ${explain(decision).sentence}`);
  const { checked, held, acted, failed, skipped, remaining, durationMs } = dto;
  say(
    `${tick.dryRun ? 'Dry run: ' : ''}${checked} checked: ${held} held, ${acted} acted, ${failed} failed; ` +
      `${skipped} skipped, ${remaining} still due; ${durationMs} ms.`,
  );
};

const report = (bot: Bot, outcome: Result<Summary>): void => {
  if (!outcome.ok) {
    bot.log.error({ code: outcome.error.code, why: outcome.error.message }, 'tick-failed');
    return;
  }
  const { plans: _, ...tick } = outcome.value;
  bot.log[tick.checked + tick.skipped > 0 ? 'info' : 'debug'](tick, 'tick');
};

/** Aborts at the first Ctrl-C or SIGTERM: what is in hand is finished, and the rest given back. A second one ends the process. */
const stopSignal = (): AbortSignal => {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  return stop.signal;
};

const loop = async (bot: Bot, request: TickRequest, intervalMs: number): Promise<void> => {
  const signal = stopSignal();
  bot.log.info({ intervalMs }, 'bot-started');
  await bot.poll({ request, intervalMs, signal, report: (outcome) => report(bot, outcome) });
  bot.log.info({}, 'bot-stopped');
};

/** Ticks until a signal stops it. */
export const runLoop = async ({ values }: { readonly values: LoopValues }): Promise<ExitCode> => {
  const env = configured();
  const intervalSeconds = wholeOf('interval-seconds', values['interval-seconds'], {
    ...{ fallback: env.tickIntervalSeconds, min: 1, max: 604_800 },
  });
  const request = requestOf(values, { source: 'loop', dryRun: false });
  await withBot(env, (bot) => loop(bot, request, intervalSeconds * 1_000));
  return EXIT.done;
};

/** One tick, shown. */
export const runOnce = (
  { values }: { readonly values: OnceValues },
  { out, error }: Terminal,
): Promise<ExitCode> => {
  const request = requestOf(values, { source: 'cli', dryRun: values['dry-run'] });
  return withBot(configured(), async (bot) => {
    const ticked = await bot.tick(request, stopSignal());
    if (ticked.ok) show(ticked.value, values.json, out);
    else error(`${ticked.error.code}: ${ticked.error.message}`);
    return ticked.ok && ticked.value.failed === 0 ? EXIT.done : EXIT.refused;
  });
};
