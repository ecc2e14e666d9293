import 'server-only';
import type { TransactionSql } from 'postgres';
import { type ComplianceDto, readCompliance as declared, doingRow } from '../../../lib/api/compliance.ts';
import { PAGE_ROWS_MAX } from '../../../lib/api/fields.ts';
import { ok } from '../../../lib/result.ts';
import { csvFile } from '../../portfolios/csv-text.ts';
import { readAuditPart, readDoings, readWho } from '../../store/api/compliance-rows.ts';
import { readPolicyVersions } from '../../store/api/owner-policies.ts';
import { serve } from '../api.ts';
import { whereTold } from './portfolio-access.ts';

/** Who could do what with a portfolio, what was done, and whether the log that says so is whole; for its owner alone. */
export const complianceOf = async (sql: TransactionSql, portfolioId: string): Promise<ComplianceDto> => {
  const versions = await readPolicyVersions(sql, { portfolioId, limit: PAGE_ROWS_MAX });
  return {
    who: await readWho(sql, portfolioId),
    policies: versions
      .slice(0, PAGE_ROWS_MAX)
      .map(({ version, createdBy, createdAtSeconds }) => ({ version, createdBy, createdAtSeconds })),
    doings: [...(await readDoings(sql, portfolioId))],
    auditLog: await readAuditPart(sql, portfolioId),
  };
};

export const readCompliance = serve(declared, ({ params: { id }, query, inDatabase }) =>
  inDatabase<ComplianceDto | Response>((sql) =>
    whereTold<ComplianceDto | Response>(sql, id, async () => {
      const compliance = await complianceOf(sql, id);
      return ok(
        query.format === 'json'
          ? compliance
          : csvFile(`portfolio-${id}-compliance`, Object.keys(doingRow.shape), compliance.doings),
      );
    }),
  ),
);
