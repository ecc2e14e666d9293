import { keccak256, toHex } from 'viem';
import { describe, expect, it } from 'vitest';
import {
  type Attempt,
  allowanceCallOf,
  type CallState,
  type Fees,
  raisedFees,
  revocationOf,
} from './call.ts';
import { guardCall } from './guard-call.ts';
import { type CallFacts, type CallStep, isDueForLook, nextCallStep } from './next-call-step.ts';

const GWEI = 10n ** 9n;
const MARKET: Fees = { maxFeeWei: 20n * GWEI, maxPriorityFeeWei: GWEI };
const hashOf = (text: string) => keccak256(toHex(text));
const WISH = {
  ...{ chainId: 1, portfolioId: '7', gasLimit: 100_000n, generation: 3n, stop: 1 },
  ...{ sender: `0x${'11'.repeat(20)}` as const, target: `0x${'22'.repeat(20)}` as const },
} as const;
const call = revocationOf(WISH);

const attempt = (more: Partial<Attempt> = {}): Attempt => {
  const { nonce = 5, bump = 0 } = more;
  const name = `${nonce}.${bump}`;
  return {
    ...{ txHash: hashOf(name), raw: toHex(name), nonce, bump, fees: MARKET },
    ...{ sentAtBlock: 100n, refusal: null, included: null },
    ...more,
  };
};
const state = (attempts: readonly Attempt[], more: Partial<CallState> = {}): CallState => ({
  ...{ call, isWanted: true, attempts, lookedAtBlock: null },
  ...more,
});
const facts = (more: Partial<CallFacts> = {}): CallFacts => ({
  ...{ headNumber: 100n, nonceAtHead: 5, nonceSettled: 5, freeNonce: 5, receipts: new Map() },
  ...{ known: new Set<`0x${string}`>(), market: MARKET, maxFeeWeiMax: 1_000n * GWEI },
  ...more,
});
const knows = (...attempts: readonly Attempt[]) => ({ known: new Set(attempts.map(({ txHash }) => txHash)) });
const inBlock = (one: Attempt, blockNumber: bigint, { fork = '', succeeded = true } = {}) => ({
  receipts: new Map([
    [
      one.txHash,
      {
        ...{ blockNumber, blockHash: hashOf(`block ${blockNumber}${fork}`), succeeded },
        ...{ gasUsed: 60_000n, gasPriceWei: GWEI },
      },
    ],
  ]),
  ...knows(one),
});

const FIRST = attempt();
const UNSENT = attempt({ sentAtBlock: null });
const SECOND = attempt({ bump: 1, fees: raisedFees(MARKET, MARKET), sentAtBlock: 104n });
const LAST = attempt({ bump: 3, sentAtBlock: 104n });
const MINED = attempt({ included: { blockNumber: 101n, blockHash: hashOf('block 101') } });
const RAISED = raisedFees(MARKET, MARKET);
const REFUSED = attempt({ sentAtBlock: null, refusal: 'underpriced' });

