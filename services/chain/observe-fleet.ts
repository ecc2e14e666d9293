import {
  type Address,
  type ContractFunctionReturnType,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
} from 'viem';
import { balancerLensAbi } from '../../lib/abi/balancer-lens-abi.ts';
import { balancerLensCode } from '../../lib/abi/balancer-lens-code.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { asChainResult } from './chain-failure.ts';

/** What the lens says of one portfolio; `ok` is false when the portfolio could not be read. */
export type PortfolioReading = ContractFunctionReturnType<typeof balancerLensAbi, 'view', 'read'>[2][number];

/** What the lens says of one order. */
export type OrderReading = ContractFunctionReturnType<
  typeof balancerLensAbi,
  'view',
  'orderStates'
>[2][number];

type OrderQueries = Parameters<typeof encodeOrderStates>[0];

/** How the readings were had: requests beyond the first were fallbacks, and worth counting. */
export type LensCost = { readonly requests: number; readonly halvings: number };

export type LensOptions = {
  readonly chain: ChainClient;
  readonly blockNumber: bigint;
  /** Where the lens is deployed; by default its code is put at an unused address for the one call. */
  readonly lensAddress?: Address | null;
};

/** Nobody's address: code is put there by state override, so that a fleet is read without a deployment. */
const OVERRIDE_ADDRESS: Address = '0x1ba1a9ce00000000000000000000000000000001';
/** Explicit, because a node's default for eth_call may be the block's gas limit or less. */
const CALL_GAS = 500_000_000n;

const encodeRead = (portfolios: readonly Address[]): Hex =>
  encodeFunctionData({ abi: balancerLensAbi, functionName: 'read', args: [portfolios] });
const encodeOrderStates = (
  queries: readonly {
    readonly portfolio: Address;
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
    readonly blob: Hex;
  }[],
): Hex => encodeFunctionData({ abi: balancerLensAbi, functionName: 'orderStates', args: [queries] });

const callLens = ({ chain, blockNumber, lensAddress }: LensOptions, data: Hex): Promise<Result<Hex>> =>
  asChainResult(async () => {
    const to = lensAddress ?? OVERRIDE_ADDRESS;
    const override = lensAddress ? {} : { stateOverride: [{ address: to, code: balancerLensCode }] };
    const answer = await chain.call({ to, data, blockNumber, gas: CALL_GAS, ...override });
    if (answer.data === undefined) throw new Error('the lens returned no data');
    return answer.data;
  });

/** Asks for all, and for halves of what was too much, down to one. */
const inHalves = async <Q, A>(
  queries: readonly Q[],
  ask: (part: readonly Q[]) => Promise<Result<readonly A[]>>,
): Promise<Result<{ readonly answers: readonly A[]; readonly cost: LensCost }>> => {
  if (queries.length === 0) return ok({ answers: [], cost: { requests: 0, halvings: 0 } });
  const whole = await ask(queries);
  if (whole.ok) return ok({ answers: whole.value, cost: { requests: 1, halvings: 0 } });
  const smallerMayWork = whole.error.code === 'chain-too-much' || whole.error.code === 'chain-timeout';
  if (!smallerMayWork || queries.length === 1) return whole;
  const middle = queries.length >> 1;
  const left = await inHalves(queries.slice(0, middle), ask);
  if (!left.ok) return left;
  const right = await inHalves(queries.slice(middle), ask);
  if (!right.ok) return right;
  return ok({
    answers: [...left.value.answers, ...right.value.answers],
    cost: {
      requests: 1 + left.value.cost.requests + right.value.cost.requests,
      halvings: 1 + left.value.cost.halvings + right.value.cost.halvings,
    },
  });
};

/**
 * Reads any number of portfolios in ONE `eth_call`, all at the same block, in the order asked. A portfolio that can't be
 * read answers `ok: false` alone. Too large a fleet for the node is halved, and the halvings are counted.
 */
export const observeFleet = (options: LensOptions, portfolios: readonly Address[]) =>
  inHalves<Address, PortfolioReading>(portfolios, async (part) => {
    const data = await callLens(options, encodeRead(part));
    if (!data.ok) return data;
    return asChainResult(async () => {
      const [blockNumber, , states] = decodeFunctionResult({
        abi: balancerLensAbi,
        functionName: 'read',
        data: data.value,
      });
      if (blockNumber !== options.blockNumber || states.length !== part.length)
        throw new Error('block or count mismatch in the answer');
      return states;
    });
  });

/** What contract and LOP think of orders at one block: state, what is left, how much can be filled and what bounds it. */
export const observeOrders = (options: LensOptions, queries: OrderQueries) =>
  inHalves<OrderQueries[number], OrderReading>(queries, async (part) => {
    const data = await callLens(options, encodeOrderStates(part));
    if (!data.ok) return data;
    return asChainResult(async () => {
      const [blockNumber, , answers] = decodeFunctionResult({
        abi: balancerLensAbi,
        functionName: 'orderStates',
        data: data.value,
      });
      if (blockNumber !== options.blockNumber || answers.length !== part.length)
        throw new Error('block or count mismatch in the answer');
      return answers;
    });
  });
