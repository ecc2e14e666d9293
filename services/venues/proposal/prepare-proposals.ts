import type { Address } from 'viem';
import type { Leg } from '../../../lib/engine/decision.ts';
import type { Block } from '../../../lib/ledger/chain-facts.ts';
import type { Observation } from '../../../lib/ledger/look.ts';
import type { Intent, PreparedIntent } from '../../../lib/ledger/venue.ts';
import { BPS } from '../../../lib/money/fixed-point.ts';
import { addressToWord } from '../../../lib/orders/limit-order.ts';
import { orderExpiry } from '../../../lib/orders/order-terms.ts';
import { proposalNonce } from '../../../lib/orders/proposal-typed-data.ts';
import type { SignAs } from '../../../lib/orders/sign-order.ts';
import { type ProposalBody, type SwapOrder, signProposal } from '../../../lib/orders/sign-proposal.ts';
import { v2SwapData } from '../../../lib/orders/v2-swap.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { guardProposal } from './guard-proposal.ts';
import { type Pool, type Way, waysOf } from './v2-pools.ts';

export type QuoteQuestion = Way & { readonly amountIn: bigint };

/** The chain's pools, as a proposal is made by them. */
export type SwapChain = {
  /** Tokens that a way may go through between the two that are traded. */
  readonly middles: readonly Address[];
  readonly pools: (
    asked: { readonly routers: readonly Address[]; readonly tokens: readonly Address[] },
    block: Pick<Block, 'number'>,
  ) => Promise<Result<readonly Pool[]>>;
  /** What the routers would pay, by their own word; null where one would not. */
  readonly quotes: (
    questions: readonly QuoteQuestion[],
    block: Pick<Block, 'number'>,
  ) => Promise<Result<readonly (bigint | null)[]>>;
};

/** What a quote may fall by until the swap is in a block. Whoever moves the pool by more before it makes it fail instead of dearer. */
const QUOTE_TOLERANCE_BPS = 30n;

type Unsigned = Intent & { readonly proposal: Pick<ProposalBody, 'order' | 'expiresAtSeconds'> };
type Quoted = { readonly way: Way; readonly units: bigint };

const notPaid = (message: string): Result<never> =>
  fail('order-not-fillable', message, { when: 'next-tick' });

/**
 * What the best way pays for one leg after those of its pair that come before it in the plan: they move the pool first.
 */
const quoteOf = async (
  chain: SwapChain,
  { leg, before, ways }: { readonly leg: Leg; readonly before: bigint; readonly ways: readonly Way[] },
  block: Pick<Block, 'number'>,
): Promise<Result<Quoted | null>> => {
  const questions = ways.flatMap((way) => [
    { ...way, amountIn: before + leg.sellUnits },
    ...(before === 0n ? [] : [{ ...way, amountIn: before }]),
  ]);
  const answers = await chain.quotes(questions, block);
  if (!answers.ok) return answers;
  const each = before === 0n ? 1 : 2;
  let best: Quoted | null = null;
  for (const [index, way] of ways.entries()) {
    const [all, sooner] = [answers.value[index * each], before === 0n ? 0n : answers.value[index * each + 1]];
    if (all == null || sooner == null) continue;
    if (best === null || all - sooner > best.units) best = { way, units: all - sooner };
  }
  return ok(best);
};

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);

const unsigned = (
  { id, leg }: Intent,
  { snapshot }: Observation,
  { quoted, executor }: { readonly quoted: Quoted; readonly executor: Address },
): Unsigned => {
  const expiresAtSeconds = orderExpiry({
    ...{ leg, nowSeconds: snapshot.nowSeconds, orderTtlMaxSeconds: snapshot.guard.orderTtlMaxSeconds },
  });
  const minOut = larger(leg.buyUnits, (quoted.units * (BPS - QUOTE_TOLERANCE_BPS)) / BPS);
  const order: SwapOrder = {
    maker: addressToWord(snapshot.account.address),
    makerAsset: addressToWord(leg.sellToken),
    takerAsset: addressToWord(leg.buyToken),
    ...{ makingAmount: leg.sellUnits, takingAmount: minOut },
    ...{ nonce: proposalNonce(id), router: quoted.way.router },
    data: v2SwapData({
      ...{ amountIn: leg.sellUnits, minOut, path: quoted.way.path, to: executor },
      deadlineSeconds: expiresAtSeconds,
    }),
  };
  return { id, leg, proposal: { order, expiresAtSeconds } };
};

/** Quotes each leg by the pools of the observed block. Fails with `order-not-fillable` where no way pays what the leg asks at least. */
const quoteAll = async (
  intents: readonly Intent[],
  observation: Observation,
  chain: SwapChain,
): Promise<Result<readonly Unsigned[]>> => {
  const { snapshot, swapping } = observation;
  if (swapping === null || swapping.routers.length === 0)
    return notPaid('The owner allows no router that a proposal could go through.');
  const block = { number: snapshot.blockNumber };
  const traded = intents.flatMap(({ leg }) => [leg.sellToken, leg.buyToken]);
  const tokens = [...new Set([...traded, ...chain.middles])];
  const pools = await chain.pools({ routers: swapping.routers, tokens }, block);
  if (!pools.ok) return pools;
  const sold = new Map<string, bigint>();
  const proposals: Unsigned[] = [];
  for (const intent of intents) {
    const { leg } = intent;
    const pair = `${leg.sellToken} ${leg.buyToken}`;
    const before = sold.get(pair) ?? 0n;
    const ways = waysOf(pools.value, leg, chain.middles);
    const quoted = await quoteOf(chain, { leg, before, ways }, block);
    if (!quoted.ok) return quoted;
    if (quoted.value === null) return notPaid(`No pool trades ${leg.sellToken} for ${leg.buyToken}.`);
    const { units } = quoted.value;
    if (units < leg.buyUnits)
      return notPaid(
        `The pools pay ${units} units of ${leg.buyToken}, and ${leg.buyUnits} is the least that the policy's slippage allows.`,
      );
    sold.set(pair, before + leg.sellUnits);
    proposals.push(unsigned(intent, observation, { quoted: quoted.value, executor: swapping.executor }));
  }
  return ok(proposals);
};

/**
 * The signed proposals of one look's legs, one a leg, each passed by the guard before anything is signed. One refusal refuses all. Where
 * nothing is to be signed (`signAs` null) pools and guard alone are asked.
 */
export const prepareProposals = async (
  intents: readonly Intent[],
  observation: Observation,
  { signAs, chain }: { readonly signAs: SignAs | null; readonly chain: SwapChain },
): Promise<Result<readonly PreparedIntent<ProposalBody>[]>> => {
  const quoted = await quoteAll(intents, observation, chain);
  if (!quoted.ok) return quoted;
  const { account, generation } = observation.snapshot;
  for (const { proposal } of quoted.value) {
    const passed = guardProposal({ ...proposal, generation }, observation);
    if (!passed.ok) return passed;
  }
  const prepared: PreparedIntent<ProposalBody>[] = [];
  if (signAs === null || quoted.value.length === 0) return ok(prepared);
  const sign = observation.signer === null ? null : signAs(observation.signer);
  if (sign === null)
    return fail('signer-unavailable', `The key of ${observation.signer ?? 'nobody'} is not at hand.`, {
      when: 'next-tick',
    });
  for (const { id, leg, proposal } of quoted.value) {
    const body = await signProposal(proposal, { chainId: account.chainId, generation }, sign);
    if (!body.ok) return body;
    prepared.push({ id, leg, body: body.value });
  }
  return ok(prepared);
};
