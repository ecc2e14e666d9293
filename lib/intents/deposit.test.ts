import { describe, expect, it } from 'vitest';
import { DEPOSIT_STATES, type DepositState, depositState, whyNoDeposit } from './deposit.ts';
import type { SwapReport } from './swap.ts';
import { NOW_SECONDS, reportOf } from './testing/builders.ts';

const awaited = {
  ...{ leastUnits: 1_000n, memo: null, fromSeconds: NOW_SECONDS, deadSeconds: NOW_SECONDS + 600 },
  isLate: false,
};
const LATE = NOW_SECONDS + 601;
const none = { amountInUnits: null, amountOutUnits: null, depositedUnits: null };

const STATES: readonly (readonly [string, SwapReport | null, number, DepositState['state']])[] = [
  ['nothing is known of it', null, NOW_SECONDS, 'awaited'],
  ['nothing came', reportOf({ ...none, status: 'PENDING_DEPOSIT' }), NOW_SECONDS + 600, 'awaited'],
  [
    'nothing came and its address is dead',
    reportOf({ ...none, status: 'PENDING_DEPOSIT' }),
    LATE,
    'address-dead',
  ],
  ['it is seen', reportOf({ status: 'KNOWN_DEPOSIT_TX' }), LATE, 'seen'],
  ['too little came', reportOf({ status: 'INCOMPLETE_DEPOSIT' }), NOW_SECONDS, 'too-little'],
  ['it came late', reportOf({ status: 'PROCESSING' }), LATE, 'too-late'],
  ['it is swapped', reportOf({ status: 'PROCESSING' }), NOW_SECONDS, 'on-its-way'],
  ['it is there', reportOf(), NOW_SECONDS, 'arrived'],
  ['a success names no amount', reportOf({ amountOutUnits: null }), NOW_SECONDS, 'came-back'],
  ['a success names no arrival', reportOf({ arrivals: 0 }), NOW_SECONDS, 'came-back'],
  ['it is refunded', reportOf({ status: 'REFUNDED', refundedUnits: 5n }), NOW_SECONDS, 'came-back'],
  ['it is failed', reportOf({ status: 'FAILED' }), NOW_SECONDS, 'failed'],
  ['its state is another word', reportOf({ status: 'unknown' }), NOW_SECONDS, 'unclear'],
];

describe('a deposit', () => {
  it.each(STATES)('of which %s', (_name, report, now, state) => {
    const row = { ...awaited, isLate: state === 'too-late' };
    expect(depositState(row, report, now)).toMatchObject({ state, ageSeconds: now - NOW_SECONDS });
  });

  it.each(['KNOWN_DEPOSIT_TX', 'INCOMPLETE_DEPOSIT', 'PROCESSING'] as const)(
    'that is %s is late only where nothing was seen before its address died',
    (status) => {
      const report = reportOf({ status });
      expect(depositState(awaited, report, LATE).state).not.toBe('too-late');
      expect(depositState({ ...awaited, isLate: true }, report, LATE).state).toBe('too-late');
    },
  );

  it('that came late and came back says both, and one that arrived all the same has arrived', () => {
    const late = { ...awaited, isLate: true };
    expect(depositState(late, reportOf({ status: 'REFUNDED' }), LATE).words).toContain(
      'after its address had died',
    );
    expect(depositState(late, reportOf(), LATE).state).toBe('arrived');
    expect(depositState(late, null, LATE).state).toBe('address-dead');
  });

  it('has a row above for every state', () => {
    expect(new Set(STATES.map(([, , , state]) => state))).toEqual(new Set(DEPOSIT_STATES));
  });

  it('shows what was seen and what came back, and says what an unseen one may lack', () => {
    const back = reportOf({ status: 'REFUNDED', depositedUnits: 9n, refundedUnits: 8n });
    expect(depositState(awaited, back, LATE)).toMatchObject({ seenUnits: 9n, backUnits: 8n });
    expect(depositState({ ...awaited, memo: '42' }, null, LATE).words).toContain('had not the memo 42');
    expect(depositState(awaited, null, LATE).words).not.toContain('memo');
    const little = reportOf({ status: 'INCOMPLETE_DEPOSIT' });
    expect(depositState(awaited, little, NOW_SECONDS).words).toContain('can still be sent');
    expect(depositState(awaited, little, LATE).words).toContain('being sent back');
  });
});

const E18 = 10n ** 18n;
const room = {
  capUsdE18: 1_000n * E18,
  heldUsdE18: 600n * E18,
  awaitedUsdE18: 300n * E18,
  depositUsdE18: 100n * E18,
};

describe('an account’s cap', () => {
  it('lets in what keeps it, to the unit', () => {
    expect(whyNoDeposit(room)).toBeNull();
    expect(whyNoDeposit({ ...room, depositUsdE18: room.depositUsdE18 + 1n })).toBe(
      'With it the account would hold and await 1001 USD, and its cap is 1000 USD.',
    );
  });

  it.each(['heldUsdE18', 'awaitedUsdE18', 'depositUsdE18'])('lets nothing in without %s', (name) => {
    expect(whyNoDeposit({ ...room, [name]: null })).toContain('can’t be valued');
  });

  it.each([0n, -1n])('lets nothing in of %s', (depositUsdE18) => {
    expect(whyNoDeposit({ ...room, depositUsdE18 })).toContain('none');
  });
});
