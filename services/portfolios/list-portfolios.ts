import type { PortfolioState } from '../../lib/api/portfolio-dto.ts';
import type { ListChangesDto, ListChangesQuery } from '../../lib/api/portfolio-list-changes.ts';
import {
  PORTFOLIOS_PER_PAGE,
  type PortfolioListDto,
  type PortfolioListQuery,
  type PortfolioSort,
} from '../../lib/api/portfolio-list-dto.ts';
import { PORTFOLIO_STATES } from '../../lib/api/portfolio-words.ts';
import type { FleetIndex, PortfolioIndexRow, PortfolioRecord } from '../../lib/ledger/fleet-record.ts';
import { formatDecimalRounded } from '../../lib/money/fixed-point.ts';
import { ok, type Result } from '../../lib/result.ts';
import { haltDtoOf } from './halt-dto-of.ts';
import { portfolioDtoOf } from './portfolio-dto-of.ts';
import { portfolioState } from './portfolio-state.ts';
import { botState } from './readiness.ts';
import { versionOf } from './version-of.ts';

export type Fleet = { readonly index: FleetIndex; readonly records: readonly PortfolioRecord[] };

/** What listing needs of the outside: one read of all the viewer may see, and of the page that is chosen from it. */
export type ListPortfoliosDeps = {
  readonly readFleet: (choose: (index: FleetIndex) => readonly string[]) => Promise<Result<Fleet>>;
  /** Seconds between two ticks of whatever calls them. */
  readonly tickIntervalSeconds: number;
};

/** Sum of the known values; null when none is known. */
function totalUsd(rows: readonly PortfolioIndexRow[]): string | null {
  const values = rows
    .map(({ lastDecision }) => lastDecision?.heldUsdE18 ?? null)
    .filter((value) => value !== null);
  return values.length === 0
    ? null
    : formatDecimalRounded(
        values.reduce((sum, value) => sum + value, 0n),
        18,
        2,
      );
}

type Placed = { readonly row: PortfolioIndexRow; readonly state: PortfolioState };

const placedOf = ({ rows, halted }: FleetIndex): readonly Placed[] =>
  rows.map((row) => ({ row, state: portfolioState({ ...row, halted: halted !== null }).state }));

const errorBps = ({ row }: Placed): number => row.lastDecision?.trackingErrorBps ?? -1;
const byName = (a: Placed, b: Placed): number => a.row.name.localeCompare(b.row.name, 'en');
const descending = (a: bigint | number, b: bigint | number): number => (a > b ? -1 : a < b ? 1 : 0);

/** What needs somebody first, the furthest from its targets first. */
const ORDER: Readonly<Record<PortfolioSort, (a: Placed, b: Placed) => number>> = {
  'needs-me': (a, b) =>
    PORTFOLIO_STATES.indexOf(a.state) - PORTFOLIO_STATES.indexOf(b.state) ||
    descending(errorBps(a), errorBps(b)),
  name: byName,
  value: (a, b) => descending(a.row.lastDecision?.heldUsdE18 ?? -1n, b.row.lastDecision?.heldUsdE18 ?? -1n),
  'off-target': (a, b) => descending(errorBps(a), errorBps(b)),
  'last-look': (a, b) =>
    descending(a.row.lastDecision?.lookedAtSeconds ?? 0, b.row.lastDecision?.lookedAtSeconds ?? 0),
};

const chosenBy = (index: FleetIndex, { sort, state }: PortfolioListQuery): readonly Placed[] =>
  placedOf(index)
    .filter((placed) => state === null || placed.state === state)
    .sort((a, b) => ORDER[sort](a, b) || byName(a, b) || Number(a.row.id) - Number(b.row.id));

const pageCountOf = (count: number): number => Math.max(1, Math.ceil(count / PORTFOLIOS_PER_PAGE));

