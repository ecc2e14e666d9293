import { PAPER_TRADES_MAX, type PaperTradeDto } from '../../lib/api/paper.ts';
import { formatCount, formatInstant, formatUnits, formatUsd } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';

const noteOf = (count: number): string | undefined => {
  if (count === 0) return undefined;
  return count < PAPER_TRADES_MAX ? `${formatCount(count)} so far` : `the last ${formatCount(count)}`;
};

/** What the bot would have traded, the latest first. */
export function PaperTrades({ trades }: { readonly trades: readonly PaperTradeDto[] }) {
  return (
    <Section
      title="Would-be trades"
      note={noteOf(trades.length)}
      empty="None yet. The bot trades on paper when a weight has left its band, or its day has come."
    >
      {trades.length > 0 && (
        <ul aria-label="Would-be trades">
          {trades.map(({ atSeconds, leg, sellSymbol, buySymbol, sellUnits, buyUnits, valueUsd, costUsd }) => (
            <li key={`${atSeconds}-${leg}`} className="border-t border-line py-2.5">
              <span title={`${sellUnits} ${sellSymbol} for ${buyUnits} ${buySymbol}`}>
                Sell {formatUnits(sellUnits)} {sellSymbol} for {formatUnits(buyUnits)} {buySymbol}
              </span>
              <span className="block text-ink-soft">
                {formatInstant(atSeconds)} · {formatUsd(valueUsd)} · counted to cost {formatUsd(costUsd)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
