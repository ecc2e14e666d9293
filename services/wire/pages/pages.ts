import 'server-only';
import type { TransactionSql } from 'postgres';
import type { Hex } from 'viem';
import type { AlertsPageDto } from '../../../lib/api/alerts-page-dto.ts';
import type { LiveDto, LiveQuery, PortfolioPlace } from '../../../lib/api/live-dto.ts';
import type { LotsPageDto, LotsView } from '../../../lib/api/lots-page-dto.ts';
import type { OrderDetailDto } from '../../../lib/api/order-detail-dto.ts';
import type { PerformancePageDto, PerformanceView } from '../../../lib/api/performance-page-dto.ts';
import type { DecisionDto, PortfolioDetailDto } from '../../../lib/api/portfolio-detail-dto.ts';
import type { ListChangesDto, ListChangesQuery } from '../../../lib/api/portfolio-list-changes.ts';
import type { PortfolioListDto, PortfolioListQuery } from '../../../lib/api/portfolio-list-dto.ts';
import type { PortfolioSettingsDto, SettingsView } from '../../../lib/api/portfolio-settings-dto.ts';
import type { PortfolioView } from '../../../lib/api/portfolio-view.ts';
import type {
  BandsPageDto,
  CompliancePageDto,
  ReportPageDto,
  ReportView,
} from '../../../lib/api/report-page-dto.ts';
import type { StatusDto } from '../../../lib/api/status-dto.ts';
import type { TimelineDto, TimelineView } from '../../../lib/api/timeline-dto.ts';
import { ok, type Result } from '../../../lib/result.ts';
import { readEnv } from '../../env.ts';
import { paperVersion } from '../../paper/paper-dto.ts';
import {
  type ListPortfoliosDeps,
  listChanges,
  listPortfolios,
  listVersion,
} from '../../portfolios/list-portfolios.ts';
import { readDecision } from '../../portfolios/read-decision.ts';
import { readOrder } from '../../portfolios/read-order.ts';
import { portfolioVersion, readPortfolio } from '../../portfolios/read-portfolio.ts';
import { readSettings } from '../../portfolios/read-settings.ts';
import { readStatus, statusVersion } from '../../portfolios/read-status.ts';
import { readPaper } from '../../store/api/papers.ts';
import { asViewer } from '../../store/as-viewer.ts';
import { heartbeatOf, readFleetIndex, readHalt, readIndexRow } from '../../store/pages/fleet-index.ts';
import {
  readDecisionPage,
  readOrderPage,
  readPortfolioPage,
  readSettingsPage,
} from '../../store/pages/portfolio-page.ts';
import { readSystem } from '../../store/pages/system-rows.ts';
import { findPortfolioId, readPortfolioRecords } from '../../store/portfolio-reads.ts';
import { readAlertsPage } from '../alerts/alerts-page.ts';
import { onAppDatabase } from '../app-sql.ts';
import { callerOf } from '../login/identity.ts';
import { holderOwnedBy } from '../resources/holder-owned.ts';
import { judgeLiveOrders } from './live-orders.ts';
import { readPerformancePage } from './performance-page.ts';
import {
  readBandsPage,
  readCompliancePage,
  readLotsPage,
  readReportPage,
  triedBandsPage,
} from './reports-pages.ts';
import { readTimelinePage } from './timeline-page.ts';

export type Pages = {
  readonly listPortfolios: (query: PortfolioListQuery) => Promise<Result<PortfolioListDto>>;
  readonly listChanges: (query: ListChangesQuery) => Promise<ListChangesDto>;
  readonly readPortfolio: (
    place: PortfolioPlace,
    view: PortfolioView,
  ) => Promise<Result<PortfolioDetailDto | null>>;
  readonly readDecision: (place: PortfolioPlace, decisionId: string) => Promise<Result<DecisionDto | null>>;
  readonly readOrder: (place: PortfolioPlace, orderHash: Hex) => Promise<Result<OrderDetailDto | null>>;
  readonly readTimeline: (place: PortfolioPlace, view: TimelineView) => Promise<Result<TimelineDto | null>>;
  readonly readPerformance: (
    place: PortfolioPlace,
    view: PerformanceView,
  ) => Promise<Result<PerformancePageDto | null>>;
  readonly readReport: (place: PortfolioPlace, view: ReportView) => Promise<Result<ReportPageDto | null>>;
  readonly readBands: (place: PortfolioPlace) => Promise<Result<BandsPageDto | null>>;
  readonly readCompliance: (place: PortfolioPlace) => Promise<Result<CompliancePageDto | null>>;
  readonly readLots: (place: PortfolioPlace, view: LotsView) => Promise<Result<LotsPageDto | null>>;
  readonly readAlerts: (place: PortfolioPlace) => Promise<Result<AlertsPageDto | null>>;
  readonly readSettings: (
    place: PortfolioPlace,
    view: SettingsView,
  ) => Promise<Result<PortfolioSettingsDto | null>>;
  readonly readStatus: () => Promise<Result<StatusDto>>;
  /** Of what a page shows; another one means that it is worth asking for. */
  readonly version: (of: LiveQuery) => Promise<LiveDto>;
};

/** Whose rows are read. */
type Asked = Pick<Request, 'headers'>;

