import { type Address, zeroAddress } from 'viem';
import type { ActMaker } from './owner-act.ts';
import { acceptOwnershipCall, transferOwnershipCall } from './owner-call.ts';

const short = (address: Address): string => `${address.slice(0, 6)}…${address.slice(-4)}`;

/** First of the two steps: names the next owner, who has to accept. */
export const offerOwnershipAct =
  (to: Address): ActMaker =>
  ({ portfolio, owner }) => ({
    id: 'offer-ownership',
    title: 'Offer it',
    intent: `Offer the portfolio to ${short(to)}`,
    call: transferOwnershipCall(portfolio, to),
    effects: [
      'No token moves.',
      `${owner} stays its owner until ${to} accepts; you can take the offer back until then.`,
      'Once accepted, everything in it is theirs, and nothing here can undo it.',
    ],
    confirmBy: to.slice(-4).toLowerCase(),
    grave: true,
  });

/** Nobody may accept any more. */
export const withdrawOfferAct: ActMaker = ({ portfolio, pendingOwner }) => ({
  id: 'withdraw-offer',
  title: 'Take the offer back',
  intent: `Take the offer to ${short(pendingOwner)} back`,
  call: transferOwnershipCall(portfolio, zeroAddress),
  effects: ['No token moves.', `${pendingOwner} can no longer accept.`],
  confirmBy: null,
  grave: false,
});

/** Second step, by who was named. */
export const acceptOwnershipAct: ActMaker = ({ portfolio, owner, generation }) => ({
  id: 'accept-ownership',
  title: 'Accept the portfolio',
  intent: 'Accept the portfolio',
  call: acceptOwnershipCall(portfolio),
  effects: [
    'No token moves.',
    `You own it and all in it; ${owner} loses every right.`,
    `Every order signed up to generation ${generation} is void. The signer stays: change it if you don’t know it.`,
  ],
  confirmBy: null,
  grave: false,
});
