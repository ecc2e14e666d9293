import 'server-only';
import { cutPage } from '../../../lib/api/fields.ts';
import * as declared from '../../../lib/api/portfolios.ts';
import { fail, ok } from '../../../lib/result.ts';
import { portfolioDtoOf } from '../../portfolios/portfolio-dto-of.ts';
import { changePortfolio, readPortfolioRow, readPortfolioRows } from '../../store/api/portfolio-rows.ts';
import { readHalt } from '../../store/pages/fleet-index.ts';
import { readPortfolioRecords } from '../../store/portfolio-reads.ts';
import { serve } from '../api.ts';
import { note } from './note.ts';
import { asOwner, unknownPortfolio } from './portfolio-access.ts';

export const listPortfolios = serve(declared.listPortfolios, ({ query, caller, inDatabase }) => {
  if (query.of === 'me' && caller.kind === 'anonymous')
    return Promise.resolve(fail('unauthorised', 'Log in to see yours; of=everyone shows what is shared.'));
  const owner = query.of === 'me' && caller.kind !== 'anonymous' ? caller.address : null;
  return inDatabase(async (sql) => {
    const rows = await readPortfolioRows(sql, { ...query, owner });
    return ok(cutPage(rows, query.limit, { cursorOf: ({ id }) => id, shownAs: (row) => row }));
  });
});

const FILLS_OF_ONE = 20;

export const readPortfolio = serve(declared.readPortfolio, ({ params, inDatabase }) =>
  inDatabase(async (sql) => {
    const [[record], halted] = await Promise.all([
      readPortfolioRecords(sql, [params.id], FILLS_OF_ONE),
      readHalt(sql),
    ]);
    return record === undefined ? unknownPortfolio : ok(portfolioDtoOf(record, halted));
  }),
);

export const updatePortfolio = serve(
  declared.updatePortfolio,
  ({ params, body, caller, request, inDatabase }) =>
    asOwner({ caller, inDatabase }, params.id, async (sql) => {
      const before = await readPortfolioRow(sql, params.id);
      await changePortfolio(sql, { id: params.id, ...body });
      const after = await readPortfolioRow(sql, params.id);
      if (before === null || after === null) return unknownPortfolio;
      const told = ({ name, shared, cardShared, archived, highDriftBps }: declared.PortfolioRow) => ({
        ...{ name, shared, cardShared, archived, highDriftBps },
      });
      await note(
        sql,
        { caller, request },
        {
          action: 'portfolio-changed',
          portfolioId: params.id,
          before: told(before),
          after: told(after),
        },
      );
      return ok(after);
    }),
);
