import { type Address, encodeFunctionData, type Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Anvil, startAnvil } from '../../../e2e/support/anvil.ts';
import {
  buildOrderWorld,
  type OrderWorld,
  SERIES,
  signBody,
  TAKER_KEY,
} from '../../../e2e/support/order-world.ts';
import { balancerAbi } from '../../../lib/abi/balancer-abi.ts';
import { limitOrderProtocolAbi } from '../../../lib/abi/limit-order-protocol-abi.ts';
import { chainOfId } from '../../../lib/chains/known-chains.ts';
import type { OrderRecord } from '../../../lib/ledger/fleet-record.ts';
import { samplePlaced } from '../../../lib/ledger/testing/sample-action.ts';
import { orderHasher } from '../../../lib/orders/limit-order.ts';
import { buildOrder } from '../../../lib/orders/order-terms.ts';
import type { OrderBody } from '../../../lib/orders/sign-order.ts';
import { openNodes } from '../../chain/chain-client.ts';
import { judgeOrder } from '../../portfolios/judge-order.ts';
import { Secret } from '../../secret.ts';
import { askContract } from './live-orders.ts';

const CHAIN = 31_337;
const MAKING_AMOUNT_GIVEN = 1n << 255n;

let anvil: Anvil;
let world: OrderWorld;
let snapshot: unknown;
let chain: ReturnType<typeof openNodes>['chain'];

const rpc = (method: string, params: readonly unknown[] = []): Promise<unknown> =>
  world.client.request({ method, params } as never);

beforeAll(async () => {
  anvil = await startAnvil();
  world = await buildOrderWorld(anvil.rpcUrl, { publicBook: false });
  // Bitcoin above its target: the portfolio may sell some.
  await world.setPrices(100_000_000n, 2_400_000_000_000n);
  ({ chain } = openNodes({ facts: chainOfId(CHAIN), rpcUrls: [new Secret(anvil.rpcUrl)] }));
});
afterAll(() => anvil.stop());
beforeEach(async () => {
  snapshot = await rpc('evm_snapshot');
});
afterEach(async () => {
  await rpc('evm_revert', [snapshot]);
});

/** Sells 0.1 bitcoin for so many dollars, signed as the bot signs. */
const signedFor = async (buyUnits: bigint, expiresInSeconds = 3_600): Promise<OrderRecord<OrderBody>> => {
  const leg = { sellToken: world.wbtc.token, buyToken: world.usdc.token, sellUnits: 10_000_000n, buyUnits };
  const generation = await world.generation();
  const order = buildOrder({
    contentId: `0x${'11'.repeat(32)}`,
    maker: world.portfolio,
    generation,
    fillMode: { kind: 'parts', series: SERIES, epoch: await world.epoch() },
    nowSeconds: await world.blockTimeSeconds(),
    orderTtlMaxSeconds: 86_400,
    leg: { ...leg, limit: { expiresInSeconds } },
    publicBook: null,
  });
  const body = await signBody(
    { order, extension: '0x' },
    { hashOrder: orderHasher(CHAIN), sign: world.sign },
  );
  const lower = (address: Address): Address => address.toLowerCase() as Address;
  const placed = samplePlaced(1);
  return {
    ...placed,
    ...{ status: 'open', generation, account: world.portfolio, body },
    leg: { ...placed.leg, sellToken: lower(leg.sellToken), buyToken: lower(leg.buyToken) },
    part: { decisionId: '1', sliceNumber: 1, sliceOf: 1 },
    ...{ signedAtSeconds: 0, closedAtSeconds: null },
  };
};

const asked = async (order: OrderRecord) => {
  const live = await askContract(
    { chainId: CHAIN, chain, delegated: null },
    { kind: 'balancer', address: world.portfolio, liveOrders: [order] },
  );
  if (live === null) throw new Error('the chain did not answer');
  return {
    kinds: judgeOrder(order, live).map(({ kind }) => kind),
    sentences: judgeOrder(order, live).map(({ sentence }) => sentence),
    fillable: live.answers.get(order.body.orderHash)?.fillable,
    block: live.sight.blockNumber,
  };
};

