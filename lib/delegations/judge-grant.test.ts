import fc from 'fast-check';
import { type Address, getAddress } from 'viem';
import { describe, expect, it } from 'vitest';
import { type CaveatTerms, caveatOf } from './caveat-terms.ts';
import { ANY_DELEGATE, type Delegation, delegationSalt, ROOT_AUTHORITY } from './delegation.ts';
import { type AskedGrant, type GrantTerm, judgeGrant, type OfferedGrant } from './judge-grant.ts';
import type { Standing } from './standing.ts';
import { arbitrarySignedDelegation } from './testing/arbitrary-delegation.ts';
import { ENFORCERS, KIT } from './testing/kit-environment.ts';

const at = (byte: string): Address => `0x${byte.repeat(20)}`;
const [ACCOUNT, CLONE, TOKEN, OTHER] = [at('1a'), at('2b'), at('3c'), at('4d')];
const NOW = 1_800_000_000;
const DAY = 86_400;

const asked: AskedGrant = {
  chainId: 1,
  manager: KIT.DelegationManager,
  enforcers: ENFORCERS,
  account: ACCOUNT,
  clone: CLONE,
  token: { address: TOKEN, symbol: 'USDC', decimals: 6 },
  amountUnits: 500_000_000n,
  nowSeconds: NOW,
};

type Terms<K> = Extract<CaveatTerms, { readonly kind: K }>;
const period: Terms<'period'> = {
  kind: 'period',
  token: TOKEN,
  amountUnits: 500_000_000n,
  periodSeconds: BigInt(DAY),
  startSeconds: BigInt(NOW),
};
const timestamp: Terms<'timestamp'> = {
  kind: 'timestamp',
  afterSeconds: 0n,
  beforeSeconds: BigInt(NOW + 90 * DAY),
};
const none: Terms<'value'> = { kind: 'value', maxWei: 0n };

const withTerms = (...terms: readonly CaveatTerms[]): Delegation => ({
  delegate: CLONE,
  delegator: ACCOUNT,
  authority: ROOT_AUTHORITY,
  caveats: terms.map((one) => caveatOf(one, ENFORCERS)),
  salt: 1n,
});
const good = withTerms(period, timestamp);

const offered = (delegation: Delegation): OfferedGrant => ({
  chainId: 1,
  manager: KIT.DelegationManager,
  delegation,
});
const judge = (delegation: Delegation, standing: Standing | null = 'good') =>
  judgeGrant(offered(delegation), asked, standing);

