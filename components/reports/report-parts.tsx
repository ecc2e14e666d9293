import type { ReportDto, StrategyDto } from '../../lib/api/reports.ts';
import { costBpsText, percentText, signedPercentText, usdText } from '../../lib/money/display.ts';
import { formatDecimalRounded } from '../../lib/money/fixed-point.ts';
import { ABSENCE_WORDS } from '../performance/absence-words.ts';
import { ToldFigure } from '../performance/told-figure.tsx';
import { signedUsd } from '../performance/value-figures.tsx';
import { Fact } from '../ui/fact.tsx';
import { Figure } from '../ui/figure.tsx';
import { formatCount, formatInstant, formatSpan } from '../ui/format.ts';
import { Scrolling } from '../ui/scrolling.tsx';
import { Section } from '../ui/section.tsx';
import { TableHead } from '../ui/table-head.tsx';
import { NUMBER_CELL } from './lot-cells.tsx';
import { strategyWords } from './report-words.ts';

const percent = (bps: number): string => `${percentText(bps, 2)} %`;
const ratio = (e4: number): string => formatDecimalRounded(BigInt(e4), 4, 2).replace('-', '−');

/** What was done in the span, in the order in which one asks. */
export function Doings({ report: { statistics, gas, performance } }: { readonly report: ReportDto }) {
  const { rebalances } = statistics;
  return (
    <Section title="What was done">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 border-t border-line pt-3 lg:grid-cols-4">
        <Figure label="Rebalances" value={formatCount(rebalances.count)}>
          {formatCount(rebalances.filled)} filled whole, {formatCount(rebalances.partlyFilled)} in part,{' '}
          {formatCount(rebalances.unfilled)} not, {formatCount(rebalances.open)} open
        </Figure>
        <ToldFigure label="Success rate" told={statistics.successBps} shownAs={percent}>
          filled whole, of those that are over
        </ToldFigure>
        <Figure label="Gas of the bot" value={usdText(BigInt(gas.usdE18))}>
          {formatCount(gas.transactions)} {gas.transactions === 1 ? 'transaction' : 'transactions'} of its own
          {gas.unpriced > 0 && `, ${formatCount(gas.unpriced)} without a known price`}; takers pay for their
          fills
        </Figure>
        <Figure label="Watched" value={formatSpan(performance.observedSeconds)}>
          of {formatSpan(performance.toSeconds - performance.fromSeconds)}; the rest nobody looked, or a price
          was missing
        </Figure>
      </dl>
    </Section>
  );
}

/** How rough the way was. */
export function Risk({ report: { risk, performance } }: { readonly report: ReportDto }) {
  const {
    drawdownPeakAtSeconds: peak,
    drawdownTroughAtSeconds: trough,
    drawdownRecoveredAtSeconds: back,
  } = risk;
  return (
    <Section title="Risk" note="of the return without deposits and withdrawals, by the year">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 border-t border-line pt-3 lg:grid-cols-4">
        <ToldFigure label="Volatility" told={risk.volatilityBps} shownAs={percent}>
          deviation of daily returns
        </ToldFigure>
        <ToldFigure label="Sharpe" told={risk.sharpeE4} shownAs={ratio}>
          return ÷ deviation, against no return at all
        </ToldFigure>
        <ToldFigure label="Sortino" told={risk.sortinoE4} shownAs={ratio}>
          return ÷ deviation of losses alone
        </ToldFigure>
        <ToldFigure label="Deepest fall" told={risk.drawdownBps} shownAs={signedPercentText}>
          {peak === trough
            ? `from ${formatInstant(performance.fromSeconds)} on it never fell`
            : `from ${formatInstant(peak ?? 0)} to ${formatInstant(trough ?? 0)}, ${back === null ? 'not made good yet' : `made good on ${formatInstant(back)}`}`}
        </ToldFigure>
      </dl>
    </Section>
  );
}

/** Where the difference to holding and to the targets comes from. */
export function Attribution({ report: { attribution, performance } }: { readonly report: ReportDto }) {
  const { assets, versusIndexBps, ofItCostBps, ofItDriftBps } = attribution;
  return (
    <div className="grid gap-x-10 gap-y-8 lg:grid-cols-2">
      <Section
        title="Against holding, by asset"
        note={
          performance.versusHoldUsdE18.value === null
            ? undefined
            : signedUsd(performance.versusHoldUsdE18.value)
        }
        empty={ABSENCE_WORDS[assets.absent ?? 'nothing-held']}
      >
        {assets.value !== null && assets.value.length > 0 && (
          <dl>
            {assets.value.map(({ token, symbol, usdE18 }) => (
              <Fact key={token} name={symbol}>
                {signedUsd(usdE18)}
              </Fact>
            ))}
          </dl>
        )}
      </Section>
      <Section title="Against the target index">
        <dl className="grid grid-cols-2 gap-x-6 gap-y-4 border-t border-line pt-3 lg:grid-cols-3">
          <ToldFigure label="Beyond it" told={versusIndexBps} shownAs={signedPercentText}>
            than a dollar held exactly at the targets
          </ToldFigure>
          <ToldFigure label="By cost" told={ofItCostBps} shownAs={signedPercentText}>
            trading cost and gas, of the mean value
          </ToldFigure>
          <ToldFigure label="By drift" told={ofItDriftBps} shownAs={signedPercentText}>
            being off target while prices moved
          </ToldFigure>
        </dl>
      </Section>
    </div>
  );
}

const HEADS = ['Why and where', 'Rebalances', 'Filled whole', 'Cost', 'Traded', 'Time to fill'];
const told = <T,>({ value }: { readonly value: T | null }, shownAs: (value: T) => string): string =>
  value === null ? '–' : shownAs(value);

/** The ways of rebalancing, the best first. */
export function Strategies({ strategies }: { readonly strategies: readonly StrategyDto[] }) {
  return (
    <Section
      title="Best ways of rebalancing"
      note="the least cost per dollar traded first"
      empty="No order was signed in this span."
    >
      {strategies.length > 0 && (
        <Scrolling label="Ways of rebalancing, as a table">
          <table className="w-full min-w-[40rem] text-left">
            <TableHead heads={HEADS} numbers={HEADS.slice(1)} />
            <tbody>
              {strategies.map((one) => (
                <tr key={strategyWords(one)} className="border-t border-line">
                  <th scope="row" className="py-2 pr-4 font-normal">
                    {strategyWords(one)}
                  </th>
                  <td className={NUMBER_CELL}>{formatCount(one.rebalances)}</td>
                  <td className={NUMBER_CELL}>{told(one.successBps, percent)}</td>
                  <td className={NUMBER_CELL}>{told(one.costBps, costBpsText)}</td>
                  <td className={NUMBER_CELL}>{usdText(BigInt(one.tradedUsdE18))}</td>
                  <td className={NUMBER_CELL}>{told(one.medianFillSeconds, formatSpan)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolling>
      )}
    </Section>
  );
}
