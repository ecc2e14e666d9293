import type { DecisionRowDto, PortfolioDetailDto } from '../../lib/api/portfolio-detail-dto.ts';
import { Age } from '../live/live.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { formatCount, formatInstant, unbroken } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';

type Props = Pick<PortfolioDetailDto, 'decisions' | 'heldBefore'> & { readonly href: string };

function Run({ run, href }: { readonly run: DecisionRowDto; readonly href: string }) {
  return (
    <li className="border-t border-line py-2.5" data-decision={run.id}>
      <PageLink href={`${href}/decisions/${run.id}`} className="text-pretty hover:underline">
        {unbroken(run.why)}
      </PageLink>
      <p className="text-ink-soft">
        {run.looks > 1 && `${formatCount(run.looks)} looks in a row, the last `}
        <Age atSeconds={run.atSeconds} /> ago · block {formatCount(run.blockNumber)},{' '}
        {formatInstant(run.blockTimeSeconds)} of the chain’s time
      </p>
    </li>
  );
}

/** Why the bot traded or didn't, look by look; looks in a row that came to the same are one line. */
export function DecisionList({ decisions, heldBefore, href }: Props) {
  return (
    <Section
      title="Decisions"
      note="the newest first"
      empty="None yet. Every look leaves one, with its reason."
    >
      {decisions.length > 0 && (
        <ul>
          {decisions.map((run) => (
            <Run key={run.id} run={run} href={href} />
          ))}
        </ul>
      )}
      {heldBefore !== null && (
        <p className="border-t border-line py-2.5 text-ink-soft">
          Of {formatCount(heldBefore.looks)} older {heldBefore.looks === 1 ? 'look' : 'looks'} that found
          nothing to do, from {formatInstant(heldBefore.fromSeconds)} to {formatInstant(heldBefore.toSeconds)}{' '}
          of the chain’s time, only the number of each day and reason is kept.
        </p>
      )}
    </Section>
  );
}
