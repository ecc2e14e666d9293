import type { PortfolioDetailDto } from '../../lib/api/portfolio-detail-dto.ts';
import { percentText, shownDriftBps, wordedPointsText } from '../../lib/money/display.ts';
import { Term } from '../docs/term.tsx';
import { furthestOf } from '../portfolio/furthest.tsx';
import { Figure } from '../ui/figure.tsx';
import { formatCount, formatInstant, formatUsd } from '../ui/format.ts';

/** The numbers that answer first: what it is worth, how far off it is, and the most that the bot could cost. */
export function DetailFigures({ detail }: { readonly detail: PortfolioDetailDto }) {
  const { portfolio, guard } = detail;
  const { look } = portfolio;
  if (look === null) return null;
  const { places, trackingErrorBps } = look;
  const furthest = furthestOf(look);
  const drift =
    furthest === null || furthest.weightBps === null
      ? null
      : (wordedPointsText(shownDriftBps(furthest.weightBps, furthest.targetBps, places), places) ??
        'on target');
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-5 py-6 lg:grid-cols-[1.4fr_1fr_1fr_1fr]">
      <Figure label="Value" value={look.valueUsd === null ? '–' : formatUsd(look.valueUsd)} large>
        at block {formatCount(look.blockNumber)}, {formatInstant(look.blockTimeSeconds)}
        {portfolio.simulated && ' of the chain’s time'}
      </Figure>
      <Figure
        label={<Term word="tracking error">Tracking error</Term>}
        value={trackingErrorBps === null ? '–' : `${percentText(trackingErrorBps, places)} %`}
      >
        {trackingErrorBps === null
          ? 'unknown while a price is missing'
          : 'of the value would have to change hands'}
      </Figure>
      <Figure label="Furthest in its band" value={drift ?? '–'}>
        {drift === null ? 'unknown while a price is missing' : furthest?.symbol}
      </Figure>
      {guard !== null && (
        <Figure label="Worst the bot could cost you" value={`${percentText(guard.lossBpsPerDay, 2)} % / day`}>
          by the feeds’ prices, whatever it signs
        </Figure>
      )}
    </dl>
  );
}
