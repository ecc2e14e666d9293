import 'server-only';
import { fail, type Result } from '../../lib/result.ts';
import type { PortfolioListDto } from '../../lib/schema/portfolio-dto.ts';
import { readEnv } from '../env.ts';
import { listPortfolios } from '../portfolios/list-portfolios.ts';
import { type Readiness, readiness } from '../portfolios/readiness.ts';
import { openAppSql } from '../store/app-sql.ts';
import { readFleet, readHeartbeat } from '../store/portfolio-reads.ts';

/** A page can be long; a fleet is longer. */
const PORTFOLIOS_MAX = 50;
const FILLS_EACH = 5;

export type Pages = {
  readonly listPortfolios: () => Promise<Result<PortfolioListDto>>;
  readonly readiness: () => Promise<Readiness>;
};

function wirePages(): Pages {
  const { dbUrl, tickIntervalSeconds } = readEnv();
  if (dbUrl === null) {
    const missing = async () => fail('database-unavailable', 'No database is configured: DB_URL is missing.');
    return {
      listPortfolios: missing,
      readiness: () => readiness({ tickIntervalSeconds, readHeartbeat: missing }),
    };
  }
  const sql = openAppSql(dbUrl);
  return {
    listPortfolios: () =>
      listPortfolios({
        tickIntervalSeconds,
        readFleet: () => readFleet(sql, { portfoliosMax: PORTFOLIOS_MAX, fillsEach: FILLS_EACH }),
      }),
    readiness: () => readiness({ tickIntervalSeconds, readHeartbeat: () => readHeartbeat(sql) }),
  };
}

// Each route is a bundle of its own; the process must still hold one pool.
const KEY = Symbol.for('1balancer.pages');
const shared = globalThis as typeof globalThis & { [KEY]?: Pages };

/** What pages and the health endpoint read, wired once a process from the environment. @throws {EnvError} */
export function pages(): Pages {
  shared[KEY] ??= wirePages();
  return shared[KEY];
}
