import { zeroAddress } from 'viem';
import { describe, expect, test } from 'vitest';
import { type Draft, emptyDraft } from './draft.ts';
import type { CreationChain, Listing } from './listing.ts';
import { draftFromStored, storedDraftOf } from './stored-draft.ts';

const TOKEN = '0x00000000000000000000000000000000000000Ab';
const listing: Listing = {
  ...{ token: TOKEN, symbol: 'A', decimals: 6, feed: zeroAddress },
  ...{ heartbeatSeconds: 3_600, navMaxAgeSeconds: 7_200 },
};
const chain: CreationChain = {
  ...{ id: 10, name: 'Ten', factory: zeroAddress, listings: [listing], simulated: false },
};
const SALT = `0x${'cd'.repeat(32)}` as const;
const draft: Draft = {
  ...emptyDraft(`0x${'ab'.repeat(32)}`),
  ...{ chainId: 10, name: ' Mine ', preset: 'index', step: 3 },
  holdings: [{ listing, target: '33.34', amount: '5', locked: true }],
};
const known = { chains: [chain], listings: [], salt: SALT };

test('a draft comes back with name, tokens, targets and policy, and makes another portfolio', () => {
  const back = draftFromStored(JSON.parse(JSON.stringify(storedDraftOf(draft))), known);
  expect(back).toEqual({
    ...emptyDraft(SALT),
    ...{ chainId: 10, name: 'Mine', preset: 'index' },
    holdings: [{ listing, target: '33.34', amount: '', locked: false }],
  });
});

test('nothing is kept before a chain is chosen', () => {
  expect(storedDraftOf(emptyDraft(SALT))).toBeNull();
});

describe('what can’t be gone on with', () => {
  test.each([
    ['nonsense', 'draft'],
    ['a chain that isn’t served', { chainId: 11, targets: [], policy: null }],
    [
      'a target beyond the whole',
      { chainId: 10, targets: [{ token: TOKEN, targetBps: 10_001 }], policy: null },
    ],
  ])('%s', (_, stored) => {
    expect(draftFromStored(stored, known)).toBeNull();
  });

  test('a token that nobody lists any more is left out', () => {
    const stored = { chainId: 10, targets: [{ token: zeroAddress, targetBps: 1 }], policy: null };
    expect(draftFromStored(stored, known)?.holdings).toEqual([]);
  });
});
