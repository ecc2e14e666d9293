import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  type Address,
  decodeFunctionData,
  encodeAbiParameters,
  encodeFunctionResult,
  getAbiItem,
  type Hex,
  numberToHex,
  pad,
  toFunctionSelector,
} from 'viem';
import { balancerLensAbi } from '../../lib/abi/balancer-lens-abi.ts';
import { tokenTrialAbi } from '../../lib/abi/token-trial-abi.ts';
import { type LimitOrder, orderHasher } from '../../lib/orders/limit-order.ts';
import type { PortfolioReading } from '../../services/chain/observe-fleet.ts';
import { addressOf } from '../../services/store/testing/arrange.ts';

// A node's answers without its work, in a process of its own (`node fleet-node.ts '{…}'`): what is measured beside it is ours. It knows
// one block, and a fleet of portfolios whose addresses are counted up; every `actingEvery`-th of them is out of its band.

export type FleetNodeOptions = {
  readonly chainId: number;
  readonly signer: Address;
  readonly blockNumber: number;
  readonly blockTimeSeconds: number;
  readonly assets: number;
  /** 10 = each tenth portfolio is due to act. */
  readonly actingEvery: number;
  /** How long an answer takes at least. */
  readonly latencyMs: number;
  /** More is not given to a call, whatever it asks for. */
  readonly callGasMax: number;
  /** What a portfolio's read uses: 250,000 is what five assets took of a real lens among twenty portfolios that share tokens. */
  readonly readGas: number;
};

export const BLOCK_HASH: Hex = pad('0xb10c', { size: 32 });
export const FIRST_ADDRESS = addressOf(1);
/** The n-th asset's token, feed and so on: nobody's. */
const tokenOf = (index: number): Address => addressOf(900_000 + index);

const E18 = 10n ** 18n;
const WORD = 64;
/** Of BalancerLens.sol: what must be left for one more portfolio. */
const LENS_ENOUGH = 2_000_000;

const assetOf = (
  index: number,
  { assets, blockTimeSeconds }: FleetNodeOptions,
  excess: number,
): PortfolioReading['assets'][number] => ({
  token: tokenOf(index),
  decimals: 18,
  tokenState: 0,
  symbol: `T${index}`,
  targetBps: Math.floor(10_000 / assets) + (index === 0 ? 10_000 % assets : 0),
  balanceOk: true,
  // Worth 1,000 USD each, the first one more and the second as much less.
  balance: E18 * BigInt(1_000 + (index === 0 ? excess : index === 1 ? -excess : 0)),
  lopAllowance: 0n,
  allowanceCeiling: 2n ** 255n,
  feed: addressOf(950_000 + index),
  feedDecimals: 8,
  answer: 10n ** 8n,
  updatedAt: BigInt(blockTimeSeconds - 60),
  feedState: 0,
  feedOk: true,
  heartbeat: 3_600n,
  navMaxAge: 86_400n,
  minAnswer: 1n,
  maxAnswer: 10n ** 14n,
  lastBoughtAt: 0n,
  lastSoldAt: 0n,
});

const portfolioOf = (options: FleetNodeOptions, excess: number): PortfolioReading => ({
  ok: true,
  portfolio: addressOf(0),
  owner: addressOf(990_001),
  pendingOwner: pad('0x', { size: 20 }),
  signer: options.signer,
  executor: addressOf(990_002),
  factory: addressOf(990_003),
  limitOrderProtocol: addressOf(990_004),
  feeTaker: addressOf(990_005),
  paused: false,
  locked: false,
  generation: 1,
  series: 1n,
  epoch: 0n,
  guard: {
    ...{ maxSlippageBps: 100, lossBpsPerDay: 100, turnoverBpsPerDay: 10_000, orderTtlMax: 3_600 },
    ...{
      cooldown: 600,
      minDriftBps: 50,
      overshootBps: 100,
      minFillBps: 10,
      maxFeeBps: 50,
      publicBook: false,
    },
  },
  budgets: {
    ...{ lossLevelE18: 0n, lossCapacityE18: 1_000n * E18 },
    ...{ turnoverLevelE18: 0n, turnoverCapacityE18: 100_000n * E18, oneOffE18: 0n, oneOffExpiresAt: 0n },
  },
  nonceWord0: 0n,
  routers: [],
  assets: Array.from({ length: options.assets }, (_, index) => assetOf(index, options, excess)),
});

const readItem = getAbiItem({ abi: balancerLensAbi, name: 'read' });
const stateType = readItem.outputs[2];

/** One portfolio's part of the answer, as hex digits: its address is the second word. */
const bodyOf = (reading: PortfolioReading): Buffer => {
  const encoded = encodeAbiParameters([stateType], [[reading]]).slice(2);
  return Buffer.from(encoded.slice(3 * WORD), 'latin1'); // offset, length, the one part's offset
};

const word = (value: number): string => value.toString(16).padStart(WORD, '0');

type Call = { readonly data?: Hex; readonly input?: Hex; readonly gas?: Hex };

