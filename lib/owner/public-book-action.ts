import {
  type Address,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  isHex,
  keccak256,
  maxUint256,
} from 'viem';
import { balancerAbi } from '../abi/balancer-abi.ts';
import { isKnownFeeTaker } from '../chains/known-fee-taker.ts';
import type { Ask } from './ask.ts';
import { exactUnits } from './exact-units.ts';
import type { ActMaker, OwnerAct } from './owner-act.ts';
import type { AssetFact } from './read-portfolio.ts';

/** Has to be typed: what is trusted more cannot be seen in a trial of the call. */
const CONFIRM = 'publicBook';

async function answerOf(ask: Ask, method: string, params: readonly unknown[]): Promise<Hex> {
  const answer = await ask({ method, params });
  if (!isHex(answer)) throw new TypeError(`The node answered ${method} with something that is no data.`);
  return answer;
}

async function termsOf(ask: Ask, portfolio: Address) {
  const read = (functionName: 'guard' | 'feeTaker' | 'limitOrderProtocol') =>
    answerOf(ask, 'eth_call', [
      { to: portfolio, data: encodeFunctionData({ abi: balancerAbi, functionName }) },
      'latest',
    ]);
  const [guard, feeTaker, router] = await Promise.all([
    read('guard'),
    read('feeTaker'),
    read('limitOrderProtocol'),
  ]);
  return {
    guard: decodeFunctionResult({ abi: balancerAbi, functionName: 'guard', data: guard }),
    feeTaker: decodeFunctionResult({ abi: balancerAbi, functionName: 'feeTaker', data: feeTaker }),
    router: decodeFunctionResult({ abi: balancerAbi, functionName: 'limitOrderProtocol', data: router }),
  };
}

type Terms = Awaited<ReturnType<typeof termsOf>>;

const callOf = (portfolio: Address, guard: Terms['guard'], publicBook: boolean) => ({
  to: portfolio,
  data: encodeFunctionData({ abi: balancerAbi, functionName: 'setGuard', args: [{ ...guard, publicBook }] }),
  valueWei: 0n,
});

const closing = (portfolio: Address, { guard }: Terms): OwnerAct => ({
  id: 'close-public-book',
  title: 'Close it to 1inch’s book',
  intent: 'Close the portfolio to 1inch’s public book',
  call: callOf(portfolio, guard, false),
  effects: [
    'No token moves.',
    'Every order signed so far is void, and 1inch’s router keeps no allowance.',
    'A policy that trades at 1inch holds until it is opened again.',
  ],
  confirmBy: null,
  grave: false,
});

const opening = (portfolio: Address, { guard, feeTaker, router }: Terms): OwnerAct => ({
  id: 'open-public-book',
  title: 'Open it to 1inch’s book',
  intent: 'Open the portfolio to 1inch’s public book',
  call: callOf(portfolio, guard, true),
  effects: [
    'No token moves, and nothing is allowed yet: each asset’s allowance ceiling stays as it is.',
    `Trusted from now on: all of 1inch’s router ${router}, up to each asset’s ceiling, and again after each use.`,
    `Trusted from now on: the contract ${feeTaker} that takes 1inch’s fee within a fill. Its code was compared just now: it is that of release 4.3.3.`,
    'Trusted from now on: that nobody finds two extensions with one 160-bit hash.',
    `1inch’s fee counts as a loss, and may be ${guard.maxFeeBps / 100} % at most.`,
    'Every order signed so far is void.',
  ],
  confirmBy: CONFIRM,
  grave: true,
});

/**
 * Opens a portfolio to 1inch's public book, or closes it, all else of its guard as it is now. Opening compares FeeTaker's code first.
 * @throws where it is so already, where the code is none that is known, and what the node says
 */
export async function publicBookAct(ask: Ask, portfolio: Address, open: boolean): Promise<OwnerAct> {
  const terms = await termsOf(ask, portfolio);
  if (terms.guard.publicBook === open)
    throw new Error(`It is ${open ? 'open to' : 'closed to'} 1inch’s book already.`);
  if (!open) return closing(portfolio, terms);
  const code = await answerOf(ask, 'eth_getCode', [terms.feeTaker, 'latest']);
  if (!isKnownFeeTaker(code))
    throw new Error(
      `The contract that would take 1inch’s fee, ${terms.feeTaker}, has code that nobody here has compared (${keccak256(code)}). Nothing is switched on.`,
    );
  return opening(portfolio, terms);
}

/**
 * How much of one asset the bot may let 1inch's router take, at most; null: as much as there is. It allows what open orders need, and the
 * owner's word is the end of it.
 */
export const allowanceCeilingAct =
  (asset: AssetFact, units: bigint | null): ActMaker =>
  ({ portfolio }) => {
    const name = asset.symbol ?? asset.token;
    const amount = units === null ? `all ${name}` : `${exactUnits(units, asset.decimals)} ${name}`;
    const args = [asset.token, units ?? maxUint256] as const;
    return {
      id: 'allowance-ceiling',
      title: `Set the ceiling of ${name}`,
      intent:
        units === 0n ? `Let 1inch’s router take no ${name}` : `Let 1inch’s router take ${amount} at most`,
      call: {
        to: portfolio,
        data: encodeFunctionData({ abi: balancerAbi, functionName: 'setAllowanceCeiling', args }),
        valueWei: 0n,
      },
      effects:
        units === 0n
          ? ['No token moves.', `No order sells ${name} at 1inch any more; what was allowed is taken back.`]
          : [
              'No token moves.',
              `The bot may allow 1inch’s router ${units === null ? `all ${name} that is there` : `up to ${amount}`} at a time, and again after each use.`,
              'It allows what open orders need, and nothing once none is left.',
            ],
      confirmBy: null,
      grave: units !== 0n,
    };
  };