const asOwner = async (data: Hex): Promise<void> => {
  const hash = await world.deployer.walletClient.sendTransaction({
    to: world.portfolio,
    data,
    gas: 2_000_000n,
  });
  await world.client.waitForTransactionReceipt({ hash });
};

const fill = async ({ body }: OrderRecord<OrderBody>, units: bigint): Promise<void> => {
  const taker = privateKeyToAccount(TAKER_KEY);
  const allow = {
    to: world.usdc.token,
    data: `0x095ea7b3${world.contracts.router.slice(2).padStart(64, '0')}${'f'.repeat(64)}` as Hex,
  };
  const data = encodeFunctionData({
    abi: limitOrderProtocolAbi,
    functionName: 'fillContractOrderArgs',
    args: [body.order, body.signature, units, MAKING_AMOUNT_GIVEN, '0x'],
  });
  for (const call of [allow, { to: world.contracts.router, data }]) {
    const hash = await world.deployer.walletClient.sendTransaction({
      account: taker,
      gas: 1_000_000n,
      ...call,
    });
    expect((await world.client.waitForTransactionReceipt({ hash })).status).toBe('success');
  }
};

describe('a live order, judged by its own contract at the chain’s head', () => {
  it('has nothing in its way at the market’s price, and all of it can be filled', async () => {
    const order = await signedFor(2_400_000_000n);
    expect(await asked(order)).toEqual({
      kinds: [],
      sentences: [],
      fillable: 10_000_000n,
      block: await world.client.getBlockNumber(),
    });
  });

  it('is told its distance in basis points of the feeds’ prices of that block', async () => {
    expect((await asked(await signedFor(2_424_000_000n))).sentences).toEqual([
      'It asks 100 bps more than the market: a taker gains by it once the market has come that far.',
    ]);
    const order = await signedFor(2_424_000_000n);
    await world.setPrices(100_000_000n, 2_430_000_000_000n);
    expect((await asked(order)).kinds).toEqual([]);
  });

  it('knows what somebody has taken of it, without the index', async () => {
    const order = await signedFor(2_400_000_000n);
    await fill(order, 4_000_000n);
    expect((await asked(order)).fillable).toBe(6_000_000n);
    await fill(order, 6_000_000n);
    expect((await asked(order)).kinds).toEqual(['closed']);
  });

  it('is void in the very block in which its owner pauses, voids it or names another signer', async () => {
    const order = await signedFor(2_400_000_000n);
    await asOwner(encodeFunctionData({ abi: balancerAbi, functionName: 'pause' }));
    const paused = await asked(order);
    expect(paused.kinds).toContain('paused');
    expect([paused.fillable, paused.block]).toEqual([0n, await world.client.getBlockNumber()]);
    await asOwner(encodeFunctionData({ abi: balancerAbi, functionName: 'unpause' }));
    expect((await asked(order)).kinds).toEqual(['generation']);
    const other = await signedFor(2_400_000_000n);
    await asOwner(encodeFunctionData({ abi: balancerAbi, functionName: 'setSigner', args: [world.taker] }));
    expect((await asked(other)).kinds).toContain('generation');
  });

  it('expires by the chain’s time', async () => {
    const order = await signedFor(2_400_000_000n, 60);
    await rpc('evm_increaseTime', [120]);
    await rpc('evm_mine');
    const { sentences, kinds } = await asked(order);
    expect(kinds).toEqual(['expired']);
    expect(sentences[0]).toMatch(/^It expired at .* UTC of the chain’s time\.$/);
  });

  it('sells nothing that has fallen to its target, whatever is asked', async () => {
    const order = await signedFor(2_000_000_000n);
    await world.setPrices(100_000_000n, 2_000_000_000_000n);
    expect((await asked(order)).kinds).toEqual(['drift']);
  });

  it('is judged by nobody where the node is away', async () => {
    const nowhere = openNodes({ facts: chainOfId(CHAIN), rpcUrls: [new Secret('http://127.0.0.1:9')] }).chain;
    const order = await signedFor(2_400_000_000n);
    expect(
      await askContract(
        { chainId: CHAIN, chain: nowhere, delegated: null },
        { kind: 'balancer', address: world.portfolio, liveOrders: [order] },
      ),
    ).toBeNull();
  });
});