/** A page beyond the last is the last. */
const pageOf = (chosen: readonly Placed[], page: number): readonly PortfolioIndexRow[] => {
  const from = (Math.min(page, pageCountOf(chosen.length)) - 1) * PORTFOLIOS_PER_PAGE;
  return chosen.slice(from, from + PORTFOLIOS_PER_PAGE).map(({ row }) => row);
};

const ROW_VERSION_LENGTH = 10;

/** Of what a row shows but its ages. */
const rowVersion = (row: PortfolioIndexRow, { halted }: FleetIndex): string =>
  versionOf([row, halted !== null]).slice(0, ROW_VERSION_LENGTH);

const countByState = (index: FleetIndex): PortfolioListDto['countByState'] => {
  const counts: Partial<Record<PortfolioState, number>> = {};
  for (const { state } of placedOf(index)) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
};

/** Of everything that the list shows but its age. */
export const listVersion = (index: FleetIndex, intervalSeconds: number): string =>
  versionOf([index.rows, index.halted, botState(index, intervalSeconds).stale]);

type Page = {
  readonly header: Omit<PortfolioListDto, 'portfolios' | 'rowVersions'>;
  readonly rows: readonly { readonly id: string; readonly version: string }[];
};

const pageIn = (index: FleetIndex, query: PortfolioListQuery, intervalSeconds: number): Page => {
  const chosen = chosenBy(index, query);
  const pageCount = pageCountOf(chosen.length);
  return {
    header: {
      readAtSeconds: index.readAtSeconds,
      version: listVersion(index, intervalSeconds),
      bot: botState(index, intervalSeconds),
      halted: haltDtoOf(index.halted),
      simulated: index.rows.some(({ simulated }) => simulated),
      totalUsd: totalUsd(index.rows),
      portfolioCount: index.rows.length,
      countByState: countByState(index),
      query: { sort: query.sort, state: query.state, page: Math.min(query.page, pageCount) },
      pageCount,
    },
    rows: pageOf(chosen, query.page).map((row) => ({ id: row.id, version: rowVersion(row, index) })),
  };
};

/** The page of portfolios. Fails with `database-unavailable` or `database-not-migrated`. */
export async function listPortfolios(
  deps: ListPortfoliosDeps,
  query: PortfolioListQuery,
): Promise<Result<PortfolioListDto>> {
  const read = await deps.readFleet((index) =>
    pageOf(chosenBy(index, query), query.page).map(({ id }) => id),
  );
  if (!read.ok) return read;
  const { index, records } = read.value;
  const { header, rows } = pageIn(index, query, deps.tickIntervalSeconds);
  const versions = new Map(rows.map(({ id, version }) => [id, version]));
  return ok({
    ...header,
    portfolios: records.map((record) => portfolioDtoOf(record, index.halted)),
    rowVersions: records.map(({ id }) => versions.get(id) ?? ''),
  });
}

/** What of a page is another than what is shown: only those rows are read whole. Fails like {@link listPortfolios}. */
export async function listChanges(
  deps: ListPortfoliosDeps,
  { version, rows: known, ...query }: ListChangesQuery,
): Promise<Result<ListChangesDto>> {
  const interval = deps.tickIntervalSeconds;
  const read = await deps.readFleet((index) =>
    listVersion(index, interval) === version
      ? []
      : pageOf(chosenBy(index, query), query.page)
          .filter((row) => known.get(row.id) !== rowVersion(row, index))
          .map(({ id }) => id),
  );
  if (!read.ok) return read;
  const { index, records } = read.value;
  const { header, rows } = pageIn(index, query, interval);
  const changed = new Map(records.map((record) => [record.id, portfolioDtoOf(record, index.halted)]));
  return ok({
    readAtSeconds: header.readAtSeconds,
    version: header.version,
    list:
      header.version === version
        ? null
        : { ...header, rows: rows.map((row) => ({ ...row, portfolio: changed.get(row.id) ?? null })) },
  });
}
