import type { ComponentProps } from 'react';
import { percentText } from '../../lib/money/display.ts';
import { BandBar } from './band-bar.tsx';

type Bar = Pick<ComponentProps<typeof BandBar>, 'targetBps' | 'band'> & {
  readonly symbol: string;
  readonly weightBps: number | null;
  readonly standing: string | null;
};

type Props = Pick<ComponentProps<typeof BandBar>, 'places'> & { readonly assets: readonly Bar[] };

/** Each asset's band at the size of a card, as strangers see it. */
export function ShareBars({ assets, places }: Props) {
  return (
    <ul>
      {assets.map(({ symbol, targetBps, weightBps, band, standing }) => (
        <li key={symbol} className="border-b border-line py-3">
          <p className="flex justify-between pb-1">
            <span className="font-semibold">{symbol}</span>
            {/* The bar below says it to the ear, with its band. */}
            <span aria-hidden="true">
              {weightBps === null ? '–' : percentText(weightBps, places)}
              <span className="text-ink-soft"> / {percentText(targetBps, places)} %</span>
            </span>
          </p>
          <BandBar
            name={symbol}
            {...{ targetBps, band, places }}
            actualBps={weightBps}
            isOutside={standing === 'over' || standing === 'under'}
            size="share"
          />
        </li>
      ))}
    </ul>
  );
}
