import type { Address, Hex } from 'viem';
import type { Leg } from '../../../lib/engine/decision.ts';
import type { Account } from '../../../lib/engine/snapshot.ts';
import type { FailureCode } from '../../../lib/failure-code.ts';
import type { Block } from '../../../lib/ledger/chain-facts.ts';
import type { Observation, Swapping } from '../../../lib/ledger/look.ts';
import type { Intent, PreparedIntent } from '../../../lib/ledger/venue.ts';
import { BPS, larger, powerOfTen } from '../../../lib/money/fixed-point.ts';
import { addressToWord, LIMIT_ORDER_PROTOCOL } from '../../../lib/orders/limit-order.ts';
import { orderExpiry } from '../../../lib/orders/order-terms.ts';
import { proposalNonce } from '../../../lib/orders/proposal-typed-data.ts';
import type { SignAs } from '../../../lib/orders/sign-order.ts';
import { type ProposalBody, type SwapOrder, signProposal } from '../../../lib/orders/sign-proposal.ts';
import { type SwapTerms, v2SwapData } from '../../../lib/orders/v2-swap.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import type { AskSwap } from '../oneinch/swap-client.ts';
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

/** Of a proposal through one pool, and of it without the swap; measured, to two digits. */
export const POOL_GAS = 320_000n;
const OWN_GAS = 210_000n;
/** What more a pull by a delegation takes, of one that was used before. Measured: the contracts' gas snapshots. */
const PULL_GAS = 115_000n;

/** Of a proposal through one pool of an account of this kind. */
export const proposalGas = (kind: Account['kind']): bigint =>
  kind === 'delegated' ? POOL_GAS + PULL_GAS : POOL_GAS;

/** An answer of these is no answer to fall back from. */
const HOSTILE: readonly FailureCode[] = ['venue-malformed', 'venue-router-changed'];

type Unsigned = Intent & { readonly proposal: Pick<ProposalBody, 'order' | 'expiresAtSeconds'> };
/** A way to trade, and what it pays. */
type Quoted = {
  readonly router: Address;
  readonly units: bigint;
  /** Gas of the whole proposal; null where nobody says. */
  readonly gas: bigint | null;
  readonly dataFor: (terms: Omit<SwapTerms, 'path'>) => Hex;
};

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
    if (best === null || all - sooner > best.units) best = pooled(way, all - sooner);
  }
  return ok(best);
};

const pooled = ({ router, path }: Way, units: bigint): Quoted => ({
  ...{ router, units, gas: POOL_GAS },
  dataFor: (terms) => v2SwapData({ ...terms, path }),
});

type Asked = { readonly leg: Leg; readonly observation: Observation; readonly swapping: Swapping };

/** What 1inch offers where the owner allows its router; null where it is away. What is hostile or can't be read fails: nothing is signed. */
const aggregated = async (
  askSwap: AskSwap | null,
  { leg, observation, swapping }: Asked,
): Promise<Result<Quoted | null>> => {
  const { signer } = observation;
  if (askSwap === null || signer === null || !swapping.routers.includes(LIMIT_ORDER_PROTOCOL))
    return ok(null);
  const { sellToken, buyToken, sellUnits } = leg;
  const { executor } = swapping;
  const slippageBps = Number(QUOTE_TOLERANCE_BPS);
  const offer = await askSwap({ sellToken, buyToken, sellUnits, executor, sender: signer, slippageBps });
  if (!offer.ok) return HOSTILE.includes(offer.error.code) ? offer : ok(null);
  const { router, units, gas, data } = offer.value;
  return ok({ router, units, gas: gas === null ? null : gas + OWN_GAS, dataFor: () => data });
};

/** The better of two after gas. {usd} = {units} × {usd/token} ÷ {units/token} − {gas} × {usd/gas} */
const better = (
  pool: Quoted | null,
  other: Quoted | null,
  { leg, observation: { snapshot }, usdPerGasE18 }: Asked & { readonly usdPerGasE18: bigint },
): Quoted | null => {
  if (pool === null || other === null) return pool ?? other;
  const decimals = snapshot.assets.find(({ token }) => token === leg.buyToken)?.decimals ?? 0;
  const netUsdE18 = ({ units, gas }: Quoted): bigint =>
    (units * leg.buyPriceUsdE18) / powerOfTen(decimals) - (gas ?? POOL_GAS * 2n) * usdPerGasE18;
  return netUsdE18(other) > netUsdE18(pool) ? other : pool;
};

const unsigned = (
  { id, leg }: Intent,
  { snapshot, delegations }: Observation,
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
    ...{ nonce: proposalNonce(id), router: quoted.router },
    // Where one is wanted and missing, the guard refuses.
    context: delegations?.get(leg.sellToken) ?? null,
    data: quoted.dataFor({
      ...{ amountIn: leg.sellUnits, minOut, to: executor },
      deadlineSeconds: expiresAtSeconds,
    }),
  };
  return { id, leg, proposal: { order, expiresAtSeconds } };
};

/** Quotes each leg by the pools of the observed block. Fails with `order-not-fillable` where no way pays what the leg asks at least. */
const quoteAll = async (
  intents: readonly Intent[],
  observation: Observation,
  { chain, askSwap }: Pick<Preparing, 'chain' | 'askSwap'>,
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
    const asked = { leg, observation, swapping };
    // A second slice is quoted behind the first, which 1inch can't.
    const offered = await aggregated(before === 0n ? askSwap : null, asked);
    if (!offered.ok) return offered;
    const usdPerGasE18 = leg.expectedCost.gasUsdE18 / proposalGas(snapshot.account.kind);
    const best = better(quoted.value, offered.value, { ...asked, usdPerGasE18 });
    if (best === null) return notPaid(`No pool trades ${leg.sellToken} for ${leg.buyToken}.`);
    const { units } = best;
    if (units < leg.buyUnits)
      return notPaid(
        `The pools pay ${units} units of ${leg.buyToken}, and ${leg.buyUnits} is the least that the policy's slippage allows.`,
      );
    sold.set(pair, before + leg.sellUnits);
    proposals.push(unsigned(intent, observation, { quoted: best, executor: swapping.executor }));
  }
  return ok(proposals);
};

export type Preparing = {
  readonly signAs: SignAs | null;
  readonly chain: SwapChain;
  /** 1inch's swap API; null where no key of it is set. */
  readonly askSwap: AskSwap | null;
};

/**
 * The signed proposals of one look's legs, one a leg, each passed by the guard before anything is signed. One refusal refuses all. Where
 * nothing is to be signed (`signAs` null) pools and guard alone are asked.
 */
export const prepareProposals = async (
  intents: readonly Intent[],
  observation: Observation,
  { signAs, ...sources }: Preparing,
): Promise<Result<readonly PreparedIntent<ProposalBody>[]>> => {
  const quoted = await quoteAll(intents, observation, sources);
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
