import type { AsksWhy, SellFacts } from './share-steps.ts';
import type { SwapEnd } from './swap.ts';
import { EXIT_STATES, type ExitFacts, withdrawalState } from './withdrawal.ts';

/** How far a withdrawal is: what becomes of its one swap, and before that, of a share, what becomes of its sells. */
export const WITHDRAWAL_STATES = [...EXIT_STATES, 'selling', 'choose', 'kept'] as const;
export type WithdrawalState = (typeof WITHDRAWAL_STATES)[number];

/** What is known of a withdrawal of a share before its one swap is there. */
export type ShareStanding = {
  /** What leaves, as people call it. */
  readonly symbol: string;
  readonly sells: readonly (SellFacts & { readonly symbol: string })[];
  /** Null = its owner was not asked. */
  readonly asksWhy: AsksWhy | null;
  readonly choice: 'leave' | 'keep' | null;
  /** Its swap is written, or nothing leaves. */
  readonly isSettled: boolean;
};

const OF_END: Readonly<Record<SwapEnd, string>> = {
  ...{
    swapped: 'is sold',
    'swapped-with-refund': 'is sold in part',
    'swapped-short': 'is sold for too little',
  },
  ...{ refunded: 'came back', 'refunded-too-little': 'came back', 'refunded-as-success': 'came back' },
  ...{ failed: 'failed', 'not-sent': 'was never sent' },
};

const wordOf = ({ end, isOverdue }: SellFacts): string =>
  end === null ? (isOverdue ? 'takes too long' : 'is under way') : OF_END[end];

const ASKED = 'Nothing leaves before you say: let what has arrived leave, or keep all of it in the account.';

const chooseWords = ({ sells, symbol, asksWhy }: ShareStanding): string => {
  const done = sells.filter(({ end }) => end === 'swapped').length;
  const rest = sells.filter(({ end }) => end !== 'swapped').map((sell) => `${sell.symbol} ${wordOf(sell)}`);
  if (asksWhy === 'not-shown')
    return `All is sold, and the verifier shows less ${symbol} than the provider says has arrived. ${ASKED}`;
  return `Of ${sells.length} sells ${done} ${done === 1 ? 'is' : 'are'} done${rest.length > 0 ? `, and ${rest.join(', ')}` : ' by now'}. ${ASKED}`;
};

const GOES_ON = 'The index’s next look goes on from there.';

type Told = { readonly state: WithdrawalState; readonly words: string };

const beforeExit = (share: ShareStanding): Told => {
  const { sells, symbol, choice, asksWhy, isSettled } = share;
  if (choice === 'keep')
    return {
      state: 'kept',
      words: `Nothing has left: you kept it, and what was sold is ${symbol} in the account. ${GOES_ON}`,
    };
  if (isSettled)
    return {
      state: 'came-back',
      words: `Nothing has left, since nothing has arrived that could. ${GOES_ON}`,
    };
  if (choice === 'leave')
    return { state: 'asked', words: 'You had what has arrived leave, and the next look asks for a quote.' };
  if (asksWhy !== null) return { state: 'choose', words: chooseWords(share) };
  const over = sells.filter(({ end }) => end !== null).length;
  return {
    state: 'selling',
    words:
      over < sells.length
        ? `${over} of ${sells.length} sells ${over === 1 ? 'is' : 'are'} over. Nothing has left yet.`
        : `All that was to be sold is sold; once the verifier shows it, it leaves as ${symbol}.`,
  };
};

/** How far a withdrawal of a share is, from its sells, what its owner has said, and its one swap. Pure and total. */
export const shareWithdrawalState = (share: ShareStanding, exit: ExitFacts | null): Told => {
  if (exit === null) return beforeExit(share);
  const { state, words } = withdrawalState(exit);
  const stays = state === 'came-back' || state === 'not-sent';
  return {
    state,
    words: stays ? `${words} What was sold for it is ${share.symbol} in the account. ${GOES_ON}` : words,
  };
};
