import type { BandsDto, NoBands } from '../../lib/api/bands.ts';
import type { BandsPageDto } from '../../lib/api/report-page-dto.ts';
import { costBpsText, percentText, signedPercentText, usdText } from '../../lib/money/display.ts';
import { portfolioHref } from '../portfolio/portfolio-href.ts';
import { PageLink } from '../shell/page-link.tsx';
import { formatCount, formatInstant, formatSpan } from '../ui/format.ts';
import { Scrolling } from '../ui/scrolling.tsx';
import { Section } from '../ui/section.tsx';
import { TableHead } from '../ui/table-head.tsx';
import { NUMBER_CELL } from './lot-cells.tsx';
import { OwnersOnly, ReportFrame } from './report-frame.tsx';

const NO_BANDS_WORDS: Readonly<Record<NoBands, string>> = {
  'never-valued': 'The bot has not valued this portfolio yet.',
  'no-policy': 'No policy is registered for it yet.',
  'nothing-held': 'Nothing is held.',
  'no-targets': 'There are no targets.',
  'history-too-short':
    'Not enough was recorded yet: it takes prices of all assets over fourteen days and 48 rows before a comparison says more than chance.',
};

const HEADS = ['Band', 'Looked at', 'Cost', 'Rebalances', 'Off target, mean', 'Return', 'Try it'];
type Row = BandsDto['tried'][number];
type Cell = Pick<Row, 'bandBps' | 'intervalSeconds'>;

const intervalWords = (seconds: number): string =>
  seconds === 0 ? 'at every row' : `every ${formatSpan(seconds)}`;
const cellWords = ({ bandBps, intervalSeconds }: Cell): string =>
  `${percentText(bandBps, 1)} %, ${intervalWords(intervalSeconds)}`;
const isSame = (a: Cell, b: Cell | null): boolean =>
  a.bandBps === b?.bandBps && a.intervalSeconds === b.intervalSeconds;

function Figures({ of }: { readonly of: BandsDto['current'] }) {
  return (
    <>
      <td className={NUMBER_CELL}>{usdText(BigInt(of.costUsdE18))}</td>
      <td className={NUMBER_CELL}>{formatCount(of.rebalances)}</td>
      <td className={NUMBER_CELL}>{costBpsText(of.trackingErrorMeanBps)}</td>
      <td className={NUMBER_CELL}>{signedPercentText(of.returnBps)}</td>
    </>
  );
}

function Table({ bands, settings }: { readonly bands: BandsDto; readonly settings: string }) {
  return (
    <Scrolling label="Bands and intervals, as a table">
      <table className="w-full min-w-[48rem] text-left">
        <TableHead heads={HEADS} numbers={HEADS.slice(2, 6)} />
        <tbody>
          <tr className="border-t border-line font-semibold">
            <th scope="row" colSpan={2} className="py-2 pr-4">
              Your policy, version {formatCount(bands.policyVersion)}
            </th>
            <Figures of={bands.current} />
            <td />
          </tr>
          {bands.tried.map((row) => (
            <tr
              key={`${row.bandBps} ${row.intervalSeconds}`}
              className={`border-t border-line ${isSame(row, bands.proposed) ? 'font-semibold' : ''}`}
            >
              <th scope="row" className="py-2 pr-4 font-normal">
                {percentText(row.bandBps, 1)} %{isSame(row, bands.proposed) && ' – proposed'}
              </th>
              <td className="py-2 pr-4">{intervalWords(row.intervalSeconds)}</td>
              <Figures of={row} />
              <td className="py-2 print:hidden">
                <PageLink
                  href={`${settings}?band=${row.bandBps}&interval=${row.intervalSeconds}`}
                  aria-label={`Open ${cellWords(row)} in the policy editor`}
                  className="inline-flex min-h-6 items-center text-accent hover:underline"
                >
                  Open in the editor
                </PageLink>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}

function Verdict({ bands, settings }: { readonly bands: BandsDto; readonly settings: string }) {
  const { proposed, tried, current } = bands;
  const row = tried.find((one) => isSame(one, proposed));
  if (proposed === null || row === undefined)
    return (
      <p className="max-w-prose text-pretty">
        None of these would have cost less while being on average no further from the targets. Your policy
        stands as it is.
      </p>
    );
  return (
    <div className="max-w-prose space-y-2">
      <p className="text-pretty">
        A band of {cellWords(proposed)}, would have cost {usdText(BigInt(row.costUsdE18))} instead of{' '}
        {usdText(BigInt(current.costUsdE18))}, and been on average {costBpsText(row.trackingErrorMeanBps)} off
        target instead of {costBpsText(current.trackingErrorMeanBps)}.
      </p>
      <p>
        <PageLink
          href={`${settings}?band=${proposed.bandBps}&interval=${proposed.intervalSeconds}`}
          className="inline-flex min-h-6 items-center text-accent hover:underline"
        >
          Open the proposal in the policy editor
        </PageLink>
        : nothing is changed before you save it there.
      </p>
    </div>
  );
}

/** Which band and interval would have cost less over what was recorded; the owner applies it, or doesn't. */
export function BandsPage({ page }: { readonly page: BandsPageDto }) {
  const { answer, portfolio } = page;
  const settings = `${portfolioHref(portfolio)}/settings`;
  const of = `/api/portfolios/${portfolio.id}/bands`;
  const bands = answer?.bands ?? null;
  return (
    <ReportFrame
      head={page}
      title="Bands"
      path="/reports/bands"
      about="Bands and intervals tried on the prices that were recorded at this portfolio’s looks, by the engine that decides for it, from its targets and at its present value and costs. What would have been is no promise of what will be."
      files={
        bands === null
          ? []
          : [
              { name: 'Table as CSV', href: `${of}?format=csv` },
              { name: 'All as JSON', href: of },
            ]
      }
    >
      {answer === null && <OwnersOnly />}
      {answer !== null && bands === null && (
        <p className="max-w-prose text-pretty">{NO_BANDS_WORDS[answer.absent ?? 'never-valued']}</p>
      )}
      {bands !== null && (
        <>
          <Verdict bands={bands} settings={settings} />
          <Section
            title="What was tried"
            note={`${formatInstant(bands.fromSeconds)} to ${formatInstant(bands.toSeconds)}, a row every ${formatSpan(bands.stepSeconds)}; from ${usdText(BigInt(bands.startUsdE18))}`}
          >
            <Table bands={bands} settings={settings} />
          </Section>
        </>
      )}
    </ReportFrame>
  );
}
