import type { KeptOn } from '../../services/wire/tick/bot.ts';
import { EXIT, type ExitCode } from '../command/command.ts';
import type { Terminal } from '../command/terminal.ts';
import { configured, wholeOf, withBot } from './with-bot.ts';

const BUDGET_MS = { fallback: 55_000, min: 1_000, max: 86_400_000 } as const;

const say = ({ chainId, outcome }: KeptOn, { out, error }: Terminal): void => {
  if (!outcome.ok) {
    error(`Chain ${chainId}: ${outcome.error.code}: ${outcome.error.message}`);
    return;
  }
  const { looks, isDone } = outcome.value;
  const end = isDone ? 'nothing is left to do' : 'time was up; run it again to go on';
  out(`Chain ${chainId}: ${looks} old looks that found nothing to do were summed up; ${end}.`);
};

const sayJson = ({ chainId, outcome }: KeptOn, { out }: Terminal): void =>
  out(
    JSON.stringify(
      outcome.ok
        ? { chainId, ...outcome.value }
        : { chainId, error: outcome.error.code, description: outcome.error.message },
    ),
  );

type KeepInput = { readonly values: { readonly 'budget-ms': string; readonly json: boolean } };

/** Keeps every chain's series and sums up what is old, and says how much that was. */
export const runKeep = async ({ values }: KeepInput, terminal: Terminal): Promise<ExitCode> => {
  const budgetMs = wholeOf('budget-ms', values['budget-ms'], BUDGET_MS);
  return withBot(configured(), async (bot) => {
    const kept = await bot.keep(budgetMs);
    if (!kept.ok) {
      terminal.error(`${kept.error.code}: ${kept.error.message}`);
      return EXIT.refused;
    }
    for (const one of kept.value) (values.json ? sayJson : say)(one, terminal);
    return kept.value.every(({ outcome }) => outcome.ok && outcome.value.isDone) ? EXIT.done : EXIT.refused;
  });
};
