import { createWalletClient, type Hex, http, keccak256, parseAbi, size, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Anvil, startAnvil } from '../../../e2e/support/anvil.ts';
import { buildOrderWorld, type OrderWorld, SERIES, TAKER_KEY } from '../../../e2e/support/order-world.ts';
import { balancerAbi } from '../../../lib/abi/balancer-abi.ts';
import { feeTakerCode } from '../../../lib/abi/fee-taker-code.ts';
import { limitOrderProtocolAbi } from '../../../lib/abi/limit-order-protocol-abi.ts';
import { chainOfId } from '../../../lib/chains/known-chains.ts';
import { decide } from '../../../lib/engine/decide.ts';
import type { Price } from '../../../lib/engine/snapshot.ts';
import { policyOf, snapshotOf } from '../../../lib/engine/testing/builders.ts';
import type { Action } from '../../../lib/ledger/action.ts';
import type { Observation } from '../../../lib/ledger/look.ts';
import { feedPricesOf } from '../../../lib/ledger/testing/feed-prices.ts';
import type { PreparedIntent } from '../../../lib/ledger/venue.ts';
import type { OrderBody } from '../../../lib/orders/sign-order.ts';
import { ok } from '../../../lib/result.ts';
import { type OrderbookFake, startOrderbookFake } from '../../../stack/oneinch/orderbook-fake.ts';
import { type ChainClient, openNodes, readHead } from '../../chain/chain-client.ts';
import { readFeeTaker } from '../../chain/read-fee-taker.ts';
import { readEnv } from '../../env.ts';
import { Secret } from '../../secret.ts';
import { askOrdersOf } from '../../wire/tick/bot-chain.ts';
import { memoryOrderBook } from '../testing/order-book-ports.ts';
import { oneinchVenue } from './oneinch-venue.ts';
import { orderbookClient } from './orderbook-client.ts';
import { askAt, CHAIN_ID, FEE_INFO, KEY } from './testing/orderbook-world.ts';

const E18 = 10n ** 18n;
const BTC_USD = 26_000n;
const NOBODY = new Set<string>();

let anvil: Anvil;
let world: OrderWorld;
let chain: ChainClient;
let fake: OrderbookFake;
beforeAll(async () => {
  anvil = await startAnvil();
  world = await buildOrderWorld(anvil.rpcUrl, { publicBook: true });
  await world.setPrices(100_000_000n, BTC_USD * 10n ** 8n);
  chain = openNodes({ rpcUrls: [new Secret(anvil.rpcUrl)], facts: chainOfId(CHAIN_ID) }).chain;
  for (const functionName of ['setAllowanceCeiling', 'setAllowance'] as const) {
    const call = { address: world.portfolio, abi: balancerAbi, functionName } as const;
    const hash = await world.deployer.walletClient.writeContract({
      ...call,
      args: [world.wbtc.token, 250_000_000n],
    });
    await world.client.waitForTransactionReceipt({ hash });
  }
  const feeTaker = world.contracts.feeTaker.toLowerCase() as Hex;
  const info = { ...FEE_INFO, extensionAddress: feeTaker, whitelist: { taker: world.taker } };
  const nowSeconds = await world.blockTimeSeconds();
  fake = await startOrderbookFake({ chainId: CHAIN_ID, key: KEY, info, nowSeconds: () => nowSeconds });
});
afterAll(async () => {
  await fake?.close();
  await anvil?.stop();
});

/** As the tick would see the portfolio: WBTC has risen by a third. */
const look = async (): Promise<Observation> => {
  const { usdc, wbtc, portfolio } = world;
  const nowSeconds = await world.blockTimeSeconds();
  const asset = { targetBps: 5_000, allowanceUnits: 250_000_000n };
  const price = (usd: bigint): Price => ({
    ...{ ok: true, usdE18: usd * E18, updatedAtSeconds: nowSeconds, source: 'feeds', disagreementBps: null },
  });
  const snapshot = snapshotOf(
    [
      { ...asset, token: usdc.token, decimals: 6, units: 50_000_000_000n, state: price(1n) },
      { ...asset, token: wbtc.token, decimals: 8, units: 250_000_000n, state: price(BTC_USD) },
    ],
    {
      account: { kind: 'balancer', chainId: CHAIN_ID, address: portfolio },
      ...{ nowSeconds, generation: await world.generation() },
      venues: { 'order-book': true, proposal: true, oneinch: true },
    },
  );
  return {
    ...{ snapshot, policy: policyOf({ orderTerms: { venue: 'oneinch' } }), signer: world.taker },
    fillMode: { kind: 'parts', series: SERIES, epoch: await world.epoch() },
    swapping: null,
    feedPrices: feedPricesOf(snapshot),
  };
};

const open = () => {
  const book = memoryOrderBook();
  const sign = async (digest: Hex) => ok(await world.sign(digest));
  const venue = oneinchVenue({
    ...{ journal: book.journal, askOrders: askOrdersOf(chain), signAs: () => sign },
    orderbook: orderbookClient(askAt(fake.baseUrl), CHAIN_ID),
    feeTakerOf: (portfolio) => readFeeTaker(chain, { portfolio, trusted: NOBODY }),
  });
  return { venue, book };
};

