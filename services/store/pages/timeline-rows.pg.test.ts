import { afterAll, beforeAll, expect, it } from 'vitest';
import { timelineViewSchema } from '../../../lib/api/timeline-dto.ts';
import { asNamedViewer } from '../as-viewer.ts';
import { appendAudit } from '../audit/audit-log.ts';
import { openAppSql } from '../database.ts';
import { arrangePortfolios } from '../testing/arrange.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { readTimeline } from './timeline-rows.ts';

let database: TestDatabase;
let app: ReturnType<typeof openAppSql>;
beforeAll(async () => {
  database = await createTestDatabase();
  app = openAppSql(database.urls.app);
});
afterAll(async () => {
  await app?.end();
  await database?.drop();
});

it('tells a change of the policy by both policies, and to their owner alone', async () => {
  const { admin } = database;
  const [portfolio] = await arrangePortfolios(admin, 1);
  const portfolioId = portfolio?.id ?? '';
  await admin`update portfolios set shared = true`;
  await admin`
    insert into policies (portfolio_id, version, schema_version, policy, created_by)
    select portfolio_id, 2, 1, policy || '{"lookEverySeconds": 7200}', created_by from policies where version = 1`;
  const [owned] = await admin`
    select a.owner from portfolios p join accounts a on a.id = p.account_id where p.id = ${portfolioId}`;
  const owner = String(owned?.owner) as `0x${string}`;
  await admin.begin((sql) =>
    appendAudit(sql, {
      ...{ actor: `user:${owner}`, action: 'policy-changed', portfolioId, origin: null },
      ...{ before: { version: 1 }, after: { version: 2 } },
    }),
  );
  const seenBy = (address: `0x${string}`) =>
    asNamedViewer(app, { address, role: 'user' }, (sql) =>
      readTimeline(sql, { portfolioId, view: timelineViewSchema.parse({}), limit: 10, silentEvents: [] }),
    );
  expect(await seenBy(owner)).toMatchObject([
    { kind: 'audit', actor: 'owner', action: 'policy-changed', after: { lookEverySeconds: 7_200 } },
  ]);
  expect(await seenBy(`0x${'77'.repeat(20)}`)).toEqual([]);
});