/** Reads as whoever the request has proven to be, in one transaction: row level security shows what is theirs, and what is shared. */
export const asAsked = async <T>(
  asked: Asked,
  work: (sql: TransactionSql) => Promise<T>,
): Promise<Result<T>> => {
  const caller = await callerOf(asked);
  return caller.ok ? onAppDatabase((sql) => asViewer(sql, caller.value, work)) : caller;
};

const versionIn = async (sql: TransactionSql, of: LiveQuery, intervalSeconds: number): Promise<LiveDto> => {
  if (of === 'portfolios') {
    const index = await readFleetIndex(sql);
    return { version: listVersion(index, intervalSeconds), readAtSeconds: index.readAtSeconds };
  }
  const [heartbeat, halted] = await Promise.all([heartbeatOf(sql), readHalt(sql)]);
  const { readAtSeconds } = heartbeat;
  if (of !== 'status' && 'paperId' in of) {
    const paper = await readPaper(sql, of.paperId);
    return { version: paper === null ? 'none' : paperVersion(paper), readAtSeconds };
  }
  if (of === 'status')
    return { version: statusVersion({ heartbeat, halted }, intervalSeconds), readAtSeconds };
  const id = await findPortfolioId(sql, of);
  const index = id === null ? null : await readIndexRow(sql, id);
  if (index === null) return { version: 'none', readAtSeconds };
  return { version: portfolioVersion({ halted, index, heartbeat }, intervalSeconds), readAtSeconds };
};

/**
 * A page whose `key` says whether it is the reader's own, by the rows; where they say no, by the chain: who guards a smart account may own it.
 * Not known at the moment counts as no.
 */
const ownByChain = async <K extends 'isOwner' | 'mayChange', T extends Readonly<Record<K, boolean>>>(
  asked: Asked,
  {
    place,
    key,
    read,
  }: { readonly place: PortfolioPlace; readonly key: K; readonly read: Promise<Result<T | null>> },
): Promise<Result<T | null>> => {
  const page = await read;
  if (!page.ok || page.value === null || page.value[key]) return page;
  const caller = await callerOf(asked);
  const holder = caller.ok ? await holderOwnedBy(caller.value, place) : caller;
  return ok({ ...page.value, [key]: holder.ok && holder.value !== null });
};

/** What pages read for whoever asks. @throws {EnvError} */
export function pagesFor(asked: Asked): Pages {
  const { tickIntervalSeconds } = readEnv();
  const readFleet: ListPortfoliosDeps['readFleet'] = (choose) =>
    asAsked(asked, async (sql) => {
      const index = await readFleetIndex(sql);
      return { index, records: await readPortfolioRecords(sql, choose(index)) };
    });
  return {
    listPortfolios: (query) => listPortfolios({ tickIntervalSeconds, readFleet }, query),
    listChanges: async (query) => {
      const read = await listChanges({ tickIntervalSeconds, readFleet }, query);
      return read.ok ? read.value : { version: null, readAtSeconds: 0, list: null };
    },
    readPortfolio: (place, view) =>
      ownByChain(asked, {
        ...{ place, key: 'isOwner' },
        read: readPortfolio({
          tickIntervalSeconds,
          judge: judgeLiveOrders,
          read: () => asAsked(asked, (sql) => readPortfolioPage(sql, place, view)),
        }),
      }),
    readDecision: (place, decisionId) =>
      readDecision(() => asAsked(asked, (sql) => readDecisionPage(sql, place, decisionId))),
    readOrder: (place, orderHash) =>
      readOrder({
        tickIntervalSeconds,
        judge: judgeLiveOrders,
        read: () => asAsked(asked, (sql) => readOrderPage(sql, place, orderHash)),
      }),
    readTimeline: (place, view) =>
      ownByChain(asked, {
        ...{ place, key: 'isOwner' },
        read: asAsked(asked, (sql) => readTimelinePage(sql, { place, view }, tickIntervalSeconds)),
      }),
    readPerformance: (place, view) =>
      ownByChain(asked, {
        ...{ place, key: 'isOwner' },
        read: asAsked(asked, (sql) => readPerformancePage(sql, { place, view }, tickIntervalSeconds)),
      }),
    readReport: (place, view) =>
      asAsked(asked, (sql) => readReportPage(sql, { place, view }, tickIntervalSeconds)),
    readBands: async (place) => {
      const read = await asAsked(asked, (sql) => readBandsPage(sql, place, tickIntervalSeconds));
      return read.ok ? ok(read.value === null ? null : triedBandsPage(read.value)) : read;
    },
    readCompliance: (place) => asAsked(asked, (sql) => readCompliancePage(sql, place, tickIntervalSeconds)),
    readLots: (place, view) =>
      asAsked(asked, (sql) => readLotsPage(sql, { place, view }, tickIntervalSeconds)),
    readAlerts: (place) => asAsked(asked, (sql) => readAlertsPage(sql, place, tickIntervalSeconds)),
    readSettings: (place, view) =>
      ownByChain(asked, {
        ...{ place, key: 'mayChange' },
        read: readSettings(() => asAsked(asked, (sql) => readSettingsPage(sql, place)), view),
      }),
    readStatus: () =>
      readStatus({
        tickIntervalSeconds,
        monotonicMs: () => performance.now(),
        readSystem: () => asAsked(asked, readSystem),
      }),
    version: async (of) => {
      const read = await asAsked(asked, (sql) => versionIn(sql, of, tickIntervalSeconds));
      return read.ok ? read.value : { version: null, readAtSeconds: 0 };
    },
  };
}
