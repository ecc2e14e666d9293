import type { Settled } from '../../lib/ledger/chain-facts.ts';
import { TICK_BUDGET_MS_MAX } from '../../lib/ledger/tick-record.ts';
import type { Reconciled } from '../../services/wire/tick/bot.ts';
import { EXIT, type ExitCode } from '../command/command.ts';
import type { Terminal } from '../command/terminal.ts';
import { configured, wholeOf, withBot } from './with-bot.ts';

const STATE_WORDS: Readonly<Record<Settled['state'], string>> = {
  settled: 'the index stands at the head',
  lagging: 'the node is behind what is known, so that nothing was concluded',
  behind: 'time was up before the index reached the head; run it again to go on',
};

const sentenceOf = ({ head, state, reorganised }: Settled): string =>
  `block ${head.number}: ${STATE_WORDS[state]}${reorganised ? '; a branch that the chain has left was undone' : ''}.`;

const say = ({ chainId, outcome }: Reconciled, { out, error }: Terminal): void => {
  if (outcome.ok) out(`Chain ${chainId}, ${sentenceOf(outcome.value)}`);
  else error(`Chain ${chainId}: ${outcome.error.code}: ${outcome.error.message}`);
};

const sayJson = ({ chainId, outcome }: Reconciled, { out }: Terminal): void => {
  if (!outcome.ok) {
    out(JSON.stringify({ chainId, error: outcome.error.code, description: outcome.error.message }));
    return;
  }
  const { head, state, reorganised } = outcome.value;
  const { number, hash } = head;
  out(JSON.stringify({ chainId, state, reorganised, blockNumber: `${number}`, blockHash: hash }));
};

type ReconcileInput = { readonly values: { readonly 'budget-ms': string; readonly json: boolean } };

/** Brings the database in line with every chain, and says how far it got; decides nothing. */
export const runReconcile = async ({ values }: ReconcileInput, terminal: Terminal): Promise<ExitCode> => {
  const range = { fallback: TICK_BUDGET_MS_MAX, min: 1_000, max: 86_400_000 };
  const budgetMs = wholeOf('budget-ms', values['budget-ms'], range);
  return withBot(configured(), async (bot) => {
    const reconciled = await bot.reconcile(budgetMs);
    if (!reconciled.ok) {
      terminal.error(`${reconciled.error.code}: ${reconciled.error.message}`);
      return EXIT.refused;
    }
    for (const one of reconciled.value) (values.json ? sayJson : say)(one, terminal);
    const isDone = reconciled.value.every(({ outcome }) => outcome.ok && outcome.value.state === 'settled');
    return isDone ? EXIT.done : EXIT.refused;
  });
};
