import { describe, expect, it } from 'vitest';
import type { MoveEvent } from '../../lib/cash/moves/next-move-step.ts';
import type { TrackedMove } from '../../lib/cash/moves/tracked-move.ts';
import { fail, ok } from '../../lib/result.ts';
import { type FollowPorts, followMoves } from './follow-moves.ts';

const hashOf = (digit: string) => `0x${digit.repeat(64)}` as const;
const addressOf = (digit: string) => `0x${digit.repeat(40)}` as const;

const DEPOSIT: TrackedMove = {
  ...{ id: hashOf('1'), decisionId: '1', index: 1, kind: 'deposit', portfolioId: '1', chainId: 1 },
  stored: { status: 'wanted', place: null, generation: 1n, deadlineSeconds: 2_000 },
  ...{
    account: addressOf('a'),
    signer: addressOf('b'),
    vault: addressOf('c'),
    shares: null,
    units: 5n,
    least: 4n,
  },
  ...{
    toChainId: null,
    sibling: null,
    nonce: 300n,
    signature: '0x01',
    fromBlock: 1n,
    rounds: 0,
    paid: 'yes',
  },
  ...{ isBeingSent: false, hasReverted: false, isHeld: false, transfer: null, hasArrived: false },
};
const BRIDGE: TrackedMove = {
  ...DEPOSIT,
  ...{ id: hashOf('2'), kind: 'bridge', vault: null, toChainId: 8_453, sibling: addressOf('d') },
};
const EVENT: MoveEvent = {
  ...{ txHash: hashOf('5'), blockNumber: 80n, blockHash: hashOf('6'), blockSeconds: 800 },
  ...{ receivedUnits: 5n, lossUnits: 0n },
};

const followed = async (
  moves: readonly TrackedMove[],
  more: Partial<FollowPorts> = {},
  events: readonly (readonly [TrackedMove['id'], MoveEvent])[] = [],
) => {
  const did: string[] = [];
  const note = (what: string) => {
    did.push(what);
    return Promise.resolve(ok(null));
  };
  const outcome = await followMoves({
    chainId: 1,
    horizon: async () => ok({ settled: { number: 92n, seconds: 920 }, finalBlock: 60n }),
    open: async () => ok(moves),
    events: async () => ok({ events: new Map(events), head: { number: 100n, seconds: 1_000 } }),
    generation: async () => ok(1n),
    refusalOf: async () => ok(null),
    callOf: async ({ id }) => ok({ id } as never),
    wish: async ({ id }) => {
      did.push(`call ${id.slice(0, 3)}`);
      return ok(true);
    },
    bridge: async ({ id }) => {
      did.push(`transfer ${id.slice(0, 3)}`);
      return ok(id);
    },
    done: ({ id }, { blockNumber }) => note(`done ${id.slice(0, 3)} ${blockNumber}`),
    undone: (id) => note(`undone ${id.slice(0, 3)}`),
    close: (id, status, why) => note(`${status} ${id.slice(0, 3)} ${why}`),
    waits: (id, why) => note(`waits ${id.slice(0, 3)} ${why}`),
    arrived: ({ id }) => note(`arrived ${id.slice(0, 3)}`),
    log: { info: () => undefined, warn: () => undefined },
    isOver: () => false,
    ...more,
  });
  return { did, outcome };
};

describe('signed moves are followed', () => {
  it('by a call of their own, a bridge by a transfer', async () => {
    expect((await followed([DEPOSIT, BRIDGE])).did).toEqual(['call 0x1', 'transfer 0x2']);
  });

  it('none is sent while all is stopped or its portfolio set aside', async () => {
    const { did } = await followed([
      { ...DEPOSIT, isHeld: true },
      { ...BRIDGE, isHeld: true },
    ]);
    expect(did).toEqual([expect.stringContaining('waits 0x1'), expect.stringContaining('waits 0x2')]);
  });

  it('what is in the chain is done, even then', async () => {
    const { did } = await followed([{ ...DEPOSIT, isHeld: true }], {}, [[DEPOSIT.id, EVENT]]);
    expect(did).toEqual(['done 0x1 80']);
  });

  it('a bridge is what its transfer is: arrived when it is minted, done when that stays', async () => {
    const minted = { ...BRIDGE, transfer: { status: 'minted', minted: true } } as const;
    expect((await followed([minted])).did).toEqual(['arrived 0x2']);
    const settled = { ...BRIDGE, transfer: { status: 'settled', minted: true }, hasArrived: true } as const;
    expect((await followed([settled], {}, [[BRIDGE.id, EVENT]])).did).toEqual(['done 0x2 80']);
    const gone = { ...BRIDGE, transfer: { status: 'abandoned', minted: false } } as const;
    expect((await followed([gone])).did).toEqual([expect.stringContaining('abandoned 0x2')]);
  });

  it('one that a chain or its portfolio refuses says why, and the next is none the worse', async () => {
    const refused = await followed([DEPOSIT, BRIDGE], {
      refusalOf: async ({ kind }) => ok(kind === 'deposit' ? 'The vault is full.' : null),
    });
    expect(refused.did).toEqual([expect.stringContaining('The vault is full.'), 'transfer 0x2']);
    const broken = await followed([DEPOSIT, BRIDGE], { callOf: async () => fail('chain-busy', 'too much') });
    expect(broken.did).toEqual(['waits 0x1 too much', 'transfer 0x2']);
  });

  it('nothing is concluded where the chain does not answer', async () => {
    const { did, outcome } = await followed([DEPOSIT], { events: async () => fail('chain-timeout', 'slow') });
    expect(did).toEqual([]);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'chain-timeout' } });
  });
});
