import type { Address } from 'viem';
import type { Ask } from '../owner/ask.ts';
import { readTokenRights } from '../owner/deposit-action.ts';
import { exactUnits } from '../owner/exact-units.ts';
import type { WalletAct } from '../owner/owner-act.ts';
import type { Permit } from '../owner/permit.ts';
import { readNowSeconds } from '../owner/read-now.ts';
import { allowAct, createAct, fundingText, permitStepAct } from './creation-acts.ts';
import { type Creation, type Funding, fundingOf, type Permits, predictAddress } from './creation-calls.ts';

/** One step of a creation, and whether it is done. */
export type CreationStep = {
  readonly id: string;
  readonly title: string;
  readonly isDone: boolean;
  /** What keeps it from being done, in a sentence; null: nothing. */
  readonly fault: string | null;
  readonly act: WalletAct;
};

/** Where a creation stands: the chain says it, so it goes on after a reload, in another tab or days later. */
export type CreationState = {
  readonly portfolio: Address;
  readonly isCreated: boolean;
  readonly steps: readonly CreationStep[];
  /** What the factory may not take yet, permits left aside. */
  readonly missing: readonly Funding[];
  /** Why the owner can't fund it, in a sentence; null: nothing. */
  readonly fault: string | null;
};

export type CreationQuestion = {
  readonly creation: Creation;
  readonly owner: Address;
  readonly permits: Permits;
  /** Tokens for which a signature is asked for instead of a transaction. */
  readonly bySignature: ReadonlySet<Address>;
  readonly onSigned: (token: Address, permit: Permit) => void;
};

type Allowance = {
  readonly funding: Funding;
  readonly step: CreationStep;
  readonly isAllowed: boolean;
};

type Known = { readonly isCreated: boolean; readonly nowSeconds: bigint };

async function allowanceOf(
  ask: Ask,
  { creation, owner, permits, bySignature, onSigned }: CreationQuestion,
  { funding, isCreated, nowSeconds }: Known & { readonly funding: Funding },
): Promise<Allowance> {
  const { token, symbol, decimals, units } = funding;
  const { factory } = creation;
  const rights = await readTokenRights(ask, { token, holder: owner, spender: factory });
  const permit = permits.get(token);
  const isPermitted = permit !== undefined && permit.deadlineSeconds > nowSeconds;
  const isAllowed = isCreated || rights.allowance >= units;
  const signs = bySignature.has(token);
  const fault =
    !isCreated && rights.balance < units
      ? `You hold ${exactUnits(rights.balance, decimals)} ${symbol}: less than you want to put in.`
      : null;
  const step: CreationStep = {
    ...{ id: token, fault, isDone: isAllowed || isPermitted },
    title: `${signs ? 'Sign for' : 'Allow'} ${fundingText(funding)}`,
    act: signs ? permitStepAct(ask, funding, { owner, factory, onSigned }) : allowAct(factory, funding),
  };
  return { funding, step, isAllowed };
}

/** Reads how far a creation is: what the factory may take, and whether the portfolio is there. @throws what the node says */
export async function readCreation(ask: Ask, question: CreationQuestion): Promise<CreationState> {
  const { creation, owner, permits } = question;
  const portfolio = await predictAddress(ask, creation, owner);
  const code = await ask({ method: 'eth_getCode', params: [portfolio, 'latest'] });
  const known = {
    isCreated: typeof code === 'string' && code.length > 2,
    nowSeconds: await readNowSeconds(ask),
  };
  const allowances = await Promise.all(
    fundingOf(creation.draft).map((funding) => allowanceOf(ask, question, { ...known, funding })),
  );
  const create: CreationStep = {
    ...{ id: 'create', title: 'Create and fund', isDone: known.isCreated, fault: null },
    act: createAct(creation, portfolio, permits),
  };
  return {
    portfolio,
    isCreated: known.isCreated,
    steps: [...allowances.map(({ step }) => step), create],
    missing: allowances.flatMap(({ funding, isAllowed }) => (isAllowed ? [] : [funding])),
    fault: allowances.find(({ step }) => step.fault !== null)?.step.fault ?? null,
  };
}
