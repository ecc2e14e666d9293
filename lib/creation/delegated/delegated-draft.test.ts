import type { Address } from 'viem';
import { expect, it } from 'vitest';
import { DELEGATION_FRAMEWORK } from '../../delegations/framework.ts';
import type { Listing } from '../listing.ts';
import {
  chosenOf,
  type DelegatedCreationChain,
  emptyDelegatedDraft,
  withListings,
} from './delegated-draft.ts';

const at = (digit: string): Address => `0x${digit.repeat(40)}`;
const listing = (token: Address, symbol: string, feed: Address): Listing => ({
  ...{ token, symbol, feed, decimals: 18, heartbeatSeconds: 3_600, navMaxAgeSeconds: 7_200 },
});
const CHAIN: DelegatedCreationChain = {
  ...{ id: 31_337, name: 'Local chain', factory: at('1'), routers: [at('2')], simulated: true },
  ...DELEGATION_FRAMEWORK,
  listings: [listing(at('a'), 'USDC', at('3'))],
};
const DRAFT = {
  ...emptyDelegatedDraft(`0x${'0'.repeat(64)}`),
  chainId: CHAIN.id,
  holdings: [at('a'), at('b')].map((token) => ({ token, target: '50', aDay: '5', amount: '' })),
};

it('takes a token that only another portfolio lists, with its feed, and by no other feed one that the chain’s facts know', () => {
  expect(chosenOf(DRAFT, CHAIN)).toEqual({ ok: false, sentence: 'Choose at least 2 tokens.' });
  const others = [
    listing(at('b'), 'LINK', at('4')),
    listing(at('a').toUpperCase().replace('0X', '0x') as Address, 'USDC', at('5')),
  ];
  const chosen = chosenOf(DRAFT, withListings(CHAIN, others));
  expect(chosen).toMatchObject({
    ok: true,
    tokens: [{ listing: { symbol: 'USDC', feed: at('3') } }, { listing: { symbol: 'LINK', feed: at('4') } }],
  });
});
