import type { AssetDto } from '../../lib/api/portfolio-dto.ts';
import { AssetVerdict } from './asset-verdict.tsx';
import { BandBar, scaleFor } from './band-bar.tsx';
import { formatPercent, formatPoints, formatPrice, formatSpan, formatUnits, formatUsd } from './format.ts';

const COLUMNS = [
  'Asset',
  'Weight in its band',
  'Actual',
  'Target',
  'Drift',
  'Value',
  'Price',
  'Verdict',
] as const;

/* On a wide page one line; on a narrow one three: name and verdict, the bar, the numbers. */
const ROW =
  'grid grid-cols-[1fr_auto_auto] items-center gap-x-4 gap-y-1 border-t border-line py-2.5 ' +
  'lg:grid-cols-[5rem_minmax(9rem,1fr)_2.75rem_3.75rem_4.5rem_6.5rem_8.5rem_8rem] lg:py-2';

function AssetRow({ asset, scaleBps }: { readonly asset: AssetDto; readonly scaleBps: number }) {
  const { weightBps, targetBps, price } = asset;
  return (
    <tr className={ROW}>
      <th scope="row" className="order-1 text-left font-semibold" title={`${asset.units} ${asset.symbol}`}>
        {asset.symbol}
      </th>
      <td className="order-3 col-span-3 lg:order-2 lg:col-span-1">
        <BandBar
          name={asset.symbol}
          targetBps={targetBps}
          actualBps={weightBps}
          band={asset.band}
          scaleBps={scaleBps}
          size="row"
        />
      </td>
      <td className="order-4 lg:order-3 lg:text-right">
        {weightBps === null ? '–' : formatPercent(weightBps)}
        <span className="text-ink-soft lg:hidden"> / {formatPercent(targetBps)} %</span>
      </td>
      <td className="hidden text-ink-soft lg:order-4 lg:-ml-3 lg:block">/ {formatPercent(targetBps)} %</td>
      <td className="order-5 text-right lg:order-5">
        {weightBps === null ? '–' : formatPoints(weightBps - targetBps)}
      </td>
      <td className="order-6 text-right lg:order-6" title={`${formatUnits(asset.units)} ${asset.symbol}`}>
        {asset.valueUsd === null ? '–' : formatUsd(asset.valueUsd)}
      </td>
      <td className="order-7 col-span-3 text-ink-soft lg:order-7 lg:col-span-1 lg:text-right lg:text-ink">
        {price === null ? (
          'no price'
        ) : (
          <span title={`from ${price.source}, ${formatSpan(price.ageSeconds)} old at the block of this look`}>
            {formatPrice(price.usd)}
            <span className="ml-2 text-ink-soft">{formatSpan(price.ageSeconds)}</span>
            <span className="sr-only"> old, from {price.source}</span>
          </span>
        )}
      </td>
      <td className="order-2 col-span-2 justify-self-end lg:order-8 lg:col-span-1 lg:justify-self-start">
        <AssetVerdict asset={asset} />
      </td>
    </tr>
  );
}

/** Target against actual, asset by asset, all bars on one scale. */
export function AssetTable({
  assets,
  label,
}: {
  readonly assets: readonly AssetDto[];
  readonly label: string;
}) {
  const scaleBps = scaleFor(
    assets.flatMap(({ weightBps, targetBps, band }) => [weightBps ?? 0, targetBps, band?.highBps ?? 0]),
  );
  return (
    <table aria-label={`${label}: target and actual`} className="block">
      <thead className="sr-only">
        <tr>
          {COLUMNS.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="block">
        {assets.map((asset) => (
          <AssetRow key={asset.token} asset={asset} scaleBps={scaleBps} />
        ))}
      </tbody>
    </table>
  );
}