const preparedOf = async (venue: ReturnType<typeof open>['venue'], observation: Observation) => {
  const { plan } = decide(observation.snapshot, observation.policy);
  const legs = plan.kind === 'act' ? plan.legs : [];
  const intents = legs.map((leg) => ({ id: keccak256(toHex(`leg ${leg.index}`)), leg }));
  expect(intents.length).toBeGreaterThan(0);
  return venue.prepare(intents, observation);
};

const actionOf = ({ id, leg, body }: PreparedIntent<OrderBody>): Action<OrderBody> => ({
  ...{ id, portfolioId: '1', chainId: CHAIN_ID, account: world.portfolio, generation: 1n },
  ...{ venue: 'oneinch', body },
  leg: { index: leg.index, sliceNumber: 1, sellToken: leg.sellToken, buyToken: leg.buyToken },
});

describe('an order at 1inch', () => {
  it('passes the contract, is taken by the orderbook and filled through FeeTaker by a taker it lets in', async () => {
    const { venue, book } = open();
    const observation = await look();
    const prepared = await preparedOf(venue, observation);
    if (!prepared.ok) throw new Error(prepared.error.message);
    const [action] = prepared.value.map(actionOf);
    if (action === undefined) throw new Error('nothing prepared');
    const head = await readHead(chain);
    if (!head.ok) throw new Error(head.error.message);
    const reading = { block: head.value, suspects: NOBODY, timeIsUp: () => false };
    expect(await venue.check([{ action, observation }], reading)).toEqual({
      ok: true,
      value: [{ ok: true, value: null }],
    });
    book.store(action);
    expect(await venue.place([action])).toEqual({
      ok: true,
      value: [{ ok: true, value: { alreadyPlaced: false } }],
    });
    expect(fake.shown()).toEqual([action.body.orderHash]);

    const taker = privateKeyToAccount(TAKER_KEY);
    const wallet = createWalletClient({
      account: taker,
      chain: world.client.chain,
      transport: http(anvil.rpcUrl),
    });
    const router = world.contracts.router;
    const erc20 = parseAbi(['function approve(address spender, uint256 amount) returns (bool)']);
    const approval = {
      address: world.usdc.token,
      abi: erc20,
      functionName: 'approve',
      args: [router, E18],
    } as const;
    await world.client.waitForTransactionReceipt({
      hash: await wallet.writeContract({ ...approval, chain: null }),
    });
    const { order, signature, extension } = action.body;
    // The amount is the maker's, and the extension comes along.
    const traits = (1n << 255n) | (BigInt(size(extension)) << 224n) | (2n * order.takingAmount);
    const before = await world.balanceOf(world.usdc, world.portfolio);
    const hash = await wallet.writeContract({
      ...{ address: router, abi: limitOrderProtocolAbi, functionName: 'fillContractOrderArgs', chain: null },
      args: [order, signature, order.makingAmount, traits, extension],
      gas: 3_000_000n,
    });
    expect((await world.client.waitForTransactionReceipt({ hash })).status).toBe('success');
    // The fee came on top: the portfolio has all it asked for.
    expect((await world.balanceOf(world.usdc, world.portfolio)) - before).toBe(order.takingAmount);
  });

  it('is not made by terms that name another contract, nor where the contract’s own is code that nobody has compared', async () => {
    const { venue } = open();
    const observation = await look();
    const { current } = fake.info;
    fake.info.current = { ...current, extensionAddress: world.taker };
    const other = await preparedOf(venue, observation);
    fake.info.current = current;
    expect(other).toMatchObject({ ok: false, error: { code: 'venue-router-changed' } });

    const { feeTaker } = world.contracts;
    const code = (await world.client.getCode({ address: feeTaker })) ?? '0x';
    const set = (to: Hex) =>
      world.client.request({ method: 'anvil_setCode', params: [feeTaker, to] } as never);
    const changed: Hex = `${code.slice(0, -2) as Hex}00`;
    await set(changed);
    const refused = await preparedOf(venue, observation);
    const trusted = await readFeeTaker(chain, {
      portfolio: world.portfolio,
      trusted: new Set([keccak256(changed)]),
    });
    await set('0x');
    const gone = await preparedOf(venue, observation);
    await set(code);
    const advice = `put its hash, ${keccak256(changed)}, into ONEINCH_FEE_TAKER_CODES`;
    expect(refused).toMatchObject({
      ...{ ok: false, error: { code: 'venue-router-changed', message: expect.stringContaining(advice) } },
    });
    // The word of the sentence, as an operator's environment has it.
    const { feeTakerCodes } = readEnv({ ONEINCH_FEE_TAKER_CODES: keccak256(changed) }).oneinch;
    expect(feeTakerCodes).toEqual(new Set([keccak256(changed)]));
    expect(trusted).toEqual({ ok: true, value: feeTaker.toLowerCase() });
    expect(gone).toMatchObject({ ok: false, error: { message: expect.stringContaining('has no code') } });
    expect(code).not.toBe(feeTakerCode);
    expect(fake.shown()).toHaveLength(1);
  });
});
