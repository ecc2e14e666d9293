import type { PaperAssetDto, PaperDetailDto, PaperDto } from '../../lib/api/paper.ts';
import { percentText, shownDriftBps, wordedPointsText } from '../../lib/money/display.ts';
import { ValueChart } from '../charts/value-chart.tsx';
import { Countdown, LiveStatus } from '../live/live.tsx';
import { BackLink } from '../portfolio/back-link.tsx';
import { Fact } from '../ui/fact.tsx';
import { Figure } from '../ui/figure.tsx';
import {
  formatCount,
  formatInstant,
  formatPrice,
  formatUnits,
  formatUsd,
  formatUsdDifference,
  unbroken,
} from '../ui/format.ts';
import { Hex } from '../ui/hex.tsx';
import { Scrolling } from '../ui/scrolling.tsx';
import { Section } from '../ui/section.tsx';
import { TableHead } from '../ui/table-head.tsx';
import { Word } from '../ui/word.tsx';
import { DeletePaper } from './delete-paper.tsx';
import { MakeItReal } from './make-it-real.tsx';
import { PaperMark } from './paper-mark.tsx';
import { PaperTrades } from './paper-trades.tsx';
import { realDraftOf } from './real-draft.ts';

const CELL = 'py-2 pr-3 whitespace-nowrap last:pr-0';

function Figures({ paper }: { readonly paper: PaperDto }) {
  const { valueUsd, heldUsd, openingUsd, openedAtSeconds, lookedAtSeconds, costUsd, rebalances } = paper;
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-5 py-6 lg:grid-cols-[1.4fr_1fr_1fr_1fr]">
      <Figure label="Value on paper" value={formatUsd(valueUsd)} large>
        at the prices of {formatInstant(lookedAtSeconds)}
      </Figure>
      <Figure label="Beside holding" value={formatUsdDifference(valueUsd, heldUsd)}>
        held and left alone it is <span className="whitespace-nowrap">{formatUsd(heldUsd)}</span>
      </Figure>
      <Figure label="Since the beginning" value={formatUsdDifference(valueUsd, openingUsd)}>
        from {formatUsd(openingUsd)}, {formatInstant(openedAtSeconds)}
      </Figure>
      <Figure label="Cost, as counted" value={costUsd === null ? '–' : formatUsd(costUsd)}>
        {rebalances === null
          ? 'unknown'
          : `of ${formatCount(rebalances)} ${rebalances === 1 ? 'rebalance' : 'rebalances'}`}
      </Figure>
    </dl>
  );
}

const driftOf = ({ weightBps, targetBps }: PaperAssetDto): string =>
  weightBps === null ? '–' : (wordedPointsText(shownDriftBps(weightBps, targetBps, 2), 2) ?? 'on target');

function Assets({ assets }: { readonly assets: readonly PaperAssetDto[] }) {
  return (
    <Scrolling label="What it is made of, as a table">
      <table className="w-full text-right tabular-nums">
        <TableHead
          heads={['Token', 'Amount', 'Price', 'Value', 'Weight', 'Target', 'Drift']}
          cell={`${CELL} first:text-left`}
        />
        <tbody>
          {assets.map((one) => (
            <tr key={one.token} className="border-t border-line">
              <th scope="row" className={`${CELL} text-left font-semibold`}>
                {one.symbol}
              </th>
              <td className={CELL} title={one.units}>
                {formatUnits(one.units)}
              </td>
              <td className={CELL}>{one.priceUsd === null ? '–' : formatPrice(one.priceUsd)}</td>
              <td className={CELL}>{formatUsd(one.valueUsd)}</td>
              <td className={CELL}>{one.weightBps === null ? '–' : `${percentText(one.weightBps, 2)} %`}</td>
              <td className={CELL}>{`${percentText(one.targetBps, 2)} %`}</td>
              <td className={CELL}>{driftOf(one)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}

/** What the bot is doing with it, and why. */
function Doing({ paper: { setAside, kind, why, looks, nextTurnAtSeconds } }: { readonly paper: PaperDto }) {
  if (setAside !== null)
    return (
      <div role="alert" className="pt-2">
        <Word tone="stop" icon="stop" strong>
          Not followed any more
        </Word>
        <p className="text-pretty">
          {setAside} What it came to before stands below. Delete it and begin it anew.
        </p>
      </div>
    );
  return (
    <div className="pt-2">
      {kind === null ? (
        <Word tone="plain" icon="clock" strong>
          Waiting for the bot’s first look
        </Word>
      ) : (
        <Word tone="plain" icon={kind === 'act' ? 'exchange' : 'check'} strong>
          {kind === 'act' ? 'Traded on paper at the last look' : 'Nothing to trade at the last look'}
        </Word>
      )}
      <p className="text-pretty">
        {why !== null && unbroken(why)}{' '}
        <span className="text-ink-soft">
          {`${formatCount(looks)} ${looks === 1 ? 'look' : 'looks'} so far; next look `}
          <Countdown atSeconds={nextTurnAtSeconds} />.
        </span>
      </p>
    </div>
  );
}

const seriesOf = (days: PaperDetailDto['days']) => ({
  ...{ assets: [], marks: [] },
  points: days.map(({ atSeconds, valueUsd, heldUsd }) => ({
    ...{ timeSeconds: atSeconds, valueUsd, holdUsd: heldUsd },
    ...{ trackingErrorBps: null, driftsBps: [], isAfterGap: false },
  })),
});

/** One portfolio on paper: what it is worth beside holding, what the bot would have traded, and the way to a real one. */
export function PaperPage({ detail: { paper, trades, days } }: { readonly detail: PaperDetailDto }) {
  const { chainId, watched, policyText, id, name } = paper;
  return (
    <>
      <BackLink href="/try">On paper</BackLink>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h1 className="text-2xl font-semibold tracking-tight">{name}</h1>
        <PaperMark />
      </div>
      <p className="text-ink-soft text-pretty">
        No contract and no signature: nothing here moves money.{policyText !== null && ` ${policyText}.`}
      </p>
      <Doing paper={paper} />
      <Figures paper={paper} />
      <div className="flex flex-wrap gap-3 pb-8">
        <MakeItReal draft={realDraftOf(paper)} />
        <DeletePaper id={id} />
      </div>
      <div className="space-y-8">
        <Section title="What it is made of" empty="What is stored of it can’t be read.">
          {paper.assets.length > 0 && <Assets assets={paper.assets} />}
        </Section>
        <PaperTrades trades={trades} />
        <Section
          title="Value against holding"
          note="at the end of each day"
          empty="Two days make a line; there are fewer yet."
        >
          {days.length > 1 && <ValueChart series={seriesOf(days)} />}
        </Section>
        <Section title="How it is counted">
          <dl>
            <Fact name="Began with">
              {watched === null ? (
                'amounts that somebody made up'
              ) : (
                <>
                  what <Hex hex={watched} kind="address" copy /> held
                </>
              )}
            </Fact>
            <Fact name="Chain">{chainId}</Fact>
            <Fact name="Prices">the feeds that a contract would go by, at each look’s block</Fact>
            <Fact name="A trade">fills at once at those prices, less 10 bps of what it sells</Fact>
            <Fact name="Gas">none: whoever fills an order pays it</Fact>
            <Fact name="The contract’s own daily limits">left open, as there is no contract</Fact>
          </dl>
        </Section>
      </div>
      <div className="pt-6">
        <LiveStatus />
      </div>
    </>
  );
}
