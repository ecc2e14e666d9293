import { z } from 'zod';
import { readEnv } from '../../services/env.ts';
import { openBot } from '../../services/wire/tick/bot.ts';

// A bot in a process of its own, opened as `npm run bot` opens it. Whenever it is told an environment and how many portfolios there are at
// most, it ticks once, and tells what came of it.

const orderSchema = z.object({ env: z.record(z.string(), z.string()), limit: z.number() });

/** The most memory that the process has while it works, looked at ten times a second. */
const watchMemory = (): (() => number) => {
  let most = process.memoryUsage.rss();
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 100);
  return () => {
    clearInterval(timer);
    return most;
  };
};

const tickOnce = async (order: unknown): Promise<void> => {
  const { env, limit } = orderSchema.parse(order);
  const bot = await openBot(readEnv(env, []));
  if (!bot.ok) throw new Error(bot.error.message);
  const watched = watchMemory();
  const ticked = await bot.value.tick({
    ...{ source: 'cli', schedulerExecutionId: null, dryRun: false },
    ...{ limit, budgetMs: 600_000 },
  });
  const memoryBytesMax = watched();
  await bot.value.close();
  if (!ticked.ok) throw new Error(ticked.error.message);
  const { checked, durationMs } = ticked.value;
  process.send?.({ checked, seconds: durationMs / 1_000, memoryBytesMax });
};

process.on('message', (order) => void tickOnce(order));
