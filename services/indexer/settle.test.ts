import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block } from '../../lib/ledger/chain-facts.ts';
import type { RangeToRead } from '../../lib/ledger/custody.ts';
import { ok, type Result } from '../../lib/result.ts';
import { type SettlePorts, settle } from './settle.ts';

const block = (number: bigint, branch: string): Block => ({
  ...{ number, hash: `0x${branch}${number}` },
  timeSeconds: Number(number),
});

const unasked = (): never => {
  throw new Error('nobody asks for that here');
};

/** A tick that has read `head`, on a chain and an index that both stand on `branch` by now. */
const overtaken = (head: Block, branch: string) => {
  const rolledBack: bigint[] = [];
  const ports: SettlePorts = {
    ...{ factoryBlock: 0n, sureDepth: 64n, monotonicMs: () => 0, reportGaps: unasked },
    chain: {
      head: async () => ok(head),
      blocks: async (numbers) => ok(numbers.map((number) => block(number, branch))),
    },
    custody: { settle: unasked, states: unasked },
    store: {
      trail: async () => ok([block(330n, branch), block(319n, branch)]),
      rollBack: async (_from, to): Promise<Result<boolean>> => {
        if (rolledBack.push(to.number) > 3) throw new Error('it goes round in circles');
        return ok(true);
      },
      ...{ seed: unasked, apply: unasked, toRefresh: unasked, saveStates: unasked, advanceOrders: unasked },
    },
  };
  return { ports, rolledBack };
};

describe('settling', () => {
  it('undoes nothing and ends when another tick has settled the branch that took the place of its own head', async () => {
    const { ports, rolledBack } = overtaken(block(330n, 'a'), 'b');
    expect(await settle(ports, () => false)).toMatchObject({ ok: false, error: { code: 'chain-moved' } });
    expect(rolledBack).toEqual([]);
  });
});

const DEPTH = 64n;

/** An index on a chain that only grows, with how often each block was read, and whether while it was deep. */
const growing = () => {
  const trail: Block[] = [block(10n, 'a')];
  const read = new Map<bigint, { times: number; deep: boolean }>();
  const note = (number: bigint, head: bigint): void => {
    const before = read.get(number) ?? { times: 0, deep: false };
    read.set(number, { times: before.times + 1, deep: before.deep || head - number >= DEPTH });
  };
  /** Reads at most so many of the blocks that were asked for. */
  const custody = (blocksMax: bigint) => ({
    settle: async ({ after, again, end, head }: RangeToRead) => {
      const last = after.number + blocksMax < end.number ? after.number + blocksMax : end.number;
      for (let number = after.number + 1n; number <= last; number += 1n) note(number, head.number);
      for (let number = again?.fromBlock ?? 0n; again !== null && number <= again.toBlock; number += 1n)
        note(number, head.number);
      const none = {
        creations: [],
        states: [],
        fills: [],
        cashFlows: [],
        events: [],
        listings: [],
        gaps: [],
      };
      return ok({ chainId: 1, after, to: block(last, 'a'), ...none });
    },
    states: unasked,
  });
  const pass = (head: bigint, blocksMax: bigint, steps: number) => {
    let left = steps;
    return settle(
      {
        ...{ factoryBlock: 0n, sureDepth: DEPTH, monotonicMs: () => 0, reportGaps: unasked },
        chain: {
          head: async () => ok(block(head, 'a')),
          blocks: async (numbers) => ok(numbers.map((number) => block(number, 'a'))),
        },
        custody: custody(blocksMax),
        store: {
          trail: async () => ok([...trail]),
          apply: async ({ to }) => {
            trail.unshift(to);
            return ok(true);
          },
          ...{ seed: unasked, rollBack: unasked, saveStates: unasked },
          toRefresh: async () => ok([]),
          advanceOrders: async () => ok(undefined),
        },
      },
      () => {
        left -= 1;
        return left < 0;
      },
    );
  };
  return { trail, read, pass };
};

describe('settling a chain whose nodes may not have had what they were asked for', () => {
  it('reads every block while it is deep before it leaves it behind, and none more than twice where nothing is cut short', async () => {
    const steps = fc.record({
      more: fc.oneof(fc.bigInt(1n, 3n), fc.bigInt(1n, 200n), fc.bigInt(1n, 5_000n)),
      blocksMax: fc.oneof({ weight: 9, arbitrary: fc.constant(10_000n) }, fc.bigInt(1n, 100n)),
      steps: fc.integer({ min: 1, max: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 8 }), async (passes) => {
        const { trail, read, pass } = growing();
        let head = 10n;
        for (const { more, blocksMax, steps: stepsMax } of passes) {
          head += more;
          expect((await pass(head, blocksMax, stepsMax)).ok).toBe(true);
          const reached = trail[0]?.number ?? 0n;
          const isCut = passes.some((each) => each.blocksMax < 10_000n);
          const seen = [...read].filter(([number]) => number <= reached);
          expect(BigInt(seen.length)).toBe(reached - 10n);
          expect(seen.filter(([number, { deep }]) => number <= reached - DEPTH && !deep)).toEqual([]);
          // What is cut short is read again from where it was cut.
          if (!isCut) expect(seen.filter(([, { times }]) => times > 2)).toEqual([]);
        }
      }),
    );
  });
});
