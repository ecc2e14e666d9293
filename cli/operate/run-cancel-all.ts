import { ok } from '../../lib/result.ts';
import type { Cancelled } from '../../services/wire/operation/operate.ts';
import { addressValue } from '../command/address-value.ts';
import { EXIT, type ExitCode, type Run } from '../command/command.ts';
import type { Terminal } from '../command/terminal.ts';
import type { CANCEL_OPTIONS } from './options.ts';
import { showOrders } from './run-orders.ts';
import { withOperation } from './with-operation.ts';

type How = { readonly commit: boolean; readonly json: boolean };

const OWNER =
  'Only an owner can do more: cancel an order at the protocol, pause the contract for good, take another signer, or withdraw.';

const chainLine = ({ chainId, outcome }: Cancelled['chains'][number], commit: boolean): string => {
  if (!outcome.ok) return `Chain ${chainId}: ${outcome.error.code}: ${outcome.error.message}`;
  const { left, waiting, sent } = outcome.value;
  const open = `${left.length} portfolios ${commit ? 'are left without a revocation (their gas can’t be estimated, or it is over the budget of the setting revocation): run it again' : 'would have their open orders voided (bumpGeneration)'}`;
  const underWay = `${sent} revocations are sent and ${waiting} wait for a tick`;
  return commit && left.length === 0
    ? `Chain ${chainId}: ${underWay}.`
    : `Chain ${chainId}: ${open}; ${underWay}.`;
};

const say = ({ shown, open, chains }: Cancelled, { commit }: How, out: Terminal['out']): void => {
  showOrders(open, { json: false, out });
  out('');
  out(commit ? `${shown} orders are shown no more.` : `${shown} orders would be shown no more.`);
  for (const chain of chains) out(chainLine(chain, commit));
  out('An order at 1inch stays in its book until the chain voids it. What is filled before stays filled.');
  out(OWNER);
  if (!commit) out('Nothing has been changed: --yes does it.');
};

const jsonOf = ({ shown, open, chains }: Cancelled, { commit }: How): string =>
  JSON.stringify({
    ...{ done: commit, shown, open: open.map(({ orderHash }) => orderHash) },
    chains: chains.map(({ chainId, outcome }) =>
      outcome.ok
        ? { chainId, ...outcome.value }
        : { chainId, error: outcome.error.code, description: outcome.error.message },
    ),
  });

/** Voids open orders, or shows what that would be. */
export const runCancelAll: Run<typeof CANCEL_OPTIONS> = async ({ values }, terminal): Promise<ExitCode> => {
  const portfolio = values.portfolio === undefined ? null : addressValue('--portfolio', values.portfolio);
  const how: How = { commit: values.yes, json: values.json };
  return withOperation(
    terminal,
    async (operation) => {
      const cancelled = await operation.cancel(portfolio, how);
      if (!cancelled.ok) return cancelled;
      if (how.json) terminal.out(jsonOf(cancelled.value, how));
      else say(cancelled.value, how, terminal.out);
      const { chains } = cancelled.value;
      const isWhole = chains.every(
        ({ outcome }) => outcome.ok && (!how.commit || outcome.value.left.length === 0),
      );
      return ok(isWhole ? EXIT.done : EXIT.refused);
    },
    ['DB_URL', 'RPC_URL'],
  );
};
