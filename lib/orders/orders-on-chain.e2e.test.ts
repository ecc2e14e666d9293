import { Extension, LimitOrder as SdkOrder } from '@1inch/limit-order-sdk';
import fc from 'fast-check';
import { createPublicClient, type Hex, http } from 'viem';
import { hardhat } from 'viem/chains';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Anvil, startAnvil } from '../../e2e/support/anvil.ts';
import { buildOrderWorld, type OrderWorld, SERIES, signBody } from '../../e2e/support/order-world.ts';
import { balancerAbi } from '../abi/balancer-abi.ts';
import { limitOrderProtocolAbi } from '../abi/limit-order-protocol-abi.ts';
import { feeTakerExtension } from './fee-taker-extension.ts';
import { type LimitOrder, orderHasher } from './limit-order.ts';
import { encodeOrderBlob } from './order-blob.ts';
import { buildOrder } from './order-terms.ts';
import { proposalHash } from './proposal-typed-data.ts';
import {
  arbitraryAddress,
  arbitraryBytes,
  arbitraryFeeTakerTerms,
  arbitraryOrderParts,
  arbitraryWord,
} from './testing/arbitrary-order.ts';

const ORDERS = 1_000;
const CHUNK = 100;
const OK_STATE = 0;
const MAGIC = '0x1626ba7e';

let anvil: Anvil;
let world: OrderWorld;
beforeAll(async () => {
  anvil = await startAnvil();
  world = await buildOrderWorld(anvil.rpcUrl, { publicBook: true });
});
afterAll(() => anvil?.stop());

const inChunks = async <T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> => {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += CHUNK) {
    results.push(...(await Promise.all(items.slice(start, start + CHUNK).map(work))));
  }
  return results;
};

/** A client that sends a chunk of calls as one request. */
const batching = () =>
  createPublicClient({ chain: hardhat, transport: http(anvil.rpcUrl, { batch: { batchSize: CHUNK } }) });

const sdkHash = (order: LimitOrder, extension: Hex): string => {
  const hex = (word: bigint): string => `0x${word.toString(16).padStart(40, '0')}`;
  const struct = {
    salt: order.salt.toString(),
    maker: hex(order.maker),
    receiver: hex(order.receiver),
    makerAsset: hex(order.makerAsset),
    takerAsset: hex(order.takerAsset),
    makingAmount: order.makingAmount.toString(),
    takingAmount: order.takingAmount.toString(),
    makerTraits: order.makerTraits.toString(),
  };
  return SdkOrder.fromDataAndExtension(struct, Extension.decode(extension)).getOrderHash(31337);
};

