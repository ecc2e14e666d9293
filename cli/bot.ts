import { parseArgs } from 'node:util';
import { TICK_BUDGET_MS_MAX, TICK_LIMIT_MAX, tickDtoOf } from '../lib/api/tick-dto.ts';
import { explain } from '../lib/engine/explain.ts';
import type { Result } from '../lib/result.ts';
import { type Bot, openBot, type TickRequest } from '../services/wire/bot.ts';
import { environment } from './environment.ts';

const USAGE = `npm run bot                                  tick until stopped (Ctrl-C finishes the tick under way)
npm run bot -- once [--dry-run] [--json]     one tick

  --interval-seconds N   between two ticks of the loop (default: TICK_INTERVAL_SECONDS)
  --limit N              most portfolios of one tick (default ${TICK_LIMIT_MAX})
  --budget-ms N          time one tick may take (default 20000, at most ${TICK_BUDGET_MS_MAX})
  --dry-run              decide and show the plans; store, sign and place nothing
  --json                 one line of JSON instead of text
`;

type Summary = Extract<Awaited<ReturnType<Bot['tick']>>, { ok: true }>['value'];

class UsageError extends Error {}

const wholeOf = (text: string | undefined, fallback: number, range: { min: number; max: number }): number => {
  if (text === undefined) return fallback;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= range.min && value <= range.max))
    throw new UsageError(`${text} is not a whole number from ${range.min} to ${range.max}`);
  return value;
};

const optionsOf = (args: readonly string[]) => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'interval-seconds': { type: 'string' },
        limit: { type: 'string' },
        'budget-ms': { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const [command, ...rest] = positionals;
    if (rest.length > 0 || (command !== undefined && command !== 'once'))
      throw new UsageError(`unknown command: ${positionals.join(' ')}`);
    if (command === undefined && values['dry-run']) throw new UsageError('--dry-run goes with once');
    return { ...values, once: command === 'once' };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(error instanceof Error ? error.message : '');
  }
};

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const show = (tick: Summary, json: boolean): void => {
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
    bot.log.error({ code: outcome.error.code }, outcome.error.message);
    return;
  }
  const { plans: _, ...tick } = outcome.value;
  bot.log[tick.checked + tick.skipped > 0 ? 'info' : 'debug'](tick, 'tick');
};

const loop = async (bot: Bot, request: TickRequest, intervalMs: number): Promise<void> => {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  bot.log.info({ intervalMs }, 'The bot is running.');
  await bot.poll({ request, intervalMs, signal: stop.signal, report: (outcome) => report(bot, outcome) });
  bot.log.info({}, 'The bot has stopped.');
};

const main = async (): Promise<number> => {
  const options = optionsOf(process.argv.slice(2));
  if (options.help) {
    say(USAGE);
    return 0;
  }
  const env = environment(['RPC_URL', 'DB_URL', 'FACTORY_ADDRESS']);
  const interval = { min: 1, max: 604_800 };
  const intervalSeconds = wholeOf(options['interval-seconds'], env.tickIntervalSeconds, interval);
  const request: TickRequest = {
    source: options.once ? 'cli' : 'loop',
    schedulerExecutionId: null,
    dryRun: options['dry-run'],
    limit: wholeOf(options.limit, TICK_LIMIT_MAX, { min: 1, max: TICK_LIMIT_MAX }),
    budgetMs: wholeOf(options['budget-ms'], 20_000, { min: 1_000, max: TICK_BUDGET_MS_MAX }),
  };
  const opened = openBot(env);
  if (!opened.ok) throw new Error(opened.error.message);
  const bot = opened.value;
  try {
    if (!options.once) {
      await loop(bot, request, intervalSeconds * 1_000);
      return 0;
    }
    const ticked = await bot.tick(request);
    if (ticked.ok) show(ticked.value, options.json);
    else process.stderr.write(`${ticked.error.code}: ${ticked.error.message}\n`);
    return ticked.ok && ticked.value.failed === 0 ? 0 : 1;
  } finally {
    await bot.close();
  }
};

try {
  process.exitCode = await main();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(error instanceof UsageError ? `${message}\n\n${USAGE}` : `${message}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
