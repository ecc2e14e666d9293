import 'server-only';
import type { TransactionSql } from 'postgres';
import {
  readLots as declared,
  LOT_MOVEMENTS_MAX,
  type LotsAnswer,
  lotDisposalRow,
  openLotRow,
} from '../../../lib/api/lots.ts';
import { ok } from '../../../lib/result.ts';
import { csvFile } from '../../portfolios/csv-text.ts';
import { type LotsReads, readLots as lotsOf } from '../../reports/read-lots.ts';
import { type PlacedMovement, readMovementRows } from '../../store/api/movement-rows.ts';
import { readLastPoint } from '../../store/series/series-reads.ts';
import { serve } from '../api.ts';
import { whereTold } from './portfolio-access.ts';

/** Of one statement. */
const MOVEMENTS_AT_ONCE = 1_000;

/** The latest come first from the database. */
const movementsOf = async (
  sql: TransactionSql,
  portfolioId: string,
): Promise<readonly PlacedMovement[] | null> => {
  const all: PlacedMovement[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await readMovementRows(sql, { portfolioId, cursor, limit: MOVEMENTS_AT_ONCE });
    all.push(...page.slice(0, MOVEMENTS_AT_ONCE));
    if (all.length > LOT_MOVEMENTS_MAX) return null;
    if (page.length <= MOVEMENTS_AT_ONCE) return all.reverse();
    cursor = all.at(-1)?.cursor;
  }
};

/** One portfolio's movements and last look, as its lots need them. */
export const lotsReadsOf = (sql: TransactionSql, portfolioId: string): LotsReads => ({
  movements: () => movementsOf(sql, portfolioId),
  lastPoint: () => readLastPoint(sql, portfolioId),
});

export const readLots = serve(declared, ({ params: { id }, query, inDatabase }) =>
  inDatabase<LotsAnswer | Response>((sql) =>
    whereTold<LotsAnswer | Response>(sql, id, async () => {
      const answer = await lotsOf(lotsReadsOf(sql, id), query);
      if (query.format === 'json' || answer.lots === null) return ok(answer);
      const { open, disposals } = answer.lots;
      const name = `portfolio-${id}-lots-${query.method}-${query.table}`;
      return ok(
        query.table === 'open'
          ? csvFile(name, Object.keys(openLotRow.shape), open)
          : csvFile(name, Object.keys(lotDisposalRow.shape), disposals),
      );
    }),
  ),
);
