import {
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionReturnType,
  encodeFunctionData,
  getAbiItem,
  type Hex,
} from 'viem';
import { balancerLensAbi } from '../../lib/abi/balancer-lens-abi.ts';
import { balancerLensCode } from '../../lib/abi/balancer-lens-code.ts';
import type { Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { asChainResult } from './chain-failure.ts';
import { decoderOf } from './decode-words.ts';
import { type Read, readInParts } from './read-in-parts.ts';
import { tokenName } from './token-name.ts';

/** What the lens says of one portfolio; `ok` is false when the portfolio could not be read. Addresses are lower-cased, symbols printable names. */
export type PortfolioReading = ContractFunctionReturnType<typeof balancerLensAbi, 'view', 'read'>[2][number];

/** What the lens says of one order. */
export type OrderReading = ContractFunctionReturnType<
  typeof balancerLensAbi,
  'view',
  'orderStates'
>[2][number];

export type OrderQuery = ContractFunctionArgs<typeof balancerLensAbi, 'view', 'orderStates'>[0][number];

export type LensOptions = {
  readonly chain: ChainClient;
  readonly blockNumber: bigint;
  /** Where the lens is deployed; by default its code is put at an unused address for the one call. */
  readonly lensAddress?: Address | null;
  /** What is put there; left out, the lens of Balancers. Every lens answers alike. */
  readonly lensCode?: Hex;
  /** Portfolios that failed lately: read last, and each alone. */
  readonly suspects?: ReadonlySet<string>;
  readonly timeIsUp?: () => boolean;
};

/** Nobody's address: code is put there by state override, so that a fleet is read without a deployment. */
const OVERRIDE_ADDRESS: Address = '0x1ba1a9ce00000000000000000000000000000001';
/** What the lens needs to go on to one more portfolio: a call that asks for so much for each gets all of its answers. */
const SHARE_GAS = 2_000_000n;
/** An order asks its portfolio for its value twice. */
const ORDER_SHARE_GAS = 5_000_000n;
/** Of one call; explicit, because a node's default may be the block's gas limit or less. Hosted nodes silently give a tenth of it. */
const CALL_GAS_MAX = 500_000_000n;
/** Of one call, whatever the gas: ten megabytes of answer, where each holds five assets. */
const PART_MAX = 1_000;

const decodeFleet = decoderOf(getAbiItem({ abi: balancerLensAbi, name: 'read' }).outputs);
const decodeOrders = decoderOf(getAbiItem({ abi: balancerLensAbi, name: 'orderStates' }).outputs);

type Call = { readonly data: Hex; readonly gas: bigint };

const callLens = (
  { chain, blockNumber, lensAddress, lensCode = balancerLensCode }: LensOptions,
  { data, gas }: Call,
): Promise<Result<Hex>> =>
  asChainResult(async () => {
    const to = lensAddress ?? OVERRIDE_ADDRESS;
    const override = lensAddress ? {} : { stateOverride: [{ address: to, code: lensCode }] };
    const answer = await chain.call({ to, data, blockNumber, gas, ...override });
    if (answer.data === undefined) throw new Error('the lens returned no data');
    return answer.data;
  });

const gasOf = (count: number, share: bigint): bigint => {
  const wanted = BigInt(Math.max(count, 1)) * share;
  return wanted < CALL_GAS_MAX ? wanted : CALL_GAS_MAX;
};

/** The lens ends its list where its gas ends; whoever asked for somebody gets at least the first. */
const isPrefix = (answered: number, asked: number): boolean =>
  answered <= asked && (answered > 0 || asked === 0);

/** Most names are as they were read, and such a reading is handed on. */
const named = (reading: PortfolioReading): PortfolioReading => {
  const names = reading.assets.map(({ symbol, token }) => tokenName(symbol, token));
  if (reading.assets.every(({ symbol }, index) => symbol === names[index])) return reading;
  const assets = reading.assets.map((asset, index) => ({ ...asset, symbol: names[index] ?? asset.symbol }));
  return { ...reading, assets };
};

const askFleet = async (
  options: LensOptions,
  part: readonly Address[],
): Promise<Result<readonly PortfolioReading[]>> => {
  const data = encodeFunctionData({ abi: balancerLensAbi, functionName: 'read', args: [part] });
  const answer = await callLens(options, { data, gas: gasOf(part.length, SHARE_GAS) });
  if (!answer.ok) return answer;
  return asChainResult(async () => {
    const [blockNumber, , states] = decodeFleet(answer.value);
    const isTheirs = states.every(({ portfolio }, index) => portfolio === part[index]?.toLowerCase());
    if (blockNumber !== options.blockNumber || !isPrefix(states.length, part.length) || !isTheirs)
      throw new Error('block or count mismatch in the answer');
    return states.map(named);
  });
};

/**
 * Reads any number of portfolios, all at the same block, in the order asked, in as few `eth_call`s as the node bears: the lens
 * reads on as long as there is gas, and who is missing in its answer is asked for again. One that can't be read answers `ok: false` or a failure alone, and one whose turn didn't come `not-reached`.
 */
export const observeFleet = (
  options: LensOptions,
  portfolios: readonly Address[],
): Promise<Result<Read<PortfolioReading>>> =>
  readInParts<Address, PortfolioReading>(portfolios, {
    partMax: PART_MAX,
    ask: (part) => askFleet(options, part),
    isSuspect: (address) => options.suspects?.has(address.toLowerCase()) === true,
    timeIsUp: options.timeIsUp,
  });

const askOrders = async (
  options: LensOptions,
  part: readonly OrderQuery[],
): Promise<Result<readonly OrderReading[]>> => {
  const data = encodeFunctionData({ abi: balancerLensAbi, functionName: 'orderStates', args: [part] });
  const answer = await callLens(options, { data, gas: gasOf(part.length, ORDER_SHARE_GAS) });
  if (!answer.ok) return answer;
  return asChainResult(async () => {
    const [blockNumber, , answers] = decodeOrders(answer.value);
    if (blockNumber !== options.blockNumber || !isPrefix(answers.length, part.length))
      throw new Error('block or count mismatch in the answer');
    return answers;
  });
};

/** What contract and LOP think of orders at one block: state, signature, what is left, how much can be filled and what bounds it. */
export const observeOrders = (
  options: LensOptions,
  queries: readonly OrderQuery[],
): Promise<Result<Read<OrderReading>>> =>
  readInParts<OrderQuery, OrderReading>(queries, {
    partMax: PART_MAX,
    ask: (part) => askOrders(options, part),
    isSuspect: ({ portfolio }) => options.suspects?.has(portfolio.toLowerCase()) === true,
    timeIsUp: options.timeIsUp,
  });
