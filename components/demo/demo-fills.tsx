import type { DemoFillDto, DemoView } from '../../lib/api/demo-view.ts';
import { formatCount, formatInstant, formatUnits, formatUsd } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';

function Fill({ fill, isNow }: { readonly fill: DemoFillDto; readonly isNow: boolean }) {
  return (
    <li className="border-t border-line py-2.5" data-fill={fill.id}>
      <div title={`${fill.sellUnits} ${fill.sellSymbol} for ${fill.buyUnits} ${fill.buySymbol}`}>
        Sold {formatUnits(fill.sellUnits)} {fill.sellSymbol} for {formatUnits(fill.buyUnits)} {fill.buySymbol}
        {isNow && <span className="font-semibold"> · this hour</span>}
      </div>
      <div className="text-ink-soft">
        {formatUsd(fill.valueUsd)}, cost {formatUsd(fill.costUsd)} · simulated fill,{' '}
        {formatInstant(fill.atSeconds)}
      </div>
    </li>
  );
}

/** What was traded so far, newest first. */
export function DemoFills({ view }: { readonly view: DemoView }) {
  const { lastFills, filledNow, fillCount } = view;
  const shown = lastFills.length < fillCount ? `${lastFills.length} of ` : '';
  return (
    <Section
      title="Last fills"
      note={`simulated, ${shown}${formatCount(fillCount)}`}
      empty="None yet. A fill is a taker’s own transaction; here the order is filled at the close of its hour, less 0.10 % of what is sold."
    >
      {lastFills.length > 0 && (
        <ul>
          {lastFills.map((fill) => (
            <Fill key={fill.id} fill={fill} isNow={filledNow.some(({ id }) => id === fill.id)} />
          ))}
        </ul>
      )}
    </Section>
  );
}
