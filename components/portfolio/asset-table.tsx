import type { AssetDto, LookDto } from '../../lib/api/portfolio-dto.ts';
import { percentText, shownDriftBps, signedPointsText } from '../../lib/money/display.ts';
import { formatPrice, formatSpan, formatUnits, formatUsd } from '../ui/format.ts';
import { AssetVerdict } from './asset-verdict.tsx';
import { BandBar } from './band-bar.tsx';

const COLUMNS = [
  'Asset',
  'Drift in its band',
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
  'lg:grid-cols-[4.5rem_minmax(8rem,1fr)_3.25rem_4rem_5rem_6.75rem_8.25rem_11rem] lg:py-2';

function Price({ price }: Pick<AssetDto, 'price'>) {
  if (price === null) return <>no price</>;
  return (
    <span title={`from ${price.source}, ${formatSpan(price.ageSeconds)} old at the block of this look`}>
      {formatPrice(price.usd)}
      <span className="ml-2 text-ink-soft">{formatSpan(price.ageSeconds)}</span>
      <span className="sr-only"> old, from {price.source}</span>
    </span>
  );
}

function AssetRow({ asset, places }: { readonly asset: AssetDto; readonly places: 1 | 2 }) {
  const { weightBps, targetBps, standing } = asset;
  const target = `${percentText(targetBps, places)} %`;
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
          afterBps={asset.afterOrdersBps}
          band={asset.band}
          isOutside={standing === 'over' || standing === 'under'}
          places={places}
          size="row"
        />
      </td>
      <td className="order-4 lg:order-3 lg:text-right">
        {weightBps === null ? '–' : percentText(weightBps, places)}
        <span className="text-ink-soft lg:hidden"> / {target}</span>
      </td>
      <td className="hidden text-ink-soft lg:order-4 lg:-ml-3 lg:block">/ {target}</td>
      <td className="order-5 text-right lg:order-5">
        {weightBps === null ? '–' : signedPointsText(shownDriftBps(weightBps, targetBps, places), places)}
      </td>
      <td className="order-6 text-right lg:order-6" title={`${formatUnits(asset.units)} ${asset.symbol}`}>
        {asset.valueUsd === null ? '–' : formatUsd(asset.valueUsd)}
      </td>
      <td className="order-7 col-span-3 text-ink-soft lg:order-7 lg:col-span-1 lg:text-right lg:text-ink">
        <Price price={asset.price} />
      </td>
      <td className="order-2 col-span-2 justify-self-end lg:order-8 lg:col-span-1 lg:justify-self-start">
        <AssetVerdict asset={asset} />
      </td>
    </tr>
  );
}

/** Target against actual, asset by asset, each bar scaled to its own band. */
export function AssetTable({ look, label }: { readonly look: LookDto; readonly label: string }) {
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
        {look.assets.map((asset) => (
          <AssetRow key={asset.token} asset={asset} places={look.places} />
        ))}
      </tbody>
    </table>
  );
}
