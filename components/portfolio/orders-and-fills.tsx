import { Children, type ReactNode } from 'react';
import type { FillDto, OpenOrderDto } from '../../lib/api/portfolio-dto.ts';
import { Hex } from './figure.tsx';
import { formatCount, formatInstant, formatPercent, formatUnits } from './format.ts';

type Props = {
  readonly title: string;
  readonly note: string;
  readonly empty: string;
  readonly children: ReactNode;
};

/** A short list with its count, or a sentence that says what would stand here. */
function SideList({ title, note, empty, children }: Props) {
  return (
    <section aria-label={title} className="min-w-0">
      <div className="flex items-baseline justify-between gap-4 pb-2">
        <h3 className="font-semibold">{title}</h3>
        <span className="text-ink-soft">{note}</span>
      </div>
      {Children.count(children) === 0 ? (
        <p className="border-t border-line py-2.5 text-ink-soft">{empty}</p>
      ) : (
        <ul>{children}</ul>
      )}
    </section>
  );
}

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

type OpenOrdersProps = { readonly orders: readonly OpenOrderDto[]; readonly isHalted: boolean };

/** Signed orders that anyone may still fill. */
export function OpenOrders({ orders, isHalted }: OpenOrdersProps) {
  return (
    <SideList
      title="Open orders"
      note={String(orders.length)}
      empty={
        isHalted
          ? 'None, and none is shown while all trading is stopped.'
          : 'None. The bot signs one when an asset leaves its band.'
      }
    >
      {orders.map((order) => (
        <OpenOrder key={order.orderHash} order={order} />
      ))}
    </SideList>
  );
}

function Fill({ fill }: { readonly fill: FillDto }) {
  const { sellUnits, sellSymbol, buyUnits, buySymbol } = fill;
  return (
    <li className="border-t border-line py-2.5">
      <div title={`${sellUnits} ${sellSymbol} for ${buyUnits} ${buySymbol}`}>
        Sold {formatUnits(sellUnits)} {sellSymbol} for {formatUnits(buyUnits)} {buySymbol}
      </div>
      <div className="text-ink-soft">
        {formatInstant(fill.blockTimeSeconds)}, block {formatCount(fill.blockNumber)} · by{' '}
        <Hex hex={fill.taker} /> · <Hex hex={fill.txHash} />
      </div>
    </li>
  );
}

/** What the chain says was traded, newest first. */
export function LastFills({ fills, count }: { readonly fills: readonly FillDto[]; readonly count: number }) {
  const note = count > fills.length ? `${fills.length} of ${formatCount(count)}` : String(count);
  return (
    <SideList
      title="Last fills"
      note={note}
      empty="None yet. A fill is a taker’s own transaction; this list is read from the chain."
    >
      {fills.map((fill) => (
        <Fill key={fill.id} fill={fill} />
      ))}
    </SideList>
  );
}
