import type { Address } from 'viem';
import { ok } from '../../lib/result.ts';
import { addressValue } from '../command/address-value.ts';
import { EXIT, type ExitCode, type Run } from '../command/command.ts';
import type { Terminal } from '../command/terminal.ts';
import type { PAUSE_OPTIONS } from './options.ts';
import { withOperation } from './with-operation.ts';

type Options = typeof PAUSE_OPTIONS;

const portfolioOf = (text: string | undefined): Address | null =>
  text === undefined ? null : addressValue('--portfolio', text);

const LIVE = 'Who has seen an order can fill it until it expires or the chain voids it: 1balancer cancel-all';

const setHalted = (halted: boolean, terminal: Terminal): Promise<ExitCode> =>
  withOperation(terminal, async (operation) => {
    const set = await operation.halt(halted);
    if (!set.ok) return set;
    const state = halted ? 'stopped' : 'going on';
    terminal.out(set.value ? `All trading is ${state} now.` : `All trading was ${state} already.`);
    if (halted) terminal.out(`${LIVE}.`);
    return ok(EXIT.done);
  });

/** Stops all trading, or sets one portfolio aside. */
export const runPause: Run<Options> = ({ values }, terminal) => {
  const portfolio = portfolioOf(values.portfolio);
  if (portfolio === null) return setHalted(true, terminal);
  return withOperation(terminal, async (operation) => {
    const paused = await operation.pause(portfolio);
    if (!paused.ok) return paused;
    const { isNew, hiddenOrders } = paused.value;
    terminal.out(
      `${portfolio} ${isNew ? 'is paused now' : 'was paused already'}; ${hiddenOrders} orders are shown no more.`,
    );
    terminal.out(`${LIVE} --portfolio ${portfolio}.`);
    return ok(EXIT.done);
  });
};

/** Lets all trading go on, or has one portfolio looked at again. */
export const runResume: Run<Options> = ({ values }, terminal) => {
  const portfolio = portfolioOf(values.portfolio);
  if (portfolio === null) return setHalted(false, terminal);
  return withOperation(terminal, async (operation) => {
    const resumed = await operation.resume(portfolio);
    if (!resumed.ok) return resumed;
    terminal.out(
      resumed.value === null
        ? `${portfolio} was not set aside.`
        : `${portfolio} is looked at again with the next tick; it was set aside: ${resumed.value}.`,
    );
    return ok(EXIT.done);
  });
};
