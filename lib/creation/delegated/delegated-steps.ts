import type { Address } from 'viem';
import type { Ask } from '../../owner/ask.ts';
import { exactUnits } from '../../owner/exact-units.ts';
import type { OwnerAct, WalletAct } from '../../owner/owner-act.ts';
import { type CloneTerms, createCloneCall, fundCall, signCreation } from './delegated-calls.ts';
import type { ChosenToken } from './delegated-draft.ts';
import { deployHybridCall } from './hybrid-account.ts';
import type { AccountSeen } from './read-account.ts';

/** One step until an account delegates. */
export type DelegatedStep = {
  readonly id: string;
  readonly title: string;
  readonly isDone: boolean;
  /** What keeps it from being done, in a sentence; null: nothing. */
  readonly fault: string | null;
  readonly act: WalletAct;
};

export type StepQuestion = {
  readonly ask: Ask;
  readonly terms: CloneTerms;
  readonly owner: Address;
  /** Of the smart account; null: the wallet’s own account. */
  readonly salt: `0x${string}` | null;
  readonly seen: AccountSeen;
};

const plain = (id: string, title: string, rest: Pick<OwnerAct, 'effects' | 'call'>): OwnerAct => ({
  ...{ id, title, intent: title, confirmBy: null, grave: false },
  ...rest,
});

const CANT_UPGRADE =
  'Your wallet can’t upgrade the account: it doesn’t carry out several calls as one (EIP-5792). Start over with a smart account, or connect a wallet that can.';
const madeEffects = ({ signer, account }: CloneTerms, place: Address): readonly string[] => [
  `A contract is made at ${place}, which serves ${account} alone. It holds nothing.`,
  `${signer} may sign proposals for it, within the limits that its address stands for. No token moves.`,
];

const upgradeStep = ({ terms, seen }: StepQuestion): DelegatedStep => {
  const title = 'Upgrade the account and create its contract';
  return {
    ...{ id: 'upgrade', title, isDone: seen.hasCode },
    fault: seen.hasCode || seen.canUpgrade ? null : CANT_UPGRADE,
    act: {
      ...{ id: 'upgrade', title, intent: title, confirmBy: null, grave: false },
      effects: [
        'Your wallet gives your account the code of a smart account (EIP-7702). Its address and its tokens stay.',
        ...madeEffects(terms, seen.clone.next),
      ],
      calls: [createCloneCall(terms, seen.clone.count)],
    },
  };
};

const deployStep = ({ terms, owner, salt, seen }: StepQuestion): DelegatedStep => {
  const title = 'Deploy the smart account';
  return {
    ...{ id: 'deploy', title, isDone: seen.hasCode, fault: null },
    act: plain('deploy', title, {
      effects: [`A smart account is made at ${terms.account}; your wallet alone owns it. No token moves.`],
      call: deployHybridCall({ accounts: terms.chain.accounts, owner, salt: salt ?? '0x' }),
    }),
  };
};

const replaces = ({ clone }: AccountSeen): readonly string[] =>
  BigInt(clone.current) === 0n
    ? []
    : [
        `The account’s contract so far, ${clone.current}, is retired for ever; what was granted to it moves nothing.`,
      ];

/** The account makes its contract: by a transaction of its own, or by a signature of who owns it. */
const createStep = (question: StepQuestion): DelegatedStep => {
  const { ask, terms, owner, salt, seen } = question;
  const title = 'Create its contract';
  const effects = [...madeEffects(terms, seen.clone.next), ...replaces(seen)];
  const index = seen.clone.count;
  const base = { id: 'create', title, isDone: seen.clone.isMade, fault: null };
  if (salt === null)
    return { ...base, act: plain('create', title, { effects, call: createCloneCall(terms, index) }) };
  const sign = async (): Promise<OwnerAct> => {
    const call = await signCreation(ask, terms, { owner, index, nowSeconds: seen.nowSeconds });
    return plain('create-signed', title, { effects, call });
  };
  const signed = [
    'You sign for your smart account, and send nothing yet.',
    'The signature holds for half an hour.',
  ];
  return {
    ...base,
    act: {
      ...{ id: 'create', title: 'Sign for its contract', intent: title, confirmBy: null, grave: false },
      effects: signed,
      sign,
    },
  };
};

const fundStep = ({ terms, seen }: StepQuestion, token: ChosenToken, index: number): DelegatedStep | null => {
  const { listing, amountUnits } = token;
  if (amountUnits === null) return null;
  const text = `${exactUnits(amountUnits, listing.decimals)} ${listing.symbol}`;
  const title = `Put ${text} in`;
  return {
    ...{
      id: `fund-${listing.token}`,
      title,
      isDone: (seen.balances[index] ?? 0n) >= amountUnits,
      fault: null,
    },
    act: plain(`fund-${listing.token}`, title, {
      effects: [`From you to your smart account: ${text}.`],
      call: fundCall(listing.token, terms.account, amountUnits),
    }),
  };
};

/** What is sent until an account has its contract, in order; what is granted comes after. */
export const delegatedSteps = (question: StepQuestion): readonly DelegatedStep[] => {
  const { salt, terms } = question;
  const first = salt === null ? upgradeStep(question) : deployStep(question);
  const funds = salt === null ? [] : terms.tokens.map((token, index) => fundStep(question, token, index));
  return [first, createStep(question), ...funds.filter((step) => step !== null)];
};
