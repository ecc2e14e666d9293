import type { PortfolioDetailDto } from '../../lib/api/portfolio-detail-dto.ts';
import type { PortfolioView } from '../../lib/api/portfolio-view.ts';
import { HistoryCharts } from '../charts/history-charts.tsx';
import { LastFills } from '../portfolio/fill-list.tsx';
import { permissionsHref } from '../portfolio/permissions-href.ts';
import { portfolioHref } from '../portfolio/portfolio-href.ts';
import { OpenTrades } from '../portfolio/trade-list.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { BUTTON } from '../ui/button.ts';
import { Drawer } from '../ui/drawer.tsx';
import { ActivityList } from './activity-list.tsx';
import { DecisionList } from './decision-list.tsx';
import { DetailFigures } from './detail-figures.tsx';
import { DetailHeader } from './detail-header.tsx';
import { OrderHistory } from './order-history.tsx';
import { Plan } from './plan.tsx';
import { RunCheck } from './run-check.tsx';
import { Safety } from './safety.tsx';
import { TargetAndActual } from './target-and-actual.tsx';

const FILLS_SHOWN = 6;

/** All of one portfolio: what it is doing and why, whether it is safe, and what has happened. */
export function PortfolioPage({
  detail,
  view,
}: {
  readonly detail: PortfolioDetailDto;
  readonly view: PortfolioView;
}) {
  const { portfolio, plan } = detail;
  const href = portfolioHref(portfolio);
  return (
    <>
      <DetailHeader detail={detail}>
        {plan !== null && (
          <Drawer label="Plan" title="What the bot would do now">
            <Plan plan={plan} />
          </Drawer>
        )}
        {detail.isOwner && <RunCheck portfolioId={portfolio.id} />}
        <PageLink href={`${href}/activity`} className={BUTTON.quiet}>
          Activity
        </PageLink>
        <PageLink href={`${href}/performance`} className={BUTTON.quiet}>
          Performance
        </PageLink>
        <PageLink href={`${href}/reports`} className={BUTTON.quiet}>
          Reports
        </PageLink>
        <PageLink href={`${href}/alerts`} className={BUTTON.quiet}>
          Alerts
        </PageLink>
        <PageLink href={`${href}/settings`} className={BUTTON.quiet}>
          Settings
        </PageLink>
        {portfolio.kind === 'delegated' ? (
          <PageLink href={permissionsHref(portfolio)} className={BUTTON.quiet}>
            Permissions, pause, revoke
          </PageLink>
        ) : (
          <PageLink href={`${href}/manage`} className={BUTTON.quiet}>
            Pause, deposit, withdraw
          </PageLink>
        )}
      </DetailHeader>
      <DetailFigures detail={detail} />
      {portfolio.look !== null && <TargetAndActual look={portfolio.look} label={portfolio.name} />}
      <div className="grid gap-x-10 gap-y-8 pt-8 lg:grid-cols-2">
        <OpenTrades trades={portfolio.openTrades} state={portfolio.state} href={href} />
        <LastFills
          fills={portfolio.lastFills.slice(0, FILLS_SHOWN)}
          count={portfolio.fillCount}
          state={portfolio.state}
          href={href}
          chainId={portfolio.chainId}
        />
      </div>
      <div className="space-y-8 pt-8">
        <Safety detail={detail} />
        <HistoryCharts series={detail.series} view={view} href={href} />
        <div className="grid gap-x-10 gap-y-8 lg:grid-cols-2">
          <DecisionList decisions={detail.decisions} heldBefore={detail.heldBefore} href={href} />
          <ActivityList activity={detail.activity} chainId={portfolio.chainId} />
        </div>
        <OrderHistory trades={detail.closedTrades} view={view} href={href} />
      </div>
    </>
  );
}
