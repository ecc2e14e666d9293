import { PORTFOLIO_STATES, type PortfolioState } from '../../lib/api/portfolio-dto.ts';
import {
  PORTFOLIOS_PER_PAGE,
  type PortfolioListDto,
  type PortfolioListQuery,
  type PortfolioSort,
} from '../../lib/api/portfolio-list-dto.ts';
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
const pageOf = (chosen: readonly Placed[], page: number): readonly string[] => {
  const from = (Math.min(page, pageCountOf(chosen.length)) - 1) * PORTFOLIOS_PER_PAGE;
  return chosen.slice(from, from + PORTFOLIOS_PER_PAGE).map(({ row }) => row.id);
};

const countByState = (index: FleetIndex): PortfolioListDto['countByState'] => {
  const counts: Partial<Record<PortfolioState, number>> = {};
  for (const { state } of placedOf(index)) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
};

/** Of everything that the list shows but its age. */
export const listVersion = (index: FleetIndex, intervalSeconds: number): string =>
  versionOf([index.rows, index.halted, botState(index, intervalSeconds).stale]);

/** The page of portfolios. Fails with `database-unavailable` or `database-not-migrated`. */
export async function listPortfolios(
  deps: ListPortfoliosDeps,
  query: PortfolioListQuery,
): Promise<Result<PortfolioListDto>> {
  const read = await deps.readFleet((index) => pageOf(chosenBy(index, query), query.page));
  if (!read.ok) return read;
  const { index, records } = read.value;
  const pageCount = pageCountOf(chosenBy(index, query).length);
  return ok({
    readAtSeconds: index.readAtSeconds,
    version: listVersion(index, deps.tickIntervalSeconds),
    bot: botState(index, deps.tickIntervalSeconds),
    halted: haltDtoOf(index.halted),
    simulated: index.rows.some(({ simulated }) => simulated),
    totalUsd: totalUsd(index.rows),
    portfolioCount: index.rows.length,
    countByState: countByState(index),
    query: { ...query, page: Math.min(query.page, pageCount) },
    pageCount,
    portfolios: records.map((record) => portfolioDtoOf(record, index.halted)),
  });
}
