import type { TradeDto } from '../../lib/api/portfolio-dto.ts';
import { OVER_STATUSES, type PortfolioView } from '../../lib/api/portfolio-view.ts';
import { percentText } from '../../lib/money/display.ts';
import { Age } from '../live/live.tsx';
import { ViewLinks } from '../portfolio/view-links.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { formatRatio, formatUnits } from '../ui/format.ts';
import { Hex } from '../ui/hex.tsx';
import { Scrolling } from '../ui/scrolling.tsx';
import { Section } from '../ui/section.tsx';
import { TableHead } from '../ui/table-head.tsx';

type Props = {
  readonly trades: readonly TradeDto[];
  /** Null where the orders are of one decision, and none is left out. */
  readonly view: PortfolioView | null;
  readonly href: string;
};

/** Each way to be over, as a way to see only those. */
const statusesOf = (view: PortfolioView) =>
  [null, ...OVER_STATUSES].map((orders) => ({ name: orders ?? 'all', view: { ...view, orders } }));

function Row({ trade, href }: { readonly trade: TradeDto; readonly href: string }) {
  return (
    <>
      {trade.orders.map((order) => (
        <tr key={order.orderHash} className="border-t border-line">
          <td className="py-2 pr-4">{order.status}</td>
          <td className="py-2 pr-4">
            {formatUnits(order.sellUnits)} {trade.sellSymbol} → {formatUnits(order.buyUnits)}{' '}
            {trade.buySymbol}
            {order.sliceOf > 1 && (
              <span className="text-ink-soft">
                , slice {order.sliceNumber} of {order.sliceOf}
              </span>
            )}
          </td>
          <td className="py-2 pr-4 text-right whitespace-nowrap">
            {formatRatio(order.limitPrice)}{' '}
            <span className="text-ink-soft">
              {trade.buySymbol} a {trade.sellSymbol}
            </span>
          </td>
          <td className="py-2 pr-4 text-right">{percentText(order.filledBps, 1)} %</td>
          <td className="py-2 pr-4 whitespace-nowrap">
            <Age atSeconds={order.signedAtSeconds} /> ago
          </td>
          <td className="py-2 pr-4">
            <PageLink href={`${href}/decisions/${order.decisionId}`} className="text-accent hover:underline">
              decision
            </PageLink>
          </td>
          <td className="py-2">
            <Hex hex={order.orderHash} kind="order" copy href={`${href}/orders/${order.orderHash}`} />
          </td>
        </tr>
      ))}
    </>
  );
}

const HEADS = ['Status', 'Sold → asked for', 'Price', 'Filled', 'Signed', 'Why', 'Order'];

/** The last orders that are over, all or those that ended in one way. */
export function OrderHistory({ trades, view, href }: Props) {
  return (
    <Section
      title="Orders that are over"
      note={
        view !== null && (
          <>
            the last 20: <ViewLinks view={view} href={href} choices={statusesOf(view)} />
          </>
        )
      }
      empty={
        view === null || view.orders === null
          ? 'None yet. An order is over once it is filled, expired or void.'
          : `No order of this portfolio is ${view.orders}.`
      }
    >
      {trades.length > 0 && (
        <Scrolling label="Orders that are over, as a table">
          <table className="w-full min-w-[48rem] text-left">
            <TableHead heads={HEADS} numbers={['Price', 'Filled']} />
            <tbody>
              {trades.map((trade) => (
                <Row key={trade.id} trade={trade} href={href} />
              ))}
            </tbody>
          </table>
        </Scrolling>
      )}
    </Section>
  );
}
