import type { DemoView } from '../../lib/api/demo-view.ts';
import { percentText } from '../../lib/money/display.ts';
import { BandBar } from '../portfolio/band-bar.tsx';
import { StateWord } from '../portfolio/state-word.tsx';

/** A portfolio as it looks here: a moment of the demo. */
export function HeroBars({ view }: { readonly view: DemoView }) {
  const { assets, places, why } = view.look;
  return (
    <figure className="min-w-0">
      <div className="border-y border-line py-3">
        <StateWord state={view.state} detail={view.stateDetail} />
        <p className="pt-0.5 text-pretty text-ink-soft">{why.replaceAll(' %', '\u00a0%')}</p>
      </div>
      <ul>
        {assets.map(({ token, symbol, targetBps, weightBps, band, standing }) => (
          <li key={token} className="border-b border-line py-3">
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
      <figcaption className="pt-2 text-ink-soft">
        Each bar is its band: the tick is the target, the edges of the grey are where the bot acts. From the
        demo; simulated.
      </figcaption>
    </figure>
  );
}
