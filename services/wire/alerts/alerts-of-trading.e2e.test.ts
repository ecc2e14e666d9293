import { setTimeout } from 'node:timers/promises';
import { type Address, encodeFunctionData, parseAbi } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterEach, describe, expect, it } from 'vitest';
import { type AlertWatch, toldTo, watchAlerts } from '../../../e2e/support/alert-world.ts';
import { type BotWorld, buildBotWorld } from '../../../e2e/support/bot-world.ts';
import { startFaultyHttp } from '../../../e2e/support/faulty-http.ts';
import {
  allowAll,
  oneinchEnv,
  openToPublicBook,
  startOneinchFor,
  tradeAtOneinch,
} from '../../../e2e/support/oneinch-world.ts';
import { SIGNER_KEY } from '../../../e2e/support/order-world.ts';
import { buildProposalWorld, type ProposalWorld } from '../../../e2e/support/proposal-world.ts';
import { readyPart } from '../../../e2e/support/ready-part.ts';
import { balancerAbi } from '../../../lib/abi/balancer-abi.ts';

// What goes wrong with trades, brought about on the chain or at a venue, and told by webhooks.

const USDC = 100_000_000n;
const WBTC = 2_000_000_000_000n;
const ETHER = 150_000_000_000n;
const boardAbi = parseAbi(['function set(address[] feeds, int256[] answers, uint256 updatedAt)']);

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const openBook = async (): Promise<readonly [BotWorld, AlertWatch]> => {
  const world = await buildBotWorld();
  closing.push(world.stop);
  await world.tick();
  const watch = await watchAlerts(world);
  closing.push(watch.close);
  return [world, watch];
};

const openSwaps = async (): Promise<readonly [ProposalWorld, AlertWatch]> => {
  const world = await buildProposalWorld(400n);
  closing.push(world.stop);
  await world.setRouter(true);
  const watch = await watchAlerts(world);
  closing.push(watch.close);
  return [world, watch];
};

const sent = async (world: BotWorld, to: Address, data: `0x${string}`): Promise<void> => {
  const hash = await world.deployer.walletClient.sendTransaction({ to, data, gas: 2_000_000n });
  const { status } = await world.client.waitForTransactionReceipt({ hash });
  if (status !== 'success') throw new Error(`transaction ${hash} reverted`);
};

/** What the feed of the native coin answers. */
const setEther = (world: BotWorld, answerE8: bigint): Promise<void> =>
  sent(
    world,
    world.contracts.feedBoard,
    encodeFunctionData({ abi: boardAbi, args: [[world.wethFeed], [answerE8], 0n] }),
  );

/** Of this kind alone, in order. */
const of = (kind: string, watch: AlertWatch): readonly string[] =>
  toldTo(watch.owners).filter((told) => told.startsWith(kind));
/** Ticks until so many of this kind were told: a busy machine may tell a tick later. */
const tickUntil = async (kind: string, count: number, watch: AlertWatch): Promise<void> => {
  for (let ticks = 0; ticks < 6 && of(kind, watch).length < count; ticks += 1) await watch.tick();
};
const sentenceOf = (kind: string, watch: AlertWatch): string | undefined =>
  watch.owners.taken.find((told) => told.kind === kind)?.sentence;

describe('HIGH_GAS_COST', () => {
  it('is told of a swap whose block came when the native coin was dear, and passes with the next swap', async () => {
    const [world, watch] = await openSwaps();
    const settle = async () => {
      for (let looks = 0; looks < 3; looks += 1) {
        await world.mine(3);
        await watch.tick();
      }
    };
    await world.rpc('evm_setAutomine', [false]);
    await watch.tick();
    // Both come into one block.
    const dearer = setEther(world, ETHER * 5n);
    await setTimeout(200);
    await world.mine(1);
    await dearer;
    await world.rpc('evm_setAutomine', [true]);
    await settle();
    expect(of('HIGH_GAS_COST', watch)).toEqual(['HIGH_GAS_COST raised']);
    expect(sentenceOf('HIGH_GAS_COST', watch)).toMatch(
      /^The gas of its last swap cost \$ \d+\.\d\d; \$ \d+\.\d\d was expected\.$/,
    );
    // Somebody buys bitcoin for as much as moves the pool by an eighth, as the feeds do.
    await world.pools.sell({ asset: world.usdc, units: 600_000n * 10n ** 6n }, world.wbtc);
    await world.setPrices(USDC, 27_000n * 10n ** 8n);
    await watch.tick();
    await settle();
    expect(of('HIGH_GAS_COST', watch)).toEqual(['HIGH_GAS_COST raised', 'HIGH_GAS_COST recovered']);
  });
});

