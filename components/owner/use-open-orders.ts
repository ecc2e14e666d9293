'use client';

import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Address, Hex } from 'viem';
import { type BookOrder, bookPage } from '../../lib/api/book-dto.ts';
import { orderOfData } from '../../lib/orders/order-data.ts';
import { judgeOrder, type OrderVerdict, type SignedOrder } from '../../lib/owner/judge-order.ts';
import type { ConnectedWallet } from '../wallet/use-wallet.ts';

const READ_EVERY_MS = 4_000;

export type JudgedOrder = { readonly order: BookOrder; readonly verdict: OrderVerdict };

export type OpenOrders = {
  /** Every order that was open since the page was opened, as the chain judges it now. */
  readonly judged: readonly JudgedOrder[];
  readonly blockNumber: bigint;
  /** False while the order book can't be read: there may be more. */
  readonly bookAnswers: boolean;
};

const signedOrder = ({ data, signature }: BookOrder): SignedOrder => ({
  order: orderOfData(data),
  signature: signature as Hex,
});

async function openOrders(chainId: number, portfolio: Address): Promise<readonly BookOrder[] | null> {
  try {
    const answer = await fetch(`/api/book/${chainId}/orders?maker=${portfolio}&limit=100`, {
      cache: 'no-store',
    });
    return answer.ok ? bookPage.parse(await answer.json()).orders : null;
  } catch {
    return null;
  }
}

/** Orders of a portfolio from our book, each judged by the contract itself. An order that leaves the book stays, to be proved dead. */
export function useOpenOrders(
  wallet: ConnectedWallet | null,
  { chainId, portfolio }: { readonly chainId: number; readonly portfolio: Address },
): OpenOrders | undefined {
  const seen = useRef(new Map<string, BookOrder>());
  const { data } = useQuery({
    queryKey: ['open-orders', chainId, portfolio, wallet?.id],
    enabled: wallet !== null && wallet.chainId === chainId,
    refetchInterval: READ_EVERY_MS,
    queryFn: async (): Promise<OpenOrders> => {
      if (wallet === null) throw new Error('no wallet');
      const listed = await openOrders(chainId, portfolio);
      for (const order of listed ?? []) seen.current.set(order.orderHash, order);
      const blockNumber = BigInt(String(await wallet.ask({ method: 'eth_blockNumber' })));
      const judged = await Promise.all(
        [...seen.current.values()].map(async (order) => ({
          order,
          verdict: await judgeOrder(wallet.ask, portfolio, signedOrder(order)),
        })),
      );
      return { judged, blockNumber, bookAnswers: listed !== null };
    },
  });
  return data;
}
