import { type Address, decodeFunctionResult, encodeFunctionData, type Hex, isHex } from 'viem';
import { balancerAbi } from '../abi/balancer-abi.ts';
import type { Ask } from './ask.ts';

/** An order as the protocol has it, every address as a number, and the signature that goes with it. */
export type SignedOrder = {
  readonly order: {
    readonly salt: bigint;
    readonly maker: bigint;
    readonly receiver: bigint;
    readonly makerAsset: bigint;
    readonly takerAsset: bigint;
    readonly makingAmount: bigint;
    readonly takingAmount: bigint;
    readonly makerTraits: bigint;
  };
  readonly signature: Hex;
};

/** Whether a stranger could fill an order in this block. `why` is a sentence, also where it can be filled. */
export type OrderVerdict = { readonly fillableUnits: bigint; readonly why: string };

/** In the order of `OrderState` (IBalancer.sol). */
const STATES = [
  'The contract takes it.',
  'It is no order.',
  'It was signed for other terms.',
  'It is another portfolio’s.',
  'Its settings are not those the contract allows.',
  'It was voided together with its series.',
  'It has expired.',
  'It would live longer than the contract allows.',
  'It is of a generation that was voided.',
  'It names a token that is not listed any more.',
  'The portfolio is paused.',
  'Its signer may not sign any more.',
  'What it carries is not allowed.',
  'Its proceeds would go elsewhere.',
  'It is filled or cancelled.',
] as const;

/** In the order of `FillLimit` (IBalancer.sol). */
const LIMITS = [
  'It can be filled.',
  'The portfolio is paused.',
  'The portfolio is in the middle of a fill.',
  'It is of a generation that was voided.',
  'It is filled or cancelled.',
  'It has expired.',
  'It names a token that is not listed any more.',
  'A feed gives no price to trust.',
  'Its price is worse than the contract allows.',
  'A token was traded a moment ago: its cooldown runs.',
  'What it sells is not above its target.',
  'What it buys is not below its target.',
  'It would go past a target.',
  'Too little is left of it.',
  'The loss allowed for a day is used up.',
  'The turnover allowed for a day is used up.',
  'The portfolio doesn’t hold that much.',
  'The protocol may not take that much.',
] as const;

/** What the contract says of an order by its numbers of `OrderState` and `FillLimit`, in a sentence. */
export const verdictWords = (state: number, limit: number): string =>
  state === 0
    ? (LIMITS[limit] ?? `The contract says limit ${limit}.`)
    : (STATES[state] ?? `The contract says state ${state}.`);

const CLOSED: OrderVerdict = { fillableUnits: 0n, why: 'There is no portfolio to ask.' };

/** Asks the contract, as the protocol would, and for the most that a fill of this block could take. @throws what the node says */
export async function judgeOrder(
  ask: Ask,
  portfolio: Address,
  { order, signature }: SignedOrder,
): Promise<OrderVerdict> {
  const call = async (data: Hex): Promise<Hex> => {
    const answer = await ask({ method: 'eth_call', params: [{ to: portfolio, data }, 'latest'] });
    if (!isHex(answer)) throw new TypeError('The node answered a call with something that is no data.');
    return answer;
  };
  const state = { abi: balancerAbi, functionName: 'orderState', args: [order, signature] } as const;
  const told = await call(encodeFunctionData(state));
  if (told === '0x') return CLOSED;
  const kind = decodeFunctionResult({ ...state, data: told });
  if (kind !== 0) return { fillableUnits: 0n, why: verdictWords(kind, 0) };
  const most = { abi: balancerAbi, functionName: 'maxFill', args: [order] } as const;
  const [fillableUnits, limit] = decodeFunctionResult({
    ...most,
    data: await call(encodeFunctionData(most)),
  });
  return { fillableUnits, why: verdictWords(kind, limit) };
}
