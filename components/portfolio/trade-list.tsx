import type { Obstacle, OrderDto, PortfolioState, TradeDto } from '../../lib/api/portfolio-dto.ts';
import { percentText } from '../../lib/money/display.ts';
import { formatCount, formatInstant, formatRatio, formatUnits } from '../ui/format.ts';
import { Hex } from '../ui/hex.tsx';
import type { IconName } from '../ui/icon.tsx';
import { Section } from '../ui/section.tsx';
import { type Tone, Word } from '../ui/word.tsx';
import { NO_ORDERS } from './empty-words.ts';

/** What each status means, in words. */
export const ORDER_WORDS: Readonly<Record<OrderDto['status'], string>> = {
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

const JUDGES: Readonly<Record<NonNullable<OrderDto['judgedBy']>, string>> = {
  contract: 'by the contract itself',
  look: 'by the last look, as the chain did not answer in time',
};

/** What an obstacle means for whoever would fill the order. */
function obstacleWord(
  kind: Obstacle,
  fillableUnits: string | null,
): { tone: Tone; icon: IconName; word: string } {
  if (kind === 'price-off') return { tone: 'plain', icon: 'clock', word: 'Not filled yet' };
  return fillableUnits === null || Number(fillableUnits) === 0
    ? { tone: 'warn', icon: 'warning', word: 'Can’t be filled' }
    : { tone: 'warn', icon: 'warning', word: 'Only in part' };
}

/** Why an order isn't filled, at which block that was judged, and by whom. */
export function Obstacles({ order, sellSymbol }: { readonly order: OrderDto; readonly sellSymbol: string }) {
  const { obstacles, judgedAtBlock, judgedBy, fillableUnits } = order;
  if (judgedAtBlock === null || judgedBy === null) return null;
  return (
    <ul className="pt-0.5">
      {obstacles.map(({ kind, sentence }) => {
        const { word, ...look } = obstacleWord(kind, fillableUnits);
        return (
          <li key={kind} className="text-pretty" data-obstacle={kind}>
            <Word {...look}>{word}</Word> {sentence}
          </li>
        );
      })}
      {obstacles.length === 0 && (
        <li className="text-pretty">
          Nothing stands in its way: anybody may fill it at this price, and gains by it.
        </li>
      )}
      <li className="text-ink-soft" data-judged-by={judgedBy}>
        Judged at block {formatCount(judgedAtBlock)} {JUDGES[judgedBy]}
        {fillableUnits !== null &&
          `; ${formatUnits(fillableUnits)} ${sellSymbol} of it could be filled there`}
        .
      </li>
    </ul>
  );
}

/** How much of something is done; its words stand beside it. */
export function FilledBar({ filledBps }: { readonly filledBps: number }) {
  return (
    <svg aria-hidden="true" width="100%" height="4" className="block">
      <rect width="100%" height="4" rx="1" fill="var(--track)" />
      <rect width={`${(filledBps / 100).toFixed(2)}%`} height="4" rx="1" fill="var(--ink)" />
    </svg>
  );
}

type OrderProps = { readonly order: OrderDto; readonly trade: TradeDto; readonly href: string };

function Order({ order, trade, href }: OrderProps) {
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
          {ORDER_WORDS[order.status]}
          {order.statusReason !== null && order.statusReason !== 'hidden' && `: ${order.statusReason}`}
        </span>
        <span title={`market ${order.marketPrice === null ? 'unknown' : formatRatio(order.marketPrice)}`}>
          · asks {formatRatio(order.limitPrice)} {trade.buySymbol} a {trade.sellSymbol}
          {distance !== null && `, ${distance}`}
        </span>
        <span>· until {formatInstant(order.expiresAtSeconds)} of the chain’s time</span>
        <span>
          · <Hex hex={order.orderHash} kind="order" copy href={`${href}/orders/${order.orderHash}`} />
        </span>
      </div>
      <Obstacles order={order} sellSymbol={trade.sellSymbol} />
    </li>
  );
}

function Trade({ trade, href }: { readonly trade: TradeDto; readonly href: string }) {
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
      <div className="pt-1">
        <FilledBar filledBps={trade.filledBps} />
      </div>
      <ul>
        {trade.orders.map((order) => (
          <Order key={order.orderHash} order={order} trade={trade} href={href} />
        ))}
      </ul>
    </li>
  );
}

/** Signed orders that anyone may still fill, trade by trade. */
export function OpenTrades({
  trades,
  state,
  href,
}: {
  readonly trades: readonly TradeDto[];
  readonly state: PortfolioState;
  /** The portfolio's own page. */
  readonly href: string;
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
            <Trade key={trade.id} trade={trade} href={href} />
          ))}
        </ul>
      )}
    </Section>
  );
}
