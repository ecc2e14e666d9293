import { encodeDecision } from '../../lib/engine/codec.ts';
import { explain } from '../../lib/engine/explain.ts';
import { TICK_BUDGET_MS_MAX } from '../../lib/ledger/tick-record.ts';
import type { Planned } from '../../services/wire/tick/rehearse.ts';
import { addressValue } from '../command/address-value.ts';
import { EXIT, type ExitCode } from '../command/command.ts';
import { type Terminal, textTable } from '../command/terminal.ts';
import { configured, withBot } from './with-bot.ts';

type Plan = Planned['plans'][number];

const HEAD = ['asset', 'value', 'weight', 'target', 'drift', 'action', 'reason'];

const say = ({ portfolio, name, blockNumber, decision }: Plan, out: Terminal['out']): void => {
  const { sentence, rows } = explain(decision);
  out(`${name === '' ? portfolio : `${name} (${portfolio})`} at block ${blockNumber}: ${sentence}`);
  out(
    textTable([
      HEAD,
      ...rows.map((row) => [
        row.symbol,
        row.value,
        row.weight,
        row.target,
        row.drift,
        row.action,
        row.reason,
      ]),
    ]),
  );
};

const sayJson = ({ portfolio, name, blockNumber, decision }: Plan, out: Terminal['out']): void =>
  out(JSON.stringify({ portfolio, name, blockNumber: `${blockNumber}`, decision: encodeDecision(decision) }));

type PlanInput = { readonly values: { readonly portfolio: string | undefined; readonly json: boolean } };

/** What would be decided for one portfolio now, and every number behind it; changes nothing. */
export const runPlan = async ({ values }: PlanInput, { out, error }: Terminal): Promise<ExitCode> => {
  const portfolio = addressValue('--portfolio', values.portfolio);
  return withBot(configured(), async (bot) => {
    const planned = await bot.plan(portfolio, TICK_BUDGET_MS_MAX);
    if (!planned.ok) {
      error(`${planned.error.code}: ${planned.error.message}`);
      return EXIT.refused;
    }
    const { plans, unplanned } = planned.value;
    for (const plan of plans) (values.json ? sayJson : say)(plan, out);
    for (const { failure } of unplanned) error(`${failure.code}: ${failure.message}`);
    return unplanned.length === 0 ? EXIT.done : EXIT.refused;
  });
};
