import { type Address, getAddress, type Hex, isAddress, isHex, toHex } from 'viem';
import { type Ask, quantityOf } from './ask.ts';
import type { OwnerCall } from './owner-call.ts';

/** One transfer that a call would make, in the token's raw units. */
export type Move = {
  readonly token: Address;
  readonly from: Address;
  readonly to: Address;
  readonly units: bigint;
};

/** What calls would do, one after the other, if they were mined next. */
export type SimulatedCalls =
  | { readonly kind: 'passes'; readonly moves: readonly Move[] }
  /** `revert` is what call number `index` was refused with. */
  | { readonly kind: 'refused'; readonly index: number; readonly revert: Hex }
  /** The node can't simulate: nothing is known, which is not "nothing moves". */
  | { readonly kind: 'unknown' };

/** keccak256("Transfer(address,address,uint256)") */
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
const UNKNOWN: SimulatedCalls = { kind: 'unknown' };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const addressOfTopic = (topic: unknown): Address | null => {
  const address = typeof topic === 'string' ? `0x${topic.slice(-40)}` : '';
  return isAddress(address, { strict: false }) ? getAddress(address) : null;
};

function moveOf(log: unknown): Move | null {
  if (!isObject(log) || !Array.isArray(log.topics) || log.topics[0] !== TRANSFER) return null;
  const [, from, to] = log.topics.map(addressOfTopic);
  const token = typeof log.address === 'string' && isAddress(log.address) ? getAddress(log.address) : null;
  if (!from || !to || token === null || log.topics.length !== 3) return null;
  return { token, from, to, units: quantityOf(log.data, 'a transfer') };
}

function outcomeOf(answers: readonly unknown[]): SimulatedCalls {
  const moves: Move[] = [];
  for (const [index, answer] of answers.entries()) {
    if (!isObject(answer)) return UNKNOWN;
    if (answer.status !== '0x1') {
      const data = isHex(answer.returnData) ? answer.returnData : '0x';
      return { kind: 'refused', index, revert: data };
    }
    if (!Array.isArray(answer.logs)) return UNKNOWN;
    moves.push(...answer.logs.map(moveOf).filter((move) => move !== null));
  }
  return { kind: 'passes', moves };
}

/**
 * Tries calls in order in the block to come, by `eth_simulateV1`. Moves are from the tokens' own events, so a token that lies in its
 * events lies here.
 */
export async function simulateCalls(
  ask: Ask,
  from: Address,
  calls: readonly OwnerCall[],
): Promise<SimulatedCalls> {
  try {
    const head = await ask({ method: 'eth_getBlockByNumber', params: ['latest', false] });
    if (!isObject(head)) return UNKNOWN;
    const blockOverrides = {
      number: toHex(quantityOf(head.number, 'a block') + 1n),
      time: toHex(quantityOf(head.timestamp, 'a block') + 1n),
    };
    const asked = calls.map(({ to, data, valueWei }) => ({ from, to, data, value: toHex(valueWei) }));
    const answer = await ask({
      method: 'eth_simulateV1',
      params: [{ blockStateCalls: [{ blockOverrides, calls: asked }] }, 'latest'],
    });
    const block: unknown = Array.isArray(answer) ? answer[0] : null;
    if (!isObject(block) || !Array.isArray(block.calls) || block.calls.length !== calls.length)
      return UNKNOWN;
    return outcomeOf(block.calls);
  } catch {
    return UNKNOWN;
  }
}
