import { type Address, getAddress, isAddress, toHex } from 'viem';
import { type Ask, quantityOf } from './ask.ts';
import type { OwnerCall } from './owner-call.ts';

/** One transfer that a call would make, in the token's raw units. */
export type Move = {
  readonly token: Address;
  readonly from: Address;
  readonly to: Address;
  readonly units: bigint;
};

/** keccak256("Transfer(address,address,uint256)") */
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';

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

/**
 * What tokens move if the call is mined next, by `eth_simulateV1`: from the tokens' own events, so a token that lies in its events lies
 * here. Null where the node can't simulate: then nothing is known, which is not "nothing moves".
 */
export async function simulateMoves(
  ask: Ask,
  from: Address,
  { to, data, valueWei }: OwnerCall,
): Promise<readonly Move[] | null> {
  try {
    const head = await ask({ method: 'eth_getBlockByNumber', params: ['latest', false] });
    if (!isObject(head)) return null;
    const blockOverrides = {
      number: toHex(quantityOf(head.number, 'a block') + 1n),
      time: toHex(quantityOf(head.timestamp, 'a block') + 1n),
    };
    const calls = [{ from, to, data, value: toHex(valueWei) }];
    const answer = await ask({
      method: 'eth_simulateV1',
      params: [{ blockStateCalls: [{ blockOverrides, calls }] }, 'latest'],
    });
    const block: unknown = Array.isArray(answer) ? answer[0] : null;
    const call: unknown = isObject(block) && Array.isArray(block.calls) ? block.calls[0] : null;
    if (!isObject(call) || call.status !== '0x1' || !Array.isArray(call.logs)) return null;
    return call.logs.map(moveOf).filter((move) => move !== null);
  } catch {
    return null;
  }
}
