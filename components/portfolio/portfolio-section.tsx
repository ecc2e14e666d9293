import type { LookDto, PortfolioDto } from '../../lib/api/portfolio-dto.ts';
import { AssetTable } from './asset-table.tsx';
import { Figure, Hex, StateWord } from './figure.tsx';
import { formatCount, formatInstant, formatPercent, formatSpan, formatUsd } from './format.ts';
import { LastFills, OpenOrders } from './orders-and-fills.tsx';

type Props = {
  readonly portfolio: PortfolioDto;
  readonly readAtSeconds: number;
  /** All trading is stopped: nothing here may promise an order. */
  readonly isHalted: boolean;
};

function ReasonLine({ portfolio, readAtSeconds, isHalted }: Props) {
  const { look } = portfolio;
  return (
    <div className="flex flex-col gap-x-4 gap-y-1 border-y border-line py-3 text-sm lg:flex-row lg:items-baseline">
      <StateWord state={portfolio.state} detail={portfolio.stateDetail} />
      <p className="min-w-0 flex-1 text-pretty">
        {isHalted && look?.isHalted === false && 'Trading has been stopped since this look. '}
        {look?.sentence.replaceAll(' %', '\u00a0%') ??
          'The bot has not looked at this portfolio yet. It does at its next tick.'}
      </p>
      {look !== null && (
        <p className="whitespace-nowrap text-ink-soft">
          looked {formatSpan(Math.max(0, readAtSeconds - look.lookedAtSeconds))} ago
        </p>
      )}
    </div>
  );
}

function Figures({ look }: { readonly look: LookDto }) {
  const trackingError = look.trackingErrorBps;
  const furthest = look.assets
    .filter(({ weightBps }) => weightBps !== null)
    .map(({ symbol, weightBps, targetBps }) => ({ symbol, driftBps: Math.abs((weightBps ?? 0) - targetBps) }))
    .reduce((most, asset) => (asset.driftBps > most.driftBps ? asset : most), { symbol: '–', driftBps: -1 });
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-5 py-6 lg:grid-cols-[1.3fr_1fr_1fr]">
      <Figure label="Value" value={look.valueUsd === null ? '–' : formatUsd(look.valueUsd)} large>
        at block {formatCount(look.blockNumber)}, {formatInstant(look.blockTimeSeconds)}
      </Figure>
      <Figure
        label="Tracking error"
        value={trackingError === null ? '–' : `${(trackingError / 100).toFixed(2)} %`}
      >
        {trackingError === null
          ? 'unknown while a price is missing'
          : 'of the value would have to change hands'}
      </Figure>
      <Figure
        label="Furthest from target"
        value={furthest.driftBps < 0 ? '–' : `${formatPercent(furthest.driftBps)} pp`}
      >
        {furthest.driftBps < 0 ? 'unknown while a price is missing' : furthest.symbol}
      </Figure>
    </dl>
  );
}

function Legend({ look }: { readonly look: LookDto }) {
  // A source names itself in its first word and says which of its feeds after it; the row's hover text has it whole.
  const sources = [
    ...new Set(look.assets.flatMap(({ price }) => (price === null ? [] : [price.source.split(' ')[0]]))),
  ];
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 pb-2">
      <h3 className="font-semibold">
        Target and actual
        {sources.length > 0 && (
          <span className="font-normal text-ink-soft">
            {' '}
            · prices with their age, from {sources.join(', ')}
          </span>
        )}
      </h3>
      <p className="flex items-center gap-4 text-ink-soft" aria-hidden="true">
        <span className="flex items-center gap-1.5">
          <span className="inline-block h-2.5 w-4" style={{ background: 'var(--band)' }} /> band
        </span>
        <span className="flex items-center gap-1.5">
          <span className="inline-block h-3.5 w-0.5" style={{ background: 'var(--accent)' }} /> target
        </span>
        <span className="flex items-center gap-1.5">
          <span className="inline-block h-1 w-4" style={{ background: 'var(--ink)' }} /> actual
        </span>
      </p>
    </div>
  );
}

/** All that is known of one portfolio, on one screen. */
export function PortfolioSection({ portfolio, readAtSeconds, isHalted }: Props) {
  const { look, name, address } = portfolio;
  return (
    <section
      aria-labelledby={`portfolio-${portfolio.id}`}
      className="pt-10 first:pt-6"
      data-address={address}
    >
      <h2 id={`portfolio-${portfolio.id}`} className="text-xl font-semibold tracking-tight">
        {name}
      </h2>
      <p className="pt-1 pb-4 text-ink-soft">
        <Hex hex={address} /> · chain {portfolio.chainId}
        {portfolio.policyText !== null && <> · {portfolio.policyText}</>}
      </p>
      <ReasonLine portfolio={portfolio} readAtSeconds={readAtSeconds} isHalted={isHalted} />
      {look !== null && (
        <>
          <Figures look={look} />
          <Legend look={look} />
          <AssetTable assets={look.assets} label={name} />
        </>
      )}
      <div className="grid gap-x-10 gap-y-6 pt-7 lg:grid-cols-2">
        <OpenOrders orders={portfolio.openOrders} isHalted={isHalted} />
        <LastFills fills={portfolio.lastFills} count={portfolio.fillCount} />
      </div>
    </section>
  );
}
