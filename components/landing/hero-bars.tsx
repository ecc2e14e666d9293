import type { DemoView } from '../../lib/api/demo-view.ts';
import { ShareBars } from '../portfolio/share-bars.tsx';
import { StateWord } from '../portfolio/state-word.tsx';
import { unbroken } from '../ui/format.ts';

/** A portfolio as it looks here: a moment of the demo. */
export function HeroBars({ view }: { readonly view: DemoView }) {
  const { assets, places, why } = view.look;
  return (
    <figure className="min-w-0">
      <div className="border-y border-line py-3">
        <StateWord state={view.state} detail={view.stateDetail} />
        <p className="pt-0.5 text-pretty text-ink-soft">{unbroken(why)}</p>
      </div>
      <ShareBars assets={assets} places={places} />
      <figcaption className="pt-2 text-ink-soft">
        Each bar is its band: the tick is the target, the edges of the grey are where the bot acts. From the
        demo; simulated.
      </figcaption>
    </figure>
  );
}
