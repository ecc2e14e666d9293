import { type Address, decodeFunctionResult, encodeFunctionData, isHex } from 'viem';
import { balancerAbi } from '../abi/balancer-abi.ts';
import { erc20Abi } from '../abi/erc20-abi.ts';
import type { Ask } from './ask.ts';
import { depositEntry } from './deposit-entry.ts';
import { exactUnits } from './exact-units.ts';
import type { BatchAct, OwnerAct, SignedAct } from './owner-act.ts';
import { type Permit, type PermitTerms, signPermit } from './permit.ts';
import type { AssetFact } from './read-portfolio.ts';

/** What somebody has of a token, and how much of it another may take. */
export type TokenRights = { readonly balance: bigint; readonly allowance: bigint };

/** Reads balance and allowance at the newest block. @throws what the token or the node says */
export async function readTokenRights(
  ask: Ask,
  {
    token,
    holder,
    spender,
  }: { readonly token: Address; readonly holder: Address; readonly spender: Address },
): Promise<TokenRights> {
  const read = async (data: `0x${string}`) => {
    const answer = await ask({ method: 'eth_call', params: [{ to: token, data }, 'latest'] });
    if (!isHex(answer)) throw new TypeError('The node answered a call with something that is no data.');
    return answer;
  };
  const balance = { abi: erc20Abi, functionName: 'balanceOf', args: [holder] } as const;
  const allowance = { abi: erc20Abi, functionName: 'allowance', args: [holder, spender] } as const;
  return {
    balance: decodeFunctionResult({ ...balance, data: await read(encodeFunctionData(balance)) }),
    allowance: decodeFunctionResult({ ...allowance, data: await read(encodeFunctionData(allowance)) }),
  };
}

type Deposit = { readonly portfolio: Address; readonly asset: AssetFact; readonly units: bigint };

const amountOf = ({ asset, units }: Deposit): string =>
  `${exactUnits(units, asset.decimals)} ${asset.symbol ?? asset.token}`;

/** Lets `spender` take exactly this much: never more, never for good. */
export const approveAct = (deposit: Deposit, spender: Address): OwnerAct => ({
  id: 'approve',
  title: 'Step 1 of 2: allow it to be taken',
  intent: `Allow ${amountOf(deposit)} to be taken`,
  call: {
    to: deposit.asset.token,
    data: encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [spender, deposit.units] }),
    valueWei: 0n,
  },
  effects: ['No token moves yet.', `${spender} may take exactly ${amountOf(deposit)} from you.`],
  confirmBy: null,
  grave: false,
});

/** Moves into the portfolio what was allowed, or what `permit` allows. */
export const depositAct = (deposit: Deposit, permit: Permit | null = null): OwnerAct => {
  const { portfolio, asset, units } = deposit;
  const entry = depositEntry(asset.token, units, permit);
  return {
    id: 'deposit',
    title: 'Deposit',
    intent: `Deposit ${amountOf(deposit)}`,
    call: {
      to: portfolio,
      data: encodeFunctionData({ abi: balancerAbi, functionName: 'deposit', args: [[entry]] }),
      valueWei: 0n,
    },
    effects: [`From you to the portfolio: ${amountOf(deposit)}.`],
    confirmBy: null,
    grave: false,
  };
};

/** Allowance and deposit as one: nothing stays allowed if the deposit fails. */
export const depositBatch = (deposit: Deposit): BatchAct => {
  const { call: approve } = approveAct(deposit, deposit.portfolio);
  const { call, ...words } = depositAct(deposit);
  return {
    ...words,
    calls: [approve, call],
    effects: [`The portfolio may take exactly ${amountOf(deposit)} from you.`, ...words.effects],
  };
};

/** The allowance as a signature, and the deposit that uses it: nothing stays allowed if it is never sent. */
export const permitAct = (ask: Ask, terms: PermitTerms, deposit: Deposit): SignedAct => ({
  id: 'permit',
  title: 'Step 1 of 2: sign the permit',
  intent: `Permit ${amountOf(deposit)}`,
  effects: [
    'You sign, and send nothing: it costs no gas.',
    `The portfolio may take exactly ${amountOf(deposit)} from you, for one hour.`,
  ],
  confirmBy: null,
  grave: false,
  sign: async () => {
    const grant = { spender: deposit.portfolio, units: deposit.units };
    return depositAct(deposit, await signPermit(ask, terms, grant));
  },
});
