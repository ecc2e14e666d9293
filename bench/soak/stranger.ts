import { type Address, encodeFunctionData, type Hex, size } from 'viem';
import { limitOrderProtocolAbi } from '../../lib/abi/limit-order-protocol-abi.ts';
import { decodeOrderBlob } from '../../lib/orders/order-blob.ts';
import type { OrderbookFake } from '../../stack/oneinch/orderbook-fake.ts';
import type { SoakChain } from './chain.ts';

/** An order as everybody may read it. */
export type ShownOrder = {
  readonly orderHash: Hex;
  readonly signature: Hex;
  readonly extension: Hex;
  readonly venue: 'order-book' | 'oneinch';
};

export type Stranger = {
  /** Fills some of them, whole or in part; answers how many transactions were sent. */
  readonly fillSome: (orders: readonly ShownOrder[]) => Promise<number>;
  /** How its transactions ended so far; what the contract refused moved nothing. */
  readonly ends: () => Promise<{ readonly done: number; readonly refused: number }>;
};

export type StrangerParts = {
  readonly chain: SoakChain;
  readonly router: Address;
  readonly orderbook: OrderbookFake;
  /** From 0 to 1. */
  readonly random: () => number;
};

/** Threshold of taker traits that says: the amount is what the maker gives. */
const MAKING_AMOUNT = 1n << 255n;
/** Of orders that are seen; the others wait for the next time, or for ever. */
const TAKES_SHARE = 0.5;
const WHOLE_SHARE = 0.7;
const GAS_HEX = '0x2dc6c0';

type Fill = { readonly data: Hex; readonly orderHash: Hex; readonly units: bigint };

/** Amount of the maker, and the most that the taker gives for it: twice what the order asks, since fees come on top. */
const fillOf = ({ orderHash, signature, extension }: ShownOrder, share: bigint): Fill | null => {
  const blob = decodeOrderBlob(signature);
  if (blob === null) return null;
  const { order } = blob;
  const units = (order.makingAmount * share) / 100n;
  const traits = MAKING_AMOUNT | (BigInt(size(extension)) << 224n) | (2n * order.takingAmount);
  const args = [order, signature, units, traits, extension] as const;
  const data = encodeFunctionData({
    abi: limitOrderProtocolAbi,
    functionName: 'fillContractOrderArgs',
    args,
  });
  return { data, orderHash, units };
};

/** Somebody who takes orders as it pleases him; he knows what everybody knows. */
export const createStranger = ({ chain, router, orderbook, random }: StrangerParts): Stranger => {
  const [, taker = '0x'] = chain.accounts;
  const sent: { readonly hash: Hex; readonly fill: Fill }[] = [];
  let [done, refused] = [0, 0];
  return {
    fillSome: async (orders) => {
      const fills = orders.flatMap((order) => {
        if (random() > TAKES_SHARE) return [];
        const share = random() < WHOLE_SHARE ? 100n : BigInt(10 + Math.floor(random() * 80));
        return fillOf(order, share) ?? [];
      });
      for (const fill of fills) {
        const transaction = { from: taker, to: router, data: fill.data, gas: GAS_HEX };
        sent.push({ hash: (await chain.ask('eth_sendTransaction', [transaction])) as Hex, fill });
      }
      return fills.length;
    },
    ends: async () => {
      for (const one of [...sent]) {
        const was = await chain.wasDone(one.hash);
        if (was === null) continue;
        sent.splice(sent.indexOf(one), 1);
        if (was && orderbook.shown().includes(one.fill.orderHash))
          orderbook.fill(one.fill.orderHash, one.fill.units);
        if (was) done += 1;
        else refused += 1;
      }
      return { done, refused };
    },
  };
};
