import type { AlertsPageDto } from '../../lib/api/alerts-page-dto.ts';
import { LiveStatus } from '../live/live.tsx';
import { BackLink } from '../portfolio/back-link.tsx';
import { portfolioHref } from '../portfolio/portfolio-href.ts';
import { Section } from '../ui/section.tsx';
import { AlertItem } from './alert-item.tsx';

type Props = { readonly page: AlertsPageDto };

function Alerts({ alerts }: { readonly alerts: NonNullable<AlertsPageDto['alerts']> }) {
  const open = alerts.filter(({ recoveredAtSeconds }) => recoveredAtSeconds === null);
  const past = alerts.filter(({ recoveredAtSeconds }) => recoveredAtSeconds !== null);
  return (
    <div className="space-y-8">
      <Section title="Now" empty="Nothing is wrong. What goes wrong stands here within a look.">
        {open.length > 0 && (
          <ul>
            {open.map((alert) => (
              <AlertItem key={alert.id} alert={alert} />
            ))}
          </ul>
        )}
      </Section>
      <Section
        title="Past"
        note="of the last 90 days, the newest first"
        empty="None yet. An alert that has passed is kept for 90 days."
      >
        {past.length > 0 && (
          <ul>
            {past.map((alert) => (
              <AlertItem key={alert.id} alert={alert} />
            ))}
          </ul>
        )}
      </Section>
    </div>
  );
}

/** What is and was wrong with a portfolio, for its owner. */
export function AlertsPage({ page: { portfolio, alerts } }: Props) {
  return (
    <>
      <div className="flex flex-wrap justify-between gap-x-8">
        <BackLink href={portfolioHref(portfolio)}>{portfolio.name}</BackLink>
        <LiveStatus />
      </div>
      <h1 className="pt-1 pb-6 text-2xl font-semibold tracking-tight">Alerts</h1>
      {alerts === null ? (
        <p className="max-w-prose text-pretty text-ink-soft">
          What is wrong with a portfolio is its owner’s business. Sign in with the wallet that owns the
          contract, or guards the account that it trades for, to see it.
        </p>
      ) : (
        <Alerts alerts={alerts} />
      )}
    </>
  );
}
