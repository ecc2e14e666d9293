import type { PortfolioListDto } from '../../lib/api/portfolio-dto.ts';
import type { FleetRecord, HaltRecord } from '../../lib/ledger/fleet-record.ts';
import { formatDecimalRounded } from '../../lib/money/fixed-point.ts';
import { ok, type Result } from '../../lib/result.ts';
import { portfolioDtoOf } from './portfolio-dto-of.ts';
import { botState } from './readiness.ts';

/** What listing needs of the outside: one read of everything the viewer may see. */
export type ListPortfoliosDeps = {
  readonly readFleet: () => Promise<Result<FleetRecord>>;
  /** Seconds between two ticks of whatever calls them. */
  readonly tickIntervalSeconds: number;
};

/** Sum of the known values; null when none is known. */
function totalUsd(fleet: FleetRecord): string | null {
  const values = fleet.portfolios
    .map(({ look }) => look?.decision.navUsdE18 ?? null)
    .filter((value) => value !== null);
  return values.length === 0
    ? null
    : formatDecimalRounded(
        values.reduce((sum, value) => sum + value, 0n),
        18,
        2,
      );
}

/** The stop as pages and the API tell it. */
function haltDtoOf(halt: HaltRecord | null): PortfolioListDto['halted'] {
  if (halt === null) return null;
  const { sinceSeconds, by, orders, unpriced, revoking, valueUsdE18, untilSeconds } = halt;
  const valueUsd = formatDecimalRounded(valueUsdE18, 18, 2);
  return { sinceSeconds, by, fillable: { orders, valueUsd, unpriced, revoking, untilSeconds } };
}

/** The page of portfolios. Fails with `database-unavailable` or `database-not-migrated`. */
export async function listPortfolios(deps: ListPortfoliosDeps): Promise<Result<PortfolioListDto>> {
  const read = await deps.readFleet();
  if (!read.ok) return read;
  const fleet = read.value;
  return ok({
    readAtSeconds: fleet.readAtSeconds,
    bot: botState(fleet, deps.tickIntervalSeconds),
    halted: haltDtoOf(fleet.halt),
    simulated: fleet.portfolios.some(({ simulated }) => simulated),
    totalUsd: totalUsd(fleet),
    portfolioCount: fleet.portfolioCount,
    portfolios: fleet.portfolios.map(portfolioDtoOf),
  });
}
