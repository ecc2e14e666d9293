import { stolenKeyLoss } from '../../lib/demo/stolen-key.ts';
import { percentText, usdText } from '../../lib/money/display.ts';
import { E18 } from '../../lib/money/fixed-point.ts';
import { PageLink } from '../shell/page-link.tsx';
import { Figure } from '../ui/figure.tsx';

const VALUE_USD_E18 = 100_000n * E18;
const FEED_ERROR_BPS = 50;
const DAYS = 3;

type Props = {
  /** The contract's limits that the preset "index" starts with. */
  readonly limits: { readonly lossBpsPerDay: number; readonly turnoverBpsPerDay: number };
};

/** The promise, reckoned out for one portfolio by the contract's own rule. */
export function WorstCase({ limits }: Props) {
  const loss = stolenKeyLoss({
    ...{ limits, valueUsdE18: VALUE_USD_E18, feedErrorBps: FEED_ERROR_BPS, days: DAYS },
  });
  const percent = (bps: number): string => `${percentText(bps, 2)}\u00a0%`;
  return (
    <>
      <p className="max-w-prose text-pretty">
        Suppose somebody steals the bot’s key, signs the worst orders it can and fills them himself, while
        your contract is worth {usdText(VALUE_USD_E18)} and allows a loss of {percent(limits.lossBpsPerDay)} a
        day. By the price feeds, he takes at most:
      </p>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-5 py-5 lg:grid-cols-4">
        <Figure label="At once" value={usdText(loss.atOnceUsdE18)}>
          half of a day’s limit
        </Figure>
        <Figure label="In any 24 hours" value={usdText(loss.perDayUsdE18)}>
          the other half comes back over a day
        </Figure>
        <Figure label={`Unnoticed for ${DAYS} days`} value={usdText(loss.untilNoticedUsdE18)}>
          until you name another signer
        </Figure>
        <Figure label="On top, wrong feeds" value={`${usdText(loss.feedsPerDayUsdE18)} / day`}>
          if each is {percent(FEED_ERROR_BPS)} off
        </Figure>
      </dl>
      <p className="max-w-prose text-pretty text-ink-soft">
        The last is charged to no budget; it is bounded by how much may change hands in a day,{' '}
        {percent(limits.turnoverBpsPerDay)} here. What is trusted beside it, and every attack that was tried,
        is in the{' '}
        <PageLink href="/docs/security" className="text-accent underline">
          security model
        </PageLink>
        . No outside audit has been made.
      </p>
    </>
  );
}
