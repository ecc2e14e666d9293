import { describe, expect, it } from 'vitest';
import type { Block } from '../../lib/ledger/chain-facts.ts';
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
    ...{ factoryBlock: 0n, monotonicMs: () => 0, reportGaps: unasked },
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
