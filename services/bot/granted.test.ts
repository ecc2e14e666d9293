import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DELEGATION_STATUSES } from '../../lib/delegations/standing.ts';
import type { GrantedDelegation } from '../../lib/ledger/tick-record.ts';
import { grantedOf } from './granted.ts';

const [TOKEN, OTHER] = [`0x${'01'.repeat(20)}`, `0x${'02'.repeat(20)}`] as const;
const [START, DAY] = [1_000, 86_400];
const NOW = START + DAY + 5;

const row = (change: Partial<GrantedDelegation> = {}): GrantedDelegation => ({
  ...{ token: TOKEN, context: '0xaa', status: 'granted', standing: 'good', leftUnits: 500n },
  ...{ periodSeconds: DAY, startSeconds: START, expiresAtSeconds: NOW + 1_000, isDropped: false },
  ...change,
});
const of = (...rows: readonly GrantedDelegation[]) => grantedOf(rows, TOKEN, NOW);
const reasonOf = (...rows: readonly GrantedDelegation[]) => {
  const { delegated } = of(...rows);
  return delegated.ok ? 'good' : delegated.reason;
};

it('what is good lets so much be sold as is left, until its period begins anew', () => {
  expect(of(row())).toEqual({
    delegated: { ok: true, leftUnits: 500n, renewsAtSeconds: START + 2 * DAY },
    context: '0xaa',
  });
});

it.each([
  ['delegation-missing', []],
  ['delegation-missing', [row({ token: OTHER })]],
  ['delegation-revoked', [row({ status: 'revoked', standing: 'revoked' })]],
  ['delegation-revoked', [row({ status: 'revoked', standing: 'nonce-raised' })]],
  ['delegation-revoked', [row({ isDropped: true })]],
  ['delegation-expired', [row({ status: 'expired', standing: 'expired' })]],
  ['delegation-expired', [row({ expiresAtSeconds: NOW })]],
  ['delegation-exhausted', [row({ status: 'exhausted', standing: 'exhausted', leftUnits: 0n })]],
  ['delegation-superseded', [row({ status: 'superseded' })]],
  ['delegations-paused', [row({ status: 'not-accepted', standing: 'manager-paused' })]],
  ['delegation-refused', [row({ status: 'not-accepted', standing: 'not-signed' })]],
  ['delegation-refused', [row({ leftUnits: null })]],
  // The newest names the cause, but what passes by itself is waited for.
  ['delegation-revoked', [row({ status: 'revoked' }), row({ status: 'superseded' })]],
  ['delegation-exhausted', [row({ status: 'revoked' }), row({ status: 'exhausted' })]],
  ['good', [row({ status: 'revoked' }), row()]],
] as const)('%s, of what stands in row %#', (reason, rows) => {
  expect(reasonOf(...rows)).toBe(reason);
});

it('a used-up period waits for the next one, and one that is not begun for its start', () => {
  expect(of(row({ status: 'exhausted' })).delegated).toMatchObject({ untilSeconds: START + 2 * DAY });
  const later = row({ status: 'not-accepted', standing: 'not-begun', startSeconds: NOW + 30 });
  expect(of(later).delegated).toMatchObject({ detail: 'it does not hold yet', untilSeconds: NOW + 30 });
});

it('of several the one counts of which most is left, and never their sum', () => {
  const rows = [row({ context: '0x01', leftUnits: 3n }), row({ context: '0x02', leftUnits: 9n })];
  expect(of(...rows)).toMatchObject({ delegated: { leftUnits: 9n }, context: '0x02' });
});

it('whatever rows there are, a context is given exactly where something may be sold by it, and it is one of theirs that is good', () => {
  const rows = fc.array(
    fc.record({
      token: fc.constantFrom(TOKEN, OTHER),
      context: fc.constantFrom('0x01', '0x02', '0x03'),
      status: fc.constantFrom(...DELEGATION_STATUSES),
      standing: fc.constantFrom(
        'good',
        'revoked',
        'exhausted',
        'manager-paused',
        'not-begun',
        'what-comes-later',
      ),
      leftUnits: fc.option(fc.bigInt(0n, 10n)),
      periodSeconds: fc.integer({ min: 1, max: DAY }),
      startSeconds: fc.integer({ min: 0, max: 2 * NOW }),
      expiresAtSeconds: fc.integer({ min: 0, max: 2 * NOW }),
      isDropped: fc.boolean(),
    }) as fc.Arbitrary<GrantedDelegation>,
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(rows, (drawn) => {
      const { delegated, context } = grantedOf(drawn, TOKEN, NOW);
      expect(delegated.ok).toBe(context !== null);
      if (!delegated.ok) return;
      expect(delegated.renewsAtSeconds).toBeGreaterThan(NOW);
      expect(
        drawn.some(
          (one) =>
            one.context === context &&
            one.token === TOKEN &&
            one.status === 'granted' &&
            !one.isDropped &&
            one.expiresAtSeconds > NOW &&
            one.leftUnits === delegated.leftUnits,
        ),
      ).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});
