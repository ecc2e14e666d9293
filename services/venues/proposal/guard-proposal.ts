import { zeroAddress } from 'viem';
import type { Observation, Swapping } from '../../../lib/ledger/look.ts';
import { LIMIT_ORDER_PROTOCOL, wordToAddress } from '../../../lib/orders/limit-order.ts';
import { oneinchSwapIn } from '../../../lib/orders/oneinch-swap.ts';
import type { ProposalBody } from '../../../lib/orders/sign-proposal.ts';
import { v2SwapIn } from '../../../lib/orders/v2-swap.ts';
import type { Result } from '../../../lib/result.ts';
import { HOLDINGS, judge, PRICING, type Rule, refuse, STANDING } from '../trade-rules.ts';

/** What is to be signed, or sent once signed; the generation is the one it is signed for. */
export type GuardedProposal = Pick<ProposalBody, 'order' | 'expiresAtSeconds'> & {
  readonly generation: bigint;
};

type Given = GuardedProposal & { readonly swapping: Swapping };

/** 1inch's own router is told the least again by the contract, which counts what comes in. */
const asksOneinchForThis = ({ order, swapping }: Given): boolean => {
  const swap = oneinchSwapIn(order.data);
  return (
    swap?.isWhole === true &&
    swap.amountIn === order.makingAmount &&
    swap.sellToken === wordToAddress(order.makerAsset) &&
    swap.buyToken === wordToAddress(order.takerAsset) &&
    swap.to === swapping.executor
  );
};

/** The router is called for this very trade, and pays the executor, which hands all of it to the portfolio. */
const callsForThis = (given: Given): boolean => {
  const { order, expiresAtSeconds, swapping } = given;
  if (order.router === LIMIT_ORDER_PROTOCOL) return asksOneinchForThis(given);
  const swap = v2SwapIn(order.data);
  return (
    swap !== null &&
    swap.amountIn === order.makingAmount &&
    swap.minOut === order.takingAmount &&
    swap.path[0] === wordToAddress(order.makerAsset) &&
    swap.path.at(-1) === wordToAddress(order.takerAsset) &&
    swap.to === swapping.executor &&
    swap.deadlineSeconds === expiresAtSeconds
  );
};

/** The contract judges the same, and values what came in; it has the last word. */
const RULES: readonly Rule<Given>[] = [
  ...STANDING,
  {
    name: 'its router is one that the owner allows',
    holds: ({ order, swapping }) => swapping.routers.includes(order.router),
  },
  ...HOLDINGS,
  {
    name: 'it is pulled by a good delegation of the account, where it holds the tokens itself',
    holds: ({ order: { context, makerAsset }, snapshot, delegations }) =>
      snapshot.account.kind === 'delegated'
        ? context !== null && context === delegations?.get(wordToAddress(makerAsset) ?? zeroAddress)
        : context === null,
  },
  {
    name: 'what is left of the delegation’s period covers it',
    holds: ({ order, snapshot }) => {
      const sold = snapshot.assets.find(({ token }) => token === wordToAddress(order.makerAsset));
      return (
        snapshot.account.kind !== 'delegated' ||
        (sold?.delegated?.ok === true && order.makingAmount <= sold.delegated.leftUnits)
      );
    },
  },
  { name: 'it carries the current generation', holds: (g) => g.generation === g.snapshot.generation },
  { name: 'it has not expired', holds: (g) => g.expiresAtSeconds > g.snapshot.nowSeconds },
  {
    name: 'it lives no longer than the contract allows',
    holds: (g) => g.expiresAtSeconds <= g.snapshot.nowSeconds + g.snapshot.guard.orderTtlMaxSeconds,
  },
  { name: 'its router is called for this trade alone, and pays the executor', holds: callsForThis },
  ...PRICING,
];

/** Says whether a proposal may be signed, or sent once signed. Whatever isn't expressly right is refused, with the rule's name. */
export const guardProposal = (proposal: GuardedProposal, observation: Observation): Result<null> => {
  const { swapping } = observation;
  if (swapping === null) return refuse('the account makes swaps of its own');
  return judge({ ...proposal, swapping }, { ...observation, swapping }, RULES);
};
