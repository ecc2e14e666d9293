import type { OrderDto, PortfolioState, TradeDto } from '../../lib/api/portfolio-dto.ts';
import { percentText } from '../../lib/money/display.ts';
import { formatCount, formatInstant, formatRatio, formatUnits } from '../ui/format.ts';
import { Hex } from '../ui/hex.tsx';
import { Section } from '../ui/section.tsx';
import { Word } from '../ui/word.tsx';
import { NO_ORDERS } from './empty-words.ts';

const STATUS_WORDS: Readonly<Record<OrderDto['status'], string>> = {
  signed: 'signed, not in the book yet',
  open: 'open',
  'partially-filled': 'partly filled',
  filled: 'filled',
  expired: 'expired',
  cancelled: 'cancelled',
  superseded: 'superseded',
  unfillable: 'can’t be filled now',
  rejected: 'rejected before anybody saw it',
};

/** "12 bps above the market"; null without a market price. */
export const distanceWords = ({ distanceBps }: Pick<OrderDto, 'distanceBps'>): string | null => {
  if (distanceBps === null) return null;
  if (distanceBps === 0) return 'at the market';
  return `${formatCount(Math.abs(distanceBps))} bps ${distanceBps > 0 ? 'above' : 'below'} the market`;
};

function Obstacles({ order }: { readonly order: OrderDto }) {
  const { obstacles, judgedAtBlock } = order;
  if (judgedAtBlock === null) return null;
  return (
    <ul className="pt-0.5">
      {obstacles.map(({ kind, sentence }) => (
        <li key={kind} className="text-pretty" data-obstacle={kind}>
          <Word
            tone={kind === 'price-off' ? 'plain' : 'warn'}
            icon={kind === 'price-off' ? 'clock' : 'warning'}
          >
            {kind === 'price-off' ? 'Not filled yet' : 'Can’t be filled'}
          </Word>{' '}
          {sentence}
        </li>
      ))}
      <li className="text-ink-soft">Judged at block {formatCount(judgedAtBlock)}.</li>
    </ul>
  );
}

function Order({ order, trade }: { readonly order: OrderDto; readonly trade: TradeDto }) {
  const isSlice = order.sliceOf > 1;
  const distance = distanceWords(order);
  return (
    <li className="pt-1.5">
      <div className="flex flex-wrap items-baseline gap-x-2 text-ink-soft">
        {isSlice && (
          <span className="text-ink">
            Slice {order.sliceNumber} of {order.sliceOf}, {percentText(order.filledBps, 1)} % filled ·
          </span>
        )}
        <span>
          {STATUS_WORDS[order.status]}
          {order.statusReason !== null && order.statusReason !== 'hidden' && `: ${order.statusReason}`}
        </span>
        <span title={`market ${order.marketPrice === null ? 'unknown' : formatRatio(order.marketPrice)}`}>
          · asks {formatRatio(order.limitPrice)} {trade.buySymbol} a {trade.sellSymbol}
          {distance !== null && `, ${distance}`}
        </span>
        <span>· until {formatInstant(order.expiresAtSeconds)} of the chain’s time</span>
        <span>
          · <Hex hex={order.orderHash} kind="order" copy />
        </span>
      </div>
      <Obstacles order={order} />
    </li>
  );
}

function Trade({ trade }: { readonly trade: TradeDto }) {
  const { sellUnits, sellSymbol, buyUnits, buySymbol } = trade;
  const slices = trade.orders[0]?.sliceOf ?? 1;
  return (
    <li className="border-t border-line py-2.5" data-trade={trade.id}>
      <div className="flex items-baseline justify-between gap-4">
        <span title={`${sellUnits} ${sellSymbol} for at least ${buyUnits} ${buySymbol}`}>
          Sell {formatUnits(sellUnits)} {sellSymbol} for {formatUnits(buyUnits)} {buySymbol}
          {slices > 1 && <span className="text-ink-soft">, one trade in {slices} slices</span>}
        </span>
        <span className="whitespace-nowrap">{percentText(trade.filledBps, 1)} % filled</span>
      </div>
      <ul>
        {trade.orders.map((order) => (
          <Order key={order.orderHash} order={order} trade={trade} />
        ))}
      </ul>
    </li>
  );
}

/** Signed orders that anyone may still fill, trade by trade. */
export function OpenTrades({
  trades,
  state,
}: {
  readonly trades: readonly TradeDto[];
  readonly state: PortfolioState;
}) {
  return (
    <Section
      title="Open orders"
      note={String(trades.flatMap(({ orders }) => orders).length)}
      empty={NO_ORDERS[state]}
    >
      {trades.length > 0 && (
        <ul>
          {trades.map((trade) => (
            <Trade key={trade.id} trade={trade} />
          ))}
        </ul>
      )}
    </Section>
  );
}