type Row = readonly [string, CallState, CallFacts, Partial<CallStep>];
const TABLE: readonly Row[] = [
  // Nothing signed yet.
  [
    'is signed with the lowest nonce that is free',
    state([]),
    facts({ freeNonce: 6 }),
    { kind: 'sign', nonce: 6, bump: 0, fees: MARKET },
  ],
  [
    'is given up before it was signed when nobody wants it',
    state([], { isWanted: false }),
    facts(),
    { kind: 'abandon' },
  ],
  [
    'waits while gas is dearer than allowed',
    state([]),
    facts({ maxFeeWeiMax: 20n * GWEI - 1n }),
    { kind: 'jammed', why: 'too-dear' },
  ],
  // Signed and journaled.
  ['is sent when it was journaled only', state([UNSENT]), facts(), { kind: 'send', attempt: UNSENT }],
  [
    'is not sent any more when nobody wants it',
    state([UNSENT], { isWanted: false }),
    facts(),
    { kind: 'abandon' },
  ],
  [
    'is counted as sent when a node has it, whatever the journal says',
    state([UNSENT]),
    facts(knows(UNSENT)),
    { kind: 'send' },
  ],
  [
    'is sent again when every node dropped it',
    state([FIRST]),
    facts({ headNumber: 102n }),
    { kind: 'send', attempt: FIRST },
  ],
  [
    'is sent again when dropped with all bumps used up',
    state([FIRST, LAST]),
    facts({ headNumber: 130n }),
    { kind: 'send', attempt: LAST },
  ],
  [
    'is sent again when the account had no funds',
    state([attempt({ sentAtBlock: null, refusal: 'unfunded' })]),
    facts(),
    { kind: 'send' },
  ],
  [
    'pays more at once when a node calls it underpriced',
    state([REFUSED]),
    facts(),
    { kind: 'sign', nonce: 5, bump: 1, fees: RAISED },
  ],
  // Waiting for a block.
  [
    'waits while it is fresh',
    state([FIRST]),
    facts({ headNumber: 103n, ...knows(FIRST) }),
    { kind: 'wait', why: 'fresh' },
  ],
  [
    'pays more when four blocks passed it by',
    state([FIRST]),
    facts({ headNumber: 104n, ...knows(FIRST) }),
    { kind: 'sign', nonce: 5, bump: 1, fees: RAISED },
  ],
  [
    'pays the market when that is more than an eighth',
    state([FIRST]),
    facts({
      headNumber: 104n,
      ...knows(FIRST),
      market: { maxFeeWei: 90n * GWEI, maxPriorityFeeWei: 2n * GWEI },
    }),
    { kind: 'sign', bump: 1, fees: { maxFeeWei: 90n * GWEI, maxPriorityFeeWei: 2n * GWEI } },
  ],
  [
    'counts the four blocks from its last raise',
    state([FIRST, SECOND]),
    facts({ headNumber: 107n, ...knows(SECOND) }),
    { kind: 'wait', why: 'fresh' },
  ],
  [
    'pays more when its raise was refused as too small',
    state([FIRST, attempt({ bump: 1, sentAtBlock: null, refusal: 'underpriced' })]),
    facts({ headNumber: 104n, ...knows(FIRST) }),
    { kind: 'sign', nonce: 5, bump: 2 },
  ],
  [
    'is raised three times at most',
    state([FIRST, LAST]),
    facts({ headNumber: 130n, ...knows(LAST) }),
    { kind: 'jammed', why: 'bumps-used-up' },
  ],
  [
    'is not raised beyond what it may cost',
    state([FIRST]),
    facts({ headNumber: 104n, ...knows(FIRST), maxFeeWeiMax: 22n * GWEI }),
    { kind: 'jammed', why: 'too-dear' },
  ],
  [
    'is not raised while an earlier one of ours is what blocks it',
    state([FIRST]),
    facts({ headNumber: 130n, nonceAtHead: 4, freeNonce: 5, ...knows(FIRST) }),
    { kind: 'wait', why: 'behind-others' },
  ],
  [
    'takes a lower nonce when nobody holds the one before it',
    state([FIRST]),
    facts({ headNumber: 101n, nonceAtHead: 4, freeNonce: 4, ...knows(FIRST) }),
    { kind: 'sign', nonce: 4, bump: 0 },
  ],
  [
    'takes a lower nonce when dropped behind a gap',
    state([FIRST]),
    facts({ headNumber: 101n, nonceAtHead: 3, freeNonce: 3 }),
    { kind: 'sign', nonce: 3, bump: 0 },
  ],
  [
    'goes on when unwanted and out already, so that its nonce is freed',
    state([FIRST], { isWanted: false }),
    facts({ headNumber: 104n, ...knows(FIRST) }),
    { kind: 'sign', bump: 1 },
  ],
  [
    'is given up when unwanted and dropped',
    state([FIRST], { isWanted: false }),
    facts({ headNumber: 104n }),
    { kind: 'abandon' },
  ],
  // In a block.
  [
    'is noted when a block has it',
    state([FIRST]),
    facts({ headNumber: 101n, nonceAtHead: 6, ...inBlock(FIRST, 101n) }),
    { kind: 'include', attempt: FIRST },
  ],
  [
    'is noted when a block has an earlier one than the last',
    state([FIRST, SECOND]),
    facts({ headNumber: 105n, nonceAtHead: 6, ...inBlock(FIRST, 105n) }),
    { kind: 'include', attempt: FIRST },
  ],
  [
    'waits until its block stays',
    state([MINED]),
    facts({ headNumber: 108n, nonceAtHead: 6, ...inBlock(MINED, 101n) }),
    { kind: 'wait', why: 'confirming' },
  ],
  [
    'is done when its block is eight deep',
    state([MINED]),
    facts({ headNumber: 109n, nonceAtHead: 6, ...inBlock(MINED, 101n) }),
    { kind: 'conclude', outcome: 'done' },
  ],
  [
    'has failed when it reverted there',
    state([MINED]),
    facts({ headNumber: 109n, nonceAtHead: 6, ...inBlock(MINED, 101n, { succeeded: false }) }),
    { kind: 'conclude', outcome: 'reverted' },
  ],
  [
    'is noted anew when another block has it',
    state([MINED]),
    facts({ headNumber: 103n, nonceAtHead: 6, ...inBlock(MINED, 102n, { fork: 'b' }) }),
    { kind: 'include', attempt: MINED },
  ],
  [
    'is open again when its block is gone',
    state([MINED]),
    facts({ headNumber: 101n, nonceAtHead: 5 }),
    { kind: 'reopen', attempt: MINED },
  ],
  // Somebody else's transaction has the nonce.
  [
    'concludes nothing from a block that may still go',
    state([FIRST]),
    facts({ headNumber: 104n, nonceAtHead: 6, nonceSettled: 5, freeNonce: 6, ...knows(FIRST) }),
    { kind: 'wait', why: 'nonce-taken' },
  ],
  [
    'is signed anew when the nonce is taken for good',
    state([FIRST]),
    facts({ headNumber: 112n, nonceAtHead: 6, nonceSettled: 6, freeNonce: 6 }),
    { kind: 'sign', nonce: 6, bump: 0, fees: MARKET },
  ],
  [
    'is given up when the nonce is taken and nobody wants it',
    state([FIRST], { isWanted: false }),
    facts({ headNumber: 112n, nonceAtHead: 6, nonceSettled: 6, freeNonce: 6 }),
    { kind: 'abandon' },
  ],
  [
    'goes by its last nonce when it had another before',
    state([attempt({ nonce: 4 }), UNSENT]),
    facts({ nonceAtHead: 5 }),
    { kind: 'send', attempt: UNSENT },
  ],
];

