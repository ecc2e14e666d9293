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

/** Says what would stand here and how it gets here. */
export function EmptyList() {
  return (
    <section aria-label="No portfolios" className="max-w-xl pt-8 text-sm">
      <h2 className="text-lg font-semibold">No portfolio yet</h2>
      <p className="pt-2 text-pretty">
        A portfolio is one Balancer contract that you own, with its targets and its band. The bot finds every
        contract that the factory creates and that names the bot as its signer; it appears here at the next
        tick.
      </p>
      <p className="pt-3 text-pretty text-ink-soft">
        To watch three of them at work on a local chain, run{' '}
        <code className="font-mono text-ink">npm run demo</code>.
      </p>
    </section>
  );
}
