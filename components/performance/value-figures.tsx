import type { PerformanceDto } from '../../lib/api/performance.ts';
import type { PerformancePageDto } from '../../lib/api/performance-page-dto.ts';
import { usdText } from '../../lib/money/display.ts';
import { Figure } from '../ui/figure.tsx';
import { formatInstant, formatSpan } from '../ui/format.ts';
import { ABSENCE_WORDS } from './absence-words.ts';
import { ToldFigure } from './told-figure.tsx';

/** "+$ 12.30", "−$ 3.00", "$ 0.00". */
export const signedUsd = (usdE18: string): string => {
  const amount = BigInt(usdE18);
  return `${amount > 0n ? '+' : ''}${usdText(amount)}`;
};

function Holes({ performance }: { readonly performance: PerformanceDto }) {
  const spanSeconds = performance.toSeconds - performance.fromSeconds;
  const unseen = spanSeconds - performance.observedSeconds;
  // The first look may come a while after the first deposit: that is no hole.
  if (unseen < 3_600) return null;
  return (
    <p className="py-2.5 text-pretty text-ink-soft">
      For {formatSpan(unseen)} of these {formatSpan(spanSeconds)} nobody looked, or a price was missing. What
      the portfolio did then is in the figures from end to end; the lines below leave that time out, and the
      average drift does not count it.
    </p>
  );
}

/** Of the page, or of a report. */
type Shown = Pick<PerformancePageDto, 'performance' | 'performanceAbsent'>;

/** Dollars: what it is worth, what came in and went out, and what was gained. */
export function ValueFigures({ page }: { readonly page: Shown }) {
  const { performance, performanceAbsent } = page;
  if (performance === null)
    return (
      <p className="border-y border-line py-3">
        {ABSENCE_WORDS[performanceAbsent ?? 'never-valued']} What came in and went out is on its activity.
      </p>
    );
  const { endUsdE18, startUsdE18, depositedUsdE18, withdrawnUsdE18, gainUsdE18, versusHoldUsdE18 } =
    performance;
  const [from, to] = [formatInstant(performance.fromSeconds), formatInstant(performance.toSeconds)];
  return (
    <section aria-label="Value">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 border-y border-line py-4 lg:grid-cols-4">
        <Figure label="Value" value={usdText(BigInt(endUsdE18))} large>
          on {to}; {BigInt(startUsdE18) === 0n ? 'the first of it came in' : usdText(BigInt(startUsdE18))} on{' '}
          {from}
        </Figure>
        <Figure
          label="Put in, less taken out"
          value={signedUsd(`${BigInt(depositedUsdE18) - BigInt(withdrawnUsdE18)}`)}
        >
          {usdText(BigInt(depositedUsdE18))} came in, {usdText(BigInt(withdrawnUsdE18))} went out
        </Figure>
        <ToldFigure label="Gain" told={gainUsdE18} shownAs={signedUsd}>
          value now, less value then and what was put in
        </ToldFigure>
        <ToldFigure label="Against holding" told={versusHoldUsdE18} shownAs={signedUsd}>
          what is there beyond the basket that was put in and left alone
        </ToldFigure>
      </dl>
      <Holes performance={performance} />
    </section>
  );
}
