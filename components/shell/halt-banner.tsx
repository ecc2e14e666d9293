import type { HaltDto } from '../../lib/api/halt-dto.ts';
import { Age } from '../live/live.tsx';
import { formatCount, formatInstant, formatUsd, shortHex } from '../ui/format.ts';
import { Banner } from './notices.tsx';

const byWhom = (actor: string): string => {
  const [kind, id] = actor.split(':');
  if (kind === 'operator') return 'the operator';
  return id === undefined ? actor : shortHex(id);
};

function stillFillable({ orders, valueUsd, unpriced, revoking, untilSeconds }: HaltDto['fillable']): string {
  if (orders === 0 || untilSeconds === null) return 'No open order is left that could be filled.';
  const count = orders === 1 ? 'One order' : `${formatCount(orders)} orders`;
  const without = unpriced === 0 ? '' : `, ${formatCount(unpriced)} of them without a price`;
  return (
    `${count} worth ${formatUsd(valueUsd)}${without}, shown before, can still be filled by whoever has seen ` +
    `${orders === 1 ? 'it' : 'them'}, within the contracts’ rules, until ${formatInstant(untilSeconds)} of the chain’s time at the latest.` +
    (revoking === 0 ? '' : ` ${formatCount(revoking)} of them the bot is revoking on chain now.`)
  );
}

/** Since when all trading is stopped and by whom, and what the stop can’t take back. */
export function HaltBanner({ halted }: { readonly halted: HaltDto }) {
  return (
    <Banner kind="stop" title="All trading is stopped.">
      By {byWhom(halted.by)}, since {formatInstant(halted.sinceSeconds)} (
      <Age atSeconds={halted.sinceSeconds} /> ago). Nothing new is shown to takers.{' '}
      {stillFillable(halted.fillable)} You can cancel and withdraw with your wallet alone.
    </Banner>
  );
}
