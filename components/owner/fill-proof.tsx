'use client';

import { exactUnits } from '../../lib/owner/exact-units.ts';
import type { PortfolioFacts } from '../../lib/owner/read-portfolio.ts';
import { shortHex } from '../ui/format.ts';
import { Word } from '../ui/word.tsx';
import type { ConnectedWallet } from '../wallet/use-wallet.ts';
import { type JudgedOrder, useOpenOrders } from './use-open-orders.ts';

type Props = { readonly wallet: ConnectedWallet | null; readonly facts: PortfolioFacts };

const ordersText = (count: number): string => (count === 1 ? '1 order' : `${count} orders`);

/** How many signed orders a stranger could fill now, by the contract's own word: after a stop, none. */
export function FillProof({ wallet, facts }: Props) {
  const orders = useOpenOrders(wallet, facts);
  const live = orders?.judged.filter(({ verdict }) => verdict.fillableUnits > 0n).length ?? 0;
  return (
    <section aria-labelledby="proof-title" className="pt-8">
      <h2 id="proof-title" className="text-base font-semibold">
        What can still be filled
      </h2>
      <div role="status" aria-live="polite">
        {orders === undefined ? (
          <p className="py-2">Asking the contract…</p>
        ) : (
          <p className="py-2">
            <Word tone={live === 0 ? 'good' : 'plain'} icon={live === 0 ? 'check' : 'exchange'} strong>
              {ordersText(live)} can fill
            </Word>{' '}
            of {ordersText(orders.judged.length)} seen here, judged by the contract at block{' '}
            {orders.blockNumber.toString()}. Whatever was signed before generation {facts.generation} is void
            {facts.paused ? ', and nothing can be filled while it is paused' : ''}.
          </p>
        )}
      </div>
      {orders?.bookAnswers === false && (
        <p className="text-warn">
          The order book doesn’t answer just now: there may be orders not shown here.
        </p>
      )}
      <ul>
        {orders?.judged.map((one) => (
          <OrderRow key={one.order.orderHash} judged={one} facts={facts} />
        ))}
      </ul>
    </section>
  );
}

type OrderRowProps = { readonly judged: JudgedOrder; readonly facts: PortfolioFacts };

function OrderRow({ judged: { order, verdict }, facts }: OrderRowProps) {
  const sold = facts.assets.find(({ token }) => token.toLowerCase() === order.data.makerAsset);
  const amount =
    sold === undefined
      ? `${verdict.fillableUnits} units of ${order.data.makerAsset}`
      : `${exactUnits(verdict.fillableUnits, sold.decimals)} ${sold.symbol ?? sold.token}`;
  return (
    <li className="border-b border-line py-2">
      <span className="font-mono" title={order.orderHash}>
        {shortHex(order.orderHash)}
      </span>
      : {verdict.why}
      {verdict.fillableUnits > 0n && ` Up to ${amount}.`}
    </li>
  );
}
