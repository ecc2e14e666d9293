import type { Address } from 'viem';
import type { Ask } from '../owner/ask.ts';
import { approveAct } from '../owner/deposit-action.ts';
import { exactUnits } from '../owner/exact-units.ts';
import type { BatchAct, OwnerAct, SignedAct } from '../owner/owner-act.ts';
import { type Permit, PermitRefused, readPermitTerms, signPermit } from '../owner/permit.ts';
import { type Creation, createCall, type Funding, fundingOf, type Permits } from './creation-calls.ts';

/** `1,000 USDC` */
export const fundingText = ({ units, decimals, symbol }: Funding): string =>
  `${exactUnits(units, decimals)} ${symbol}`;

/** Makes the contract, and moves what was allowed or permitted into it. */
export const createAct = (creation: Creation, portfolio: Address, permits: Permits): OwnerAct => ({
  id: 'create',
  title: 'Create and fund',
  intent: `Create “${creation.draft.name.trim()}”`,
  call: createCall(creation, permits),
  effects: [
    `The contract is made at ${portfolio}; you own it.`,
    `${creation.signer} may sign orders for it, within the limits of the contract. It can withdraw nothing.`,
    ...fundingOf(creation.draft).map((funding) => `From you to the portfolio: ${fundingText(funding)}.`),
  ],
  confirmBy: null,
  grave: false,
});

/** A transaction that lets the factory take exactly this much. */
export function allowAct(factory: Address, funding: Funding): OwnerAct {
  const { token, symbol, decimals, units } = funding;
  const asset = { token, symbol, decimals, targetBps: 0, held: null };
  return { ...approveAct({ portfolio: factory, asset, units }, factory), title: `Allow ${symbol}` };
}

/** Takes an allowance back that the factory was given and did not use. */
export function takeBackAct(factory: Address, { token, symbol, decimals }: Omit<Funding, 'units'>): OwnerAct {
  const asset = { token, symbol, decimals, targetBps: 0, held: null };
  const { call } = approveAct({ portfolio: factory, asset, units: 0n }, factory);
  return {
    id: 'take-back',
    title: `Take ${symbol} back`,
    intent: `Take the allowance of ${symbol} back`,
    call,
    effects: ['No token moves.', `The factory may take no ${symbol} from you any more.`],
    confirmBy: null,
    grave: false,
  };
}

/** Allowances and creation as one: nothing stays allowed if the creation fails. */
export function createBatch(
  creation: Creation,
  { portfolio, missing }: { readonly portfolio: Address; readonly missing: readonly Funding[] },
): BatchAct {
  const { call, ...words } = createAct(creation, portfolio, new Map());
  const allowed = missing.map((funding) => `The factory may take exactly ${fundingText(funding)} from you.`);
  return {
    ...words,
    id: 'create-batch',
    calls: [...missing.map((funding) => allowAct(creation.factory, funding).call), call],
    effects: [...allowed, ...words.effects],
  };
}

type Signing = {
  readonly owner: Address;
  readonly factory: Address;
  readonly onSigned: (token: Address, permit: Permit) => void;
};

/** The same as {@link allowAct} by a signature: nothing is on chain until the portfolio is made. */
export const permitStepAct = (
  ask: Ask,
  funding: Funding,
  { owner, factory, onSigned }: Signing,
): SignedAct => ({
  id: `permit-${funding.token}`,
  title: `Sign for ${funding.symbol}`,
  intent: `Permit ${fundingText(funding)}`,
  effects: [
    'You sign, and send nothing: it costs no gas.',
    `The factory may take exactly ${fundingText(funding)} from you, for one hour, and only in a call of your own.`,
  ],
  confirmBy: null,
  grave: false,
  sign: async () => {
    const terms = await readPermitTerms(ask, { token: funding.token, owner });
    if (terms === null)
      throw new PermitRefused(`${funding.symbol} takes no signature. Allow it by a transaction.`);
    onSigned(funding.token, await signPermit(ask, terms, { spender: factory, units: funding.units }));
    return null;
  },
});
