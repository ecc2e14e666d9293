import 'server-only';
import type { PortfolioListDto } from '../../lib/api/portfolio-dto.ts';
import { flat, type Result } from '../../lib/result.ts';
import { readEnv } from '../env.ts';
import { listPortfolios } from '../portfolios/list-portfolios.ts';
import { type Readiness, readiness } from '../portfolios/readiness.ts';
import { readFleet, readHeartbeat } from '../store/portfolio-reads.ts';
import { onAppDatabase } from './app-sql.ts';

/** A page can be long; a fleet is longer. */
const PORTFOLIOS_MAX = 50;
const FILLS_EACH = 5;

export type Pages = {
  readonly listPortfolios: () => Promise<Result<PortfolioListDto>>;
  readonly readiness: () => Promise<Readiness>;
};

/** What pages and the health endpoint read. @throws {EnvError} */
export function pages(): Pages {
  const { tickIntervalSeconds } = readEnv();
  const fleet = { portfoliosMax: PORTFOLIOS_MAX, fillsEach: FILLS_EACH };
  return {
    listPortfolios: () =>
      listPortfolios({
        tickIntervalSeconds,
        readFleet: async () => flat(await onAppDatabase((sql) => readFleet(sql, fleet))),
      }),
    readiness: () =>
      readiness({
        tickIntervalSeconds,
        readHeartbeat: async () => flat(await onAppDatabase(readHeartbeat)),
      }),
  };
}
