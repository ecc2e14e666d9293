'use client';

import type { Address } from 'viem';
import { askForGrant, type GivenPermission } from '../../../lib/creation/delegated/ask-permission.ts';
import { type CloneTerms, grantTimes } from '../../../lib/creation/delegated/delegated-calls.ts';
import type { ChosenToken } from '../../../lib/creation/delegated/delegated-draft.ts';
import { exactUnits } from '../../../lib/owner/exact-units.ts';
import type { SignedAct } from '../../../lib/owner/owner-act.ts';
import { readNowSeconds } from '../../../lib/owner/read-now.ts';
import { walletRefusal } from '../../../lib/owner/wallet-refusal.ts';
import { apiRequest, problemSentence } from '../../ui/api-request.ts';
import type { ConnectedWallet } from '../../wallet/use-wallet.ts';

const SALT_BYTES = 32;

export type GrantQuestion = {
  readonly wallet: ConnectedWallet;
  readonly terms: CloneTerms;
  readonly clone: Address;
  readonly token: ChosenToken;
  readonly days: number;
  /** What was signed and not taken yet, by token: the wallet isn't asked twice while the server is away. In memory only. */
  readonly signed: Map<Address, GivenPermission>;
};

const aDayText = ({ listing, aDayUnits }: ChosenToken): string =>
  `${exactUnits(aDayUnits, listing.decimals)} ${listing.symbol}`;

/** The wallet's own sentence where it has one, else what went wrong. */
const reasonOf = (error: unknown): Error => {
  const refusal = walletRefusal(error);
  return refusal.kind === 'failed' && error instanceof Error ? error : new Error(refusal.sentence);
};

/** Signed once, then handed to the server. @throws a sentence: the wallet's, or every term that is wrong */
const register = async (question: GrantQuestion, moreIsMeant: boolean): Promise<SignedAct | null> => {
  const { terms, clone, token, signed } = question;
  const { listing, aDayUnits } = token;
  const given = signed.get(listing.token);
  if (given === undefined) throw new Error('Nothing is signed yet.');
  const answer = await apiRequest('POST', '/api/delegations', {
    ...{ chainId: terms.chain.id, clone, token: listing.token, amountUnits: `${aDayUnits}`, moreIsMeant },
    ...{ signedFor: given.signedFor, context: given.context },
  });
  if (answer.ok) {
    signed.delete(listing.token);
    return null;
  }
  const { problem } = answer;
  if (problem.code === 'delegation-broader')
    return {
      ...{
        id: `more-${listing.token}`,
        title: `Take more of ${listing.symbol}`,
        intent: '',
        confirmBy: null,
        grave: true,
      },
      effects: [
        ...problem.errors.map(({ message }) => message),
        'It is kept as it is only if you press once more.',
      ],
      sign: () => register(question, true),
    };
  if (problem.code === 'delegation-refused') {
    signed.delete(listing.token);
    throw new Error(`${problem.detail} It was kept nowhere.`);
  }
  throw new Error(
    problem.code === 'not-found'
      ? `${problem.detail} The bot finds a new contract within a tick: press again in a moment, nothing is signed twice.`
      : `${problemSentence(problem)} What you signed is kept by this page: press again.`,
  );
};

const signOnce = async (question: GrantQuestion): Promise<void> => {
  const { wallet, terms, clone, token, days, signed } = question;
  if (signed.has(token.listing.token)) return;
  const nowSeconds = await readNowSeconds(wallet.ask);
  const random = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const isOwn = terms.account.toLowerCase() === wallet.account.toLowerCase();
  const grant = {
    ...{ chain: terms.chain, account: terms.account, clone, token: token.listing.token },
    ...{ aDayUnits: token.aDayUnits, ...grantTimes(nowSeconds, days) },
  };
  const why = `At most ${aDayText(token)} a day, moved by your account’s own contract, for ${days} days.`;
  try {
    signed.set(
      token.listing.token,
      await askForGrant(wallet.ask, grant, { key: wallet.account, isOwn, random, why }),
    );
  } catch (error) {
    throw reasonOf(error);
  }
};

/** Lets the contract of an account move so much of a token a day; it is kept once the chain accepts a pull of nothing by it. */
export const grantAct = (question: GrantQuestion): SignedAct => {
  const { clone, token, days } = question;
  const { listing } = token;
  const title = `Grant ${listing.symbol}`;
  return {
    ...{ id: `grant-${listing.token}`, title, intent: title, confirmBy: null, grave: false },
    effects: [
      'You sign, and send nothing: it costs no gas.',
      `${clone} may move at most ${aDayText(token)} a day, and nobody else may by this. At the seam of two days it may go through twice.`,
      `It expires after ${days} days. You can revoke it at any time.`,
    ],
    sign: async () => {
      await signOnce(question);
      return register(question, false);
    },
  };
};
