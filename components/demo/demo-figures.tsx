import type { DemoView } from '../../lib/api/demo-view.ts';
import { percentText, shownDriftBps, wordedPointsText } from '../../lib/money/display.ts';
import { Term } from '../docs/term.tsx';
import { furthestOf } from '../portfolio/furthest.tsx';
import { Figure } from '../ui/figure.tsx';
import { formatCount, formatUsd, formatUsdDifference } from '../ui/format.ts';

const driftWords = ({ look }: DemoView): string | null => {
  const furthest = furthestOf(look);
  if (furthest === null || furthest.weightBps === null) return null;
  const drift = shownDriftBps(furthest.weightBps, furthest.targetBps, look.places);
  return `${furthest.symbol} ${wordedPointsText(drift, look.places) ?? 'on target'}`;
};

/** What it is worth, what doing nothing would have come to, how far off it is, and what trading has cost. */
export function DemoFigures({ view }: { readonly view: DemoView }) {
  const { look, valueUsd, holdUsd, costUsd, rebalances } = view;
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-5 py-6 lg:grid-cols-[1.4fr_1fr_1fr_1fr]">
      <Figure label="Value" value={formatUsd(valueUsd)} large>
        simulated; left alone it would be {formatUsd(holdUsd)}
      </Figure>
      <Figure label="Against holding" value={formatUsdDifference(valueUsd, holdUsd)}>
        simulated, costs taken off
      </Figure>
      <Figure
        label={<Term word="tracking error">Tracking error</Term>}
        value={look.trackingErrorBps === null ? '–' : `${percentText(look.trackingErrorBps, look.places)} %`}
      >
        {driftWords(view)}
      </Figure>
      <Figure label="Paid to trade" value={formatUsd(costUsd)}>
        in {formatCount(rebalances)} {rebalances === 1 ? 'rebalance' : 'rebalances'}
      </Figure>
    </dl>
  );
}
