import type { PortfolioListDto } from '../../lib/api/portfolio-dto.ts';
import { formatCount, formatSpan, formatUsd } from './format.ts';

/** The whole fleet in one line, and when the bot last worked. */
export function ListHeader({ list }: { readonly list: PortfolioListDto }) {
  const { portfolios, portfolioCount, totalUsd, bot } = list;
  const shown =
    portfolios.length < portfolioCount
      ? `${portfolios.length} of ${formatCount(portfolioCount)}`
      : formatCount(portfolioCount);
  const onTarget = portfolios.filter(({ state }) => state === 'on-target').length;
  return (
    <header className="flex flex-wrap items-baseline justify-between gap-x-8 gap-y-1">
      <h1 className="text-2xl font-semibold tracking-tight">Portfolios</h1>
      <p className="text-ink-soft">
        {shown} {portfolioCount === 1 ? 'portfolio' : 'portfolios'} · {onTarget} on target
        {totalUsd !== null && <> · {formatUsd(totalUsd)} in all</>}
        {list.simulated && <> · simulated market</>}
        {bot.lastTickAgeSeconds !== null && <> · last tick {formatSpan(bot.lastTickAgeSeconds)} ago</>}
      </p>
    </header>
  );
}