describe('a call of the bot', () => {
  it.each(TABLE)('%s', (_, given, chain, expected) => {
    expect(nextCallStep(given, chain)).toMatchObject(expected);
  });

  it('never signs a nonce that a block has already, whatever is journaled', () => {
    for (const [, given, chain] of TABLE) {
      const step = nextCallStep(given, chain);
      if (step.kind === 'sign') expect(step.nonce).toBeGreaterThanOrEqual(chain.nonceAtHead);
      if (step.kind === 'sign') expect(step.fees.maxFeeWei).toBeLessThanOrEqual(chain.maxFeeWeiMax);
    }
  });

  it('is looked at every three blocks, and at once when the head went back', () => {
    const seen = state([FIRST], { lookedAtBlock: 100n });
    expect([99n, 100n, 101n, 102n, 103n].map((head) => isDueForLook(seen, head))).toEqual([
      ...[true, false, false, false, true],
    ]);
    expect(isDueForLook(state([]), 0n)).toBe(true);
  });

  it('raises both fees by an eighth, rounded up', () => {
    const tiny = { maxFeeWei: 0n, maxPriorityFeeWei: 0n };
    expect(raisedFees({ maxFeeWei: 1_001n, maxPriorityFeeWei: 1n }, tiny)).toEqual({
      ...{ maxFeeWei: 1_127n, maxPriorityFeeWei: 2n },
    });
  });

  it('has one id for one generation, and is refused when it is another call than a revocation', () => {
    expect(revocationOf({ ...WISH, sender: `0x${'33'.repeat(20)}`, gasLimit: 1n }).id).toBe(call.id);
    for (const more of [
      { generation: 4n },
      { stop: 2 },
      { chainId: 2 },
      { target: `0x${'44'.repeat(20)}` as const },
    ])
      expect(revocationOf({ ...WISH, ...more }).id).not.toBe(call.id);
    expect(guardCall(call).ok).toBe(true);
    expect(guardCall({ ...call, data: '0x8456cb59' })).toMatchObject({ error: { code: 'guard-refused' } });
  });

  it('has one id for one look, token and amount where it sets an allowance, with nothing behind its bytes', () => {
    const { id: _, data: __, ...bare } = call;
    const wanted = { ...bare, token: `0x${'55'.repeat(20)}`, units: 7n, seenAtBlock: 9n } as const;
    const allowance = allowanceCallOf(wanted);
    expect(allowanceCallOf({ ...wanted, sender: `0x${'33'.repeat(20)}`, gasLimit: 1n }).id).toBe(
      allowance.id,
    );
    for (const more of [{ units: 8n }, { seenAtBlock: 10n }, { chainId: 2 }])
      expect(allowanceCallOf({ ...wanted, ...more }).id).not.toBe(allowance.id);
    expect(guardCall(allowance).ok).toBe(true);
    expect(guardCall({ ...allowance, data: `${allowance.data}00` })).toMatchObject({ ok: false });
  });
});
