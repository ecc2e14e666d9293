import type { OpenOrderDto } from '../../lib/api/portfolio-dto.ts';
import { formatInstant, formatPercent, formatUnits } from './format.ts';
import { Hex } from './hex.tsx';
import { SideList } from './side-list.tsx';

const STATUS_WORDS: Readonly<Record<OpenOrderDto['status'], string>> = {
  signed: 'signed, not in the book yet',
  open: 'open',
  'partially-filled': 'partly filled',
  unfillable: 'can’t be filled now',
};

function OpenOrder({ order }: { readonly order: OpenOrderDto }) {
  const { sellUnits, sellSymbol, buyUnits, buySymbol } = order;
  return (
    <li className="border-t border-line py-2.5">
      <div className="flex items-baseline justify-between gap-4">
        <span title={`${sellUnits} ${sellSymbol} for at least ${buyUnits} ${buySymbol}`}>
          Sell {formatUnits(sellUnits)} {sellSymbol} for {formatUnits(buyUnits)} {buySymbol}
        </span>
        <span className="whitespace-nowrap">{formatPercent(order.filledBps)} % filled</span>
      </div>
      <div className="text-ink-soft">
        {STATUS_WORDS[order.status]}
        {order.statusReason !== null && `: ${order.statusReason}`} · until{' '}
        {formatInstant(order.expiresAtSeconds)} · <Hex hex={order.orderHash} />
      </div>
    </li>
  );
}

/** Signed orders that anyone may still fill. */
export function OpenOrders({ orders }: { readonly orders: readonly OpenOrderDto[] }) {
  return (
    <SideList
      title="Open orders"
      note={String(orders.length)}
      empty="None. The bot signs one when an asset leaves its band."
    >
      {orders.map((order) => (
        <OpenOrder key={order.orderHash} order={order} />
      ))}
    </SideList>
  );
}
