import type { LookDto } from '../../lib/api/portfolio-dto.ts';
import { percentText, shownDriftBps, signedPointsText } from '../../lib/money/display.ts';
import { AssetTable } from '../portfolio/asset-table.tsx';
import { formatSpan, formatUnits, formatUsd } from '../ui/format.ts';
import { Scrolling } from '../ui/scrolling.tsx';
import { TableHead } from '../ui/table-head.tsx';

function Legend() {
  const mark = 'flex items-center gap-1.5';
  return (
    <p className="flex flex-wrap items-center gap-x-4 text-ink-soft" aria-hidden="true">
      <span className={mark}>
        <span className="inline-block h-2.5 w-4" style={{ background: 'var(--band)' }} /> band
      </span>
      <span className={mark}>
        <span className="inline-block h-3.5 w-0.5" style={{ background: 'var(--accent)' }} /> target
      </span>
      <span className={mark}>
        <span className="inline-block h-1.5 w-4" style={{ background: 'var(--ink)' }} /> drift
      </span>
      <span className={mark}>
        <span className="inline-block h-0.5 w-4" style={{ background: 'var(--ink-faint)' }} /> weight
      </span>
      <span className={mark}>
        <span className="inline-block size-2.5 rounded-full border-[1.5px] border-ink" /> once orders fill
      </span>
    </p>
  );
}

/** Every number of the bars, and why an asset is left alone, as a plain table. */
function NumbersTable({ look }: { readonly look: LookDto }) {
  const { places } = look;
  const percent = (bps: number | null): string => (bps === null ? '–' : `${percentText(bps, places)} %`);
  const heads = [
    'Asset',
    'Held',
    'Actual',
    'Target',
    'Drift',
    'Band',
    'Value',
    'Price from',
    'Why not traded',
  ];
  return (
    <Scrolling label="Target and actual, all numbers">
      <table className="w-full min-w-[44rem] text-left">
        <caption className="sr-only">Target and actual, all numbers</caption>
        <TableHead heads={heads} />
        <tbody>
          {look.assets.map((asset) => (
            <tr key={asset.token} className="border-t border-line align-top">
              <th scope="row" className="py-1.5 pr-4 font-semibold">
                {asset.symbol}
              </th>
              <td className="py-1.5 pr-4" title={asset.units}>
                {formatUnits(asset.units)}
              </td>
              <td className="py-1.5 pr-4">{percent(asset.weightBps)}</td>
              <td className="py-1.5 pr-4">{percent(asset.targetBps)}</td>
              <td className="py-1.5 pr-4 whitespace-nowrap">
                {asset.weightBps === null
                  ? '–'
                  : signedPointsText(shownDriftBps(asset.weightBps, asset.targetBps, places), places)}
              </td>
              <td className="py-1.5 pr-4 whitespace-nowrap">
                {asset.band === null
                  ? 'none'
                  : `${percent(asset.band.lowBps)} – ${percent(asset.band.highBps)}`}
              </td>
              <td className="py-1.5 pr-4">{asset.valueUsd === null ? '–' : formatUsd(asset.valueUsd)}</td>
              <td className="py-1.5 pr-4">
                {asset.price === null
                  ? 'no price'
                  : `${asset.price.source}, ${formatSpan(asset.price.ageSeconds)} old`}
              </td>
              <td className="min-w-40 py-1.5">{asset.why ?? 'it is traded'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}

/** Where each asset stands, as bars and as numbers. */
export function TargetAndActual({ look, label }: { readonly look: LookDto; readonly label: string }) {
  return (
    <section aria-label="Target and actual">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 pb-2">
        <h2 className="font-semibold">Target and actual</h2>
        <Legend />
      </div>
      <AssetTable look={look} label={label} />
      <details className="border-t border-line pt-1">
        <summary className="cursor-pointer py-1.5 text-accent">View as table</summary>
        <NumbersTable look={look} />
      </details>
    </section>
  );
}