describe('SLIPPAGE_BREACH', () => {
  it('is told of a fill after the market has moved further than the policy allows, and passes with the next order', async () => {
    const [world, watch] = await openBook();
    await world.setPrices(USDC, WBTC * 2n);
    await watch.tick();
    // The contract's own limit, of 2 %, lets it through; the policy's is 1 %. A feed has one price a second in the records.
    await setTimeout(1_100);
    await world.setPrices(USDC, (WBTC * 2n * 1_014n) / 1_000n);
    await world.fillNewest();
    await tickUntil('SLIPPAGE_BREACH', 1, watch);
    expect(of('SLIPPAGE_BREACH', watch)).toEqual(['SLIPPAGE_BREACH raised']);
    expect(sentenceOf('SLIPPAGE_BREACH', watch)).toMatch(
      /^A fill of its last order lost 1\.\d\d % against the mid; 1\.00 % is allowed\.$/,
    );
    await watch.tick();
    await world.setPrices(USDC, WBTC * 3n);
    await watch.tick();
    expect(of('SLIPPAGE_BREACH', watch)).toHaveLength(1);
    await world.fillNewest();
    await tickUntil('SLIPPAGE_BREACH', 2, watch);
    expect(of('SLIPPAGE_BREACH', watch)).toEqual(['SLIPPAGE_BREACH raised', 'SLIPPAGE_BREACH recovered']);
  });
});

describe('BUDGET_NEAR_LIMIT', () => {
  it('is told once fills have used up the contract’s turnover of a day, and passes when a day has given it back', async () => {
    const [world, watch] = await openBook();
    const guard = {
      ...{ maxSlippageBps: 200, lossBpsPerDay: 500, turnoverBpsPerDay: 1_800, orderTtlMax: 30 * 86_400 },
      ...{ cooldown: 0, minDriftBps: 50, overshootBps: 25, minFillBps: 5, maxFeeBps: 200, publicBook: false },
    };
    await sent(
      world,
      world.portfolio,
      encodeFunctionData({ abi: balancerAbi, functionName: 'setGuard', args: [guard] }),
    );
    await world.setPrices(USDC, WBTC * 2n);
    await watch.tick();
    expect(of('BUDGET_NEAR_LIMIT', watch)).toEqual([]);
    await world.fillNewest();
    await watch.tick();
    expect(of('BUDGET_NEAR_LIMIT', watch)).toEqual(['BUDGET_NEAR_LIMIT raised']);
    expect(sentenceOf('BUDGET_NEAR_LIMIT', watch)).toMatch(
      /^1?\d\.\d % of the contract’s budget of a day is left\.$/,
    );
    await world.rpc('evm_increaseTime', [86_400]);
    await world.setPrices(USDC, WBTC * 2n);
    await watch.tick();
    expect(of('BUDGET_NEAR_LIMIT', watch)).toEqual([
      'BUDGET_NEAR_LIMIT raised',
      'BUDGET_NEAR_LIMIT recovered',
    ]);
  });
});

describe('DRIFT_NOT_REBALANCING', () => {
  it('is told after an hour of gas that is dearer than the policy allows, and passes when it is cheap', async () => {
    const [world, watch] = await openSwaps();
    const dear = async () => {
      await setEther(world, ETHER * 1_000_000n);
      await watch.tick();
    };
    await dear();
    expect(of('DRIFT_NOT_REBALANCING', watch)).toEqual([]);
    await world.database
      .admin`update alerts set first_seen_at = first_seen_at - interval '1 hour' where recovered_at is null`;
    await dear();
    expect(of('DRIFT_NOT_REBALANCING', watch)).toEqual(['DRIFT_NOT_REBALANCING raised']);
    expect(sentenceOf('DRIFT_NOT_REBALANCING', watch)).toMatch(/gas/);
    await setEther(world, ETHER);
    await watch.tick();
    expect(of('DRIFT_NOT_REBALANCING', watch)).toEqual([
      'DRIFT_NOT_REBALANCING raised',
      'DRIFT_NOT_REBALANCING recovered',
    ]);
  });
});

describe('VENUE_DOWN', () => {
  it('is told to owner and operators while 1inch does not answer, and passes when it is back', async () => {
    const world = await buildBotWorld();
    closing.push(world.stop);
    const fake = await startOneinchFor(world);
    closing.push(fake.close);
    const between = await startFaultyHttp(fake.baseUrl);
    closing.push(between.close);
    await world.tick();
    await tradeAtOneinch(world);
    await openToPublicBook(world);
    await allowAll(world);
    await world.rpc('anvil_setBalance', [privateKeyToAccount(SIGNER_KEY).address, '0xde0b6b3a7640000']);
    await world.setPrices(USDC, 24_000n * 10n ** 8n);
    between.set('unavailable');
    const down = await watchAlerts(world, oneinchEnv(between.url));
    closing.push(down.close);
    await down.tick();
    expect(of('VENUE_DOWN', down)).toEqual(['VENUE_DOWN raised']);
    expect(toldTo(down.operators)).toContain('VENUE_DOWN raised');
    expect(await readyPart(world, 'venues')).toEqual([200, 'degraded']);
    between.set('none');
    // The process leaves a venue alone that has failed: another one need not.
    const again = await down.open();
    closing.push(again.close);
    await again.tick({
      source: 'cli',
      schedulerExecutionId: null,
      dryRun: false,
      limit: 100,
      budgetMs: 20_000,
    });
    expect(of('VENUE_DOWN', down)).toEqual(['VENUE_DOWN raised', 'VENUE_DOWN recovered']);
    expect(await readyPart(world, 'venues')).toEqual([200, 'ok']);
  });
});