describe('a delegation that is offered', () => {
  it('is taken as it was asked for, and says what it allows', () => {
    expect(judge(good)).toEqual({
      kind: 'good',
      terms: {
        token: TOKEN,
        amountUnits: 500_000_000n,
        periodSeconds: DAY,
        startSeconds: NOW,
        expiresAtSeconds: NOW + 90 * DAY,
      },
    });
  });

  it('is taken with what wallets always put beside it: no coin, a nonce, the clone as redeemer; and in any spelling', () => {
    const beside = withTerms(
      period,
      timestamp,
      none,
      { kind: 'nonce', nonce: 7n },
      { kind: 'redeemer', redeemers: [CLONE] },
    );
    expect(judge(beside).kind).toBe('good');
    expect(judge({ ...good, delegator: getAddress(ACCOUNT), delegate: getAddress(CLONE) }).kind).toBe('good');
  });

  const REFUSED: readonly (readonly [string, GrantTerm, Delegation | OfferedGrant, string])[] = [
    [
      'for another chain',
      'chain',
      { ...offered(good), chainId: 10 },
      'It is for chain 10, and the account is on chain 1.',
    ],
    [
      'for another manager',
      'manager',
      { ...offered(good), manager: OTHER },
      `It is for the DelegationManager ${OTHER}`,
    ],
    ['of another account', 'delegator', { ...good, delegator: OTHER }, `It is of the account ${OTHER}`],
    ['to another delegate', 'delegate', { ...good, delegate: OTHER }, `It is for the delegate ${OTHER}.`],
    [
      'to anybody',
      'delegate',
      { ...good, delegate: ANY_DELEGATE },
      'It lets anybody move the token who reads it.',
    ],
    [
      'no root',
      'authority',
      { ...good, authority: `0x${'12'.repeat(32)}` },
      'It passes on what another delegation allows.',
    ],
    ['without a salt', 'salt', { ...good, salt: 0n }, 'Its salt is 0'],
    [
      'with an enforcer that nobody here knows',
      'enforcer',
      { ...good, caveats: [...good.caveats, { enforcer: OTHER, terms: '0x', args: '0x' }] },
      `Nothing is known here of its enforcer ${OTHER}.`,
    ],
    [
      'with terms that can’t be read',
      'enforcer',
      { ...good, caveats: [...good.caveats, { enforcer: ENFORCERS.value, terms: '0x01', args: '0x' }] },
      'can’t be read',
    ],
    ['with an enforcer twice', 'enforcer', withTerms(period, timestamp, period), 'stands there twice'],
    [
      'for another token',
      'token',
      withTerms({ ...period, token: OTHER }, timestamp),
      `It is for the token ${OTHER}`,
    ],
    [
      'without an amount',
      'amount',
      withTerms(timestamp),
      'It sets no amount a day: all of every token could be moved by it.',
    ],
    [
      'narrower',
      'amount',
      withTerms({ ...period, amountUnits: 499_000_000n }, timestamp),
      'It allows 499 USDC a period, and 500 USDC was asked for: a trade would stop at it.',
    ],
    [
      'narrower by its period',
      'period',
      withTerms({ ...period, periodSeconds: BigInt(7 * DAY) }, timestamp),
      'Its period is longer than a day',
    ],
    [
      'of no period',
      'period',
      withTerms({ ...period, periodSeconds: 0n }, timestamp),
      'Its period is 0 seconds',
    ],
    [
      'to begin later',
      'start',
      withTerms({ ...period, startSeconds: BigInt(NOW + 1) }, timestamp),
      'which is still to come',
    ],
    [
      'to hold later',
      'start',
      withTerms(period, { ...timestamp, afterSeconds: BigInt(NOW) }),
      'It holds only after',
    ],
    ['without a time', 'expiry', withTerms(period), 'It never expires.'],
    [
      'of an expiry of zero',
      'expiry',
      withTerms(period, { ...timestamp, beforeSeconds: 0n }),
      'It never expires.',
    ],
    [
      'expired',
      'expiry',
      withTerms(period, { ...timestamp, beforeSeconds: BigInt(NOW) }),
      'It expired on 2027-01-15 08:00 UTC.',
    ],
    [
      'longer than 90 days',
      'expiry',
      withTerms(period, { ...timestamp, beforeSeconds: BigInt(NOW + 90 * DAY + 1) }),
      'more than 90 days from now',
    ],
    [
      'for longer than calendars',
      'expiry',
      withTerms(period, { ...timestamp, beforeSeconds: 2n ** 128n - 1n }),
      'a time beyond every calendar',
    ],
    ['with the chain’s own coin', 'value', withTerms(period, timestamp, { ...none, maxWei: 1n }), 'own coin'],
    [
      'to be redeemed by others',
      'redeemer',
      withTerms(period, timestamp, { kind: 'redeemer', redeemers: [OTHER] }),
      `not by ${CLONE}`,
    ],
  ];
  it.each(REFUSED)('is refused %s, by that term alone and in a sentence', (_, term, one, words) => {
    const verdict = judgeGrant('delegation' in one ? one : offered(one), asked, 'good');
    if (verdict.kind !== 'refused') throw new Error(`it is ${verdict.kind}`);
    expect(verdict.faults.map((fault) => fault.term)).toEqual([term]);
    expect(verdict.faults[0]?.message).toContain(words);
    expect(verdict.faults[0]?.message).toMatch(/^[A-Z].*[.?]$/);
  });

  const STANDINGS: readonly (readonly [Standing, string])[] = [
    ['revoked', 'The account has revoked it.'],
    ['nonce-raised', 'The account has raised its nonce'],
    ['not-signed', 'does not take the signature for its own'],
    ['not-deployed', 'The account has no code on this chain'],
    ['manager-paused', 'has paused it'],
    ['exhausted', 'is used up'],
    ['not-accepted', 'refuses to act on it'],
  ];
  it.each(STANDINGS)('is refused where the chain says %s now', (standing, words) => {
    const verdict = judge(good, standing);
    if (verdict.kind !== 'refused') throw new Error(`it is ${verdict.kind}`);
    expect(verdict.faults).toHaveLength(1);
    expect(verdict.faults[0]).toMatchObject({ term: 'standing', message: expect.stringContaining(words) });
  });

  it('that allows more than asked is told, and taken only where its owner means it', () => {
    const twice = judge(withTerms({ ...period, amountUnits: 1_000_000_000n }, timestamp));
    expect(twice).toMatchObject({ kind: 'more', terms: { amountUnits: 1_000_000_000n } });
    expect(twice).toMatchObject({
      faults: [{ message: 'It allows 1,000 USDC a period, and 500 USDC was asked for. Is more meant?' }],
    });
    const hourly = judge(withTerms({ ...period, periodSeconds: 3_600n }, timestamp));
    expect(hourly).toMatchObject({ kind: 'more', faults: [{ term: 'period' }] });
    const andExpired = judge(
      withTerms({ ...period, amountUnits: 1_000_000_000n }, { ...timestamp, beforeSeconds: 1n }),
    );
    expect(andExpired).toMatchObject({ kind: 'refused', faults: [{ term: 'amount' }, { term: 'expiry' }] });
  });

  it('names every term that is wrong at once', () => {
    const verdict = judge({ ...withTerms(), delegator: OTHER, delegate: OTHER }, 'not-signed');
    if (verdict.kind !== 'refused') throw new Error(`it is ${verdict.kind}`);
    expect(verdict.faults.map(({ term }) => term)).toEqual([
      'delegator',
      'delegate',
      'amount',
      'expiry',
      'standing',
    ]);
  });

  it('of any content at all is judged without a throw, and never taken', () => {
    fc.assert(
      fc.property(arbitrarySignedDelegation, (delegation) => {
        expect(judge(delegation).kind).toBe('refused');
      }),
    );
  });
});

describe('a salt', () => {
  it('is 32 random bytes, and never 0', () => {
    expect(delegationSalt(new Uint8Array(32).fill(1))).toBe(BigInt(`0x${'01'.repeat(32)}`));
    expect(() => delegationSalt(new Uint8Array(32))).toThrow('not all 0');
    expect(() => delegationSalt(new Uint8Array(31).fill(1))).toThrow('32 random bytes');
  });
});
