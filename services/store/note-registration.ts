import type { TransactionSql } from 'postgres';
import { readPortfolioId } from './api/register-portfolio.ts';
import { type ActorId, appendAudit } from './audit/audit-log.ts';
import type { PolicyRegistration } from './policies.ts';

type Registered = Pick<PolicyRegistration, 'chainId' | 'address' | 'name' | 'shared'>;

/** Says in the audit log whose policy was registered beside the API, and by whose word: the operator's, or an owner's signature. */
export const noteRegistration = async (
  sql: TransactionSql,
  { chainId, address, name, shared }: Registered,
  actor: ActorId,
): Promise<void> => {
  const portfolioId = await readPortfolioId(sql, { chainId, address });
  await appendAudit(sql, {
    ...{ actor, action: 'portfolio-registered', portfolioId, origin: null, before: null },
    after: { chainId, address, name, shared },
  });
};
