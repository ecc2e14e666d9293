import type { FillDto } from '../../lib/api/portfolio-dto.ts';
import { formatCount, formatInstant, formatUnits } from './format.ts';
import { Hex } from './hex.tsx';
import { SideList } from './side-list.tsx';

function Fill({ fill }: { readonly fill: FillDto }) {
  const { sellUnits, sellSymbol, buyUnits, buySymbol } = fill;
  return (
    <li className="border-t border-line py-2.5">
      <div title={`${sellUnits} ${sellSymbol} for ${buyUnits} ${buySymbol}`}>
        Sold {formatUnits(sellUnits)} {sellSymbol} for {formatUnits(buyUnits)} {buySymbol}
      </div>
      <div className="text-ink-soft">
        {formatInstant(fill.blockTimeSeconds)}, block {formatCount(fill.blockNumber)} · by{' '}
        <Hex hex={fill.taker} /> · <Hex hex={fill.txHash} />
      </div>
    </li>
  );
}

/** What the chain says was traded, newest first. */
export function LastFills({ fills, count }: { readonly fills: readonly FillDto[]; readonly count: number }) {
  const note = count > fills.length ? `${fills.length} of ${formatCount(count)}` : String(count);
  return (
    <SideList
      title="Last fills"
      note={note}
      empty="None yet. A fill is a taker’s own transaction; this list is read from the chain."
    >
      {fills.map((fill) => (
        <Fill key={fill.id} fill={fill} />
      ))}
    </SideList>
  );
}
