import { type Address, getAddress } from 'viem';
import type { Ask } from '../owner/ask.ts';
import { approveAct, readTokenRights } from '../owner/deposit-action.ts';
import { exactUnits } from '../owner/exact-units.ts';
import type { OwnerAct } from '../owner/owner-act.ts';
import { type Creation, createCall, fundingOf, predictAddress } from './creation-calls.ts';

/** One transaction of a creation, and whether the chain says that it is done. */
export type CreationStep = {
  readonly id: string;
  readonly title: string;
  readonly isDone: boolean;
  /** What keeps it from being done, in a sentence; null: nothing. */
  readonly fault: string | null;
  readonly act: OwnerAct;
};

/** Where a creation stands on chain: everything is read, so it goes on after a reload, in another tab or days later. */
export type CreationState = {
  readonly portfolio: Address;
  readonly isCreated: boolean;
  readonly steps: readonly CreationStep[];
};

const createAct = (creation: Creation, portfolio: Address): OwnerAct => ({
  id: 'create',
  title: 'Create and fund',
  intent: `Create “${creation.draft.name.trim()}”`,
  call: createCall(creation),
  effects: [
    `The contract is made at ${portfolio}; you own it.`,
    `${creation.signer} may sign orders for it, within the limits of the contract. It can withdraw nothing.`,
    ...fundingOf(creation.draft).map(
      ({ units, decimals, symbol }) => `From you to the portfolio: ${exactUnits(units, decimals)} ${symbol}.`,
    ),
  ],
  confirmBy: null,
  grave: false,
});

/** Reads how far a creation is: what the factory may take, and whether the portfolio is there. @throws what the node says */
export async function readCreation(ask: Ask, creation: Creation, owner: Address): Promise<CreationState> {
  const portfolio = await predictAddress(ask, creation, owner);
  const code = await ask({ method: 'eth_getCode', params: [portfolio, 'latest'] });
  const isCreated = typeof code === 'string' && code.length > 2;
  const approvals = await Promise.all(
    fundingOf(creation.draft).map(async ({ token, symbol, decimals, units }): Promise<CreationStep> => {
      const spender = creation.factory;
      const rights = await readTokenRights(ask, { token, holder: owner, spender });
      const asset = { token, symbol, decimals, targetBps: 0, held: null };
      const act = approveAct({ portfolio, asset, units }, getAddress(spender));
      const short = !isCreated && rights.balance < units;
      return {
        id: token,
        title: `Allow ${exactUnits(units, decimals)} ${symbol}`,
        isDone: isCreated || rights.allowance >= units,
        fault: short
          ? `You hold ${exactUnits(rights.balance, decimals)} ${symbol}: less than you want to put in.`
          : null,
        act: { ...act, title: `Allow ${symbol}` },
      };
    }),
  );
  const create: CreationStep = {
    id: 'create',
    title: 'Create and fund',
    isDone: isCreated,
    fault: null,
    act: createAct(creation, portfolio),
  };
  return { portfolio, isCreated, steps: [...approvals, create] };
}