const answerer = (options: FleetNodeOptions) => {
  const bodies = {
    quiet: bodyOf(portfolioOf(options, 0)),
    acting: bodyOf(portfolioOf(options, 500)),
  };
  const first = Number(`0x${FIRST_ADDRESS.slice(-12)}`);
  /** Of each fleet read, what it used of the gas that a call is given. */
  const shares: number[] = [];
  const readSelector = toFunctionSelector(readItem);
  const ordersSelector = toFunctionSelector(getAbiItem({ abi: balancerLensAbi, name: 'orderStates' }));
  const trialSelector = toFunctionSelector(getAbiItem({ abi: tokenTrialAbi, name: 'tryAll' }));
  const hashOrder = orderHasher(options.chainId);
  const block = {
    ...{ number: numberToHex(options.blockNumber), hash: BLOCK_HASH, parentHash: BLOCK_HASH },
    ...{ timestamp: numberToHex(options.blockTimeSeconds), baseFeePerGas: '0x1', transactions: [] },
    ...{ gasLimit: '0x1c9c380', gasUsed: '0x0', difficulty: '0x0', size: '0x0', nonce: '0x0000000000000000' },
  };
  /** As the lens does: reads on as long as there is gas for one more, and ends its list there. */
  const readFleet = (data: Hex, gas: number): Buffer => {
    const asked = (data.length - 10) / WORD - 2;
    const count = Math.min(asked, Math.max(Math.floor((gas - LENS_ENOUGH) / options.readGas) + 1, 1));
    if (asked > 0) shares.push((count * options.readGas) / options.callGasMax);
    const start = 10 + 2 * WORD;
    const parts: Buffer[] = [];
    const offsets: string[] = [];
    let offset = count * 32;
    for (let index = 0; index < count; index += 1) {
      const address = data.slice(start + index * WORD, start + (index + 1) * WORD);
      const number = Number(`0x${address.slice(-12)}`) - first;
      const body = bodies[number % options.actingEvery === 0 ? 'acting' : 'quiet'];
      offsets.push(word(offset));
      parts.push(body.subarray(0, WORD), Buffer.from(address, 'latin1'), body.subarray(2 * WORD));
      offset += body.length / 2;
    }
    const heads = [word(options.blockNumber), word(options.blockTimeSeconds), word(96), word(count)];
    return Buffer.concat([Buffer.from(`0x${heads.join('')}${offsets.join('')}`, 'latin1'), ...parts]);
  };
  const judgeOrders = (data: Hex): string => {
    const { args } = decodeFunctionData({ abi: balancerLensAbi, data });
    const queries = args?.[0] as readonly { readonly order: LimitOrder }[];
    const answers = queries.map(({ order }) => {
      const { makingAmount } = order;
      const fill = { remaining: makingAmount, fillable: makingAmount, limit: 0 };
      return { ok: true, orderHash: hashOrder(order), state: 0, ...fill, signatureValid: true };
    });
    return encodeFunctionResult({
      abi: balancerLensAbi,
      functionName: 'orderStates',
      result: [BigInt(options.blockNumber), BigInt(options.blockTimeSeconds), answers],
    });
  };
  /** Every token brings what it is sent. */
  const tryTokens = (data: Hex): string => {
    const { args } = decodeFunctionData({ abi: tokenTrialAbi, data });
    return encodeFunctionResult({
      abi: tokenTrialAbi,
      functionName: 'tryAll',
      result: [
        BigInt(options.blockNumber),
        BigInt(options.blockTimeSeconds),
        args[0].map(() => ({ ok: true, units: E18, moved: true, brought: E18 })),
      ],
    });
  };
  const call = ({ data, input, gas }: Call): string | Buffer => {
    const sent = data ?? input ?? '0x';
    if (sent.startsWith(readSelector)) {
      const given = Math.min(gas === undefined ? options.callGasMax : Number(gas), options.callGasMax);
      return readFleet(sent, given);
    }
    if (sent.startsWith(trialSelector)) return tryTokens(sent);
    return sent.startsWith(ordersSelector) ? judgeOrders(sent) : `0x${word(1)}`;
  };
  const answer = (method: string, params: readonly unknown[]): unknown => {
    if (method === 'eth_call') return call(params[0] as Call);
    if (method === 'eth_chainId') return numberToHex(options.chainId);
    if (method === 'eth_blockNumber') return block.number;
    if (method === 'eth_getBlockByNumber') return block;
    if (method === 'eth_getLogs') return [];
    throw new Error(`the node has no ${method}`);
  };
  return { answer, shares };
};

const textOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
};

type Request = { readonly id: number; readonly method: string; readonly params?: readonly unknown[] };

const listOf = (answers: readonly Buffer[]): Buffer =>
  Buffer.concat([
    Buffer.from('['),
    ...answers.flatMap((each, index) => (index === 0 ? [each] : [Buffer.from(','), each])),
    Buffer.from(']'),
  ]);

/** Serves until the process ends; `GET /` tells how many requests there were, and how full each read of the fleet was. */
const serve = async (options: FleetNodeOptions): Promise<void> => {
  const { answer, shares } = answerer(options);
  let requests = 0;
  const one = ({ id, method, params = [] }: Request): Buffer => {
    const result = answer(method, params);
    if (!Buffer.isBuffer(result)) return Buffer.from(JSON.stringify({ jsonrpc: '2.0', id, result }));
    // Megabytes of hex, which needs no escaping.
    return Buffer.concat([Buffer.from(`{"jsonrpc":"2.0","id":${id},"result":"`), result, Buffer.from('"}')]);
  };
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') return response.end(JSON.stringify({ requests, shares }));
    const late = sleep(options.latencyMs);
    requests += 1;
    const asked = JSON.parse(await textOf(request)) as Request | readonly Request[];
    const body = 'method' in asked ? one(asked) : listOf(asked.map(one));
    if (options.latencyMs > 0) await late;
    return response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
};

// Whoever imports it may have a parent process as well.
if (process.argv[1] === fileURLToPath(import.meta.url))
  await serve(JSON.parse(process.argv[2] ?? '{}') as FleetNodeOptions);