describe('orders on the chain', () => {
  it('have the same hash in our code, in the official SDK and in the contract, for 1,000 random orders', async () => {
    const samples = fc.sample(fc.tuple(arbitraryOrderParts, fc.option(arbitraryFeeTakerTerms)), ORDERS);
    const client = batching();
    const hashOrder = orderHasher(31337);
    const counts = { plain: 0, extended: 0 };
    await inChunks(samples, async ([parts, fees]) => {
      const extension: Hex = fees === null ? '0x' : feeTakerExtension({ ...fees, maker: parts.maker });
      const publicBook = fees === null ? null : { extension, feeTaker: fees.feeTaker };
      counts[fees === null ? 'plain' : 'extended'] += 1;
      const order = buildOrder({ ...parts, publicBook });
      const onChain = await client.readContract({
        address: world.contracts.router,
        abi: limitOrderProtocolAbi,
        functionName: 'hashOrder',
        args: [order],
      });
      expect(hashOrder(order)).toBe(onChain);
      expect(sdkHash(order, extension)).toBe(onChain);
    });
    expect(counts.plain).toBeGreaterThan(100);
    expect(counts.extended).toBeGreaterThan(100);
  });

  it('are accepted by the portfolio as we build, sign and wrap them, with and without the canonical extension', async () => {
    const client = batching();
    const [generation, epoch, nowSeconds] = [
      await world.generation(),
      await world.epoch(),
      await world.blockTimeSeconds(),
    ];
    const hashOrder = orderHasher(31337);
    const small = fc.integer({ min: 0, max: 1_000 });
    const samples = fc.sample(
      fc.tuple(arbitraryOrderParts, fc.option(arbitraryFeeTakerTerms), small, small),
      ORDERS,
    );
    await inChunks(samples, async ([parts, fees, integratorFeeE5, resolverFeeE5]) => {
      const { feeTaker } = world.contracts;
      const extension: Hex =
        fees === null
          ? '0x'
          : feeTakerExtension({ ...fees, maker: world.portfolio, feeTaker, integratorFeeE5, resolverFeeE5 });
      const order = buildOrder({
        ...parts,
        maker: world.portfolio,
        generation,
        fillMode: parts.fillMode.kind === 'parts' ? { kind: 'parts', series: SERIES, epoch } : parts.fillMode,
        nowSeconds,
        orderTtlMaxSeconds: 86_400,
        // A life of one second would be over before it is asked about.
        leg: {
          ...parts.leg,
          sellToken: world.usdc.token,
          buyToken: world.wbtc.token,
          limit: { expiresInSeconds: parts.leg.limit.expiresInSeconds + 3_600 },
        },
        publicBook: fees === null ? null : { extension, feeTaker },
      });
      const { orderHash, signature: blob } = await signBody(
        { order, extension },
        { hashOrder, sign: world.sign },
      );
      const [state, magic] = await Promise.all([
        client.readContract({
          address: world.portfolio,
          abi: balancerAbi,
          functionName: 'orderState',
          args: [order, blob],
        }),
        client.readContract({
          address: world.portfolio,
          abi: balancerAbi,
          functionName: 'isValidSignature',
          args: [orderHash, blob],
        }),
      ]);
      expect(state).toBe(OK_STATE);
      expect(magic).toBe(MAGIC);
    });
  });

  it('are refused by the portfolio when one byte of the extension, the generation or the signature is another', async () => {
    const [generation, epoch, nowSeconds] = [
      await world.generation(),
      await world.epoch(),
      await world.blockTimeSeconds(),
    ];
    const hashOrder = orderHasher(31337);
    const { feeTaker } = world.contracts;
    const [sample] = fc.sample(fc.tuple(arbitraryOrderParts, arbitraryFeeTakerTerms), {
      numRuns: 1,
      seed: 11,
    });
    if (sample === undefined) throw new Error('no sample');
    const [parts, fees] = sample;
    const extension = feeTakerExtension({
      ...fees,
      maker: world.portfolio,
      feeTaker,
      integratorFeeE5: 5,
      resolverFeeE5: 5,
    });
    const stateOf = async (changed: {
      extension?: Hex;
      generation?: bigint;
      sign?: (digest: Hex) => Promise<Hex>;
    }) => {
      const bytes = changed.extension ?? extension;
      const order = buildOrder({
        ...parts,
        maker: world.portfolio,
        generation: changed.generation ?? generation,
        fillMode: { kind: 'parts', series: SERIES, epoch },
        nowSeconds,
        orderTtlMaxSeconds: 86_400,
        leg: {
          ...parts.leg,
          sellToken: world.usdc.token,
          buyToken: world.wbtc.token,
          limit: { expiresInSeconds: 3_600 },
        },
        publicBook: { extension: bytes, feeTaker },
      });
      const signature = await (changed.sign ?? world.sign)(hashOrder(order));
      const blob = encodeOrderBlob({ order, signature, extension: bytes });
      return world.client.readContract({
        address: world.portfolio,
        abi: balancerAbi,
        functionName: 'orderState',
        args: [order, blob],
      });
    };
    expect(await stateOf({})).toBe(OK_STATE);
    for (let byte = 0; byte < (extension.length - 2) / 2; byte += 7) {
      const at = 2 + 2 * byte;
      const flipped = (Number.parseInt(extension.slice(at, at + 2), 16) ^ 1).toString(16).padStart(2, '0');
      const other = `${extension.slice(0, at)}${flipped}${extension.slice(at + 2)}` as Hex;
      // Fee rates, recipients and resolvers may differ: what the two copies of them say must not.
      if ((await stateOf({ extension: other })) === OK_STATE)
        expect(recipientBytes(extension)).toContain(byte);
    }
    expect(await stateOf({ generation: generation + 1n })).not.toBe(OK_STATE);
    expect(await stateOf({ sign: async () => `0x${'11'.repeat(65)}` })).not.toBe(OK_STATE);
  });

  it('have the same proposal hash in our code and in the contract', async () => {
    const client = batching();
    const swap = fc.record({
      router: arbitraryAddress,
      tokenIn: arbitraryAddress,
      amountIn: arbitraryWord(256),
      tokenOut: arbitraryAddress,
      minOut: arbitraryWord(256),
      data: arbitraryBytes,
    });
    const proposals = fc.sample(
      fc.record({
        swaps: fc.array(swap, { maxLength: 4 }),
        nonce: arbitraryWord(256),
        generation: arbitraryWord(40),
        deadlineSeconds: fc.integer({ min: 0, max: 2 ** 40 - 1 }),
      }),
      ORDERS,
    );
    await inChunks(proposals, async (proposal) => {
      const onChain = await client.readContract({
        address: world.portfolio,
        abi: balancerAbi,
        functionName: 'proposalHash',
        args: [proposal.swaps, proposal.nonce, Number(proposal.generation), proposal.deadlineSeconds],
      });
      expect(proposalHash({ ...proposal, chainId: 31337, portfolio: world.portfolio })).toBe(onChain);
    });
  });
});

/** Where the two fee recipients stand: the only bytes with one copy that aren't pinned. */
const recipientBytes = (extension: Hex): readonly number[] => {
  const total = (extension.length - 2) / 2;
  const fees = (total - 32 - 20 - 20 - 20 - 1 - 40 - 20) / 3;
  const start = 32 + 2 * (20 + fees) + 21;
  return Array.from({ length: 40 }, (_, index) => start + index);
};
