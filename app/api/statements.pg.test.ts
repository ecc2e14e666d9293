import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type ApiWorld,
  askRoute,
  buildApiWorld,
  type Credentials,
  ownerOf,
} from '../../e2e/support/api-world.ts';
import { type CountedPostgres, countedPostgres } from '../../e2e/support/counted-postgres.ts';
import { Secret } from '../../services/secret.ts';
import { readPortfolioRows } from '../../services/store/api/portfolio-rows.ts';
import { asNamedViewer } from '../../services/store/as-viewer.ts';
import { openAppSql, openBotDatabase } from '../../services/store/database.ts';
import { arrangePortfolios } from '../../services/store/testing/arrange.ts';
import { signedOrder } from '../../services/store/testing/looks.ts';

/** Admission, begin, the viewer's name, commit: what every read costs beside its own statements. */
const AROUND = 4;

/** How many statements of its own a read has: counted and not timed, so that a slow machine changes nothing. */
const READS = [
  ['', 4],
  ['/decisions', 1],
  ['/orders', 1],
  ['/snapshots', 1],
  ['/targets', 1],
  ['/policy', 1],
] as const;

let world: ApiWorld;
let postgres: CountedPostgres;
let portfolio: string;
let session: Credentials;
let token: Credentials;
beforeAll(async () => {
  world = await buildApiWorld();
  const [arranged] = await arrangePortfolios(world.database.admin, 1);
  if (arranged === undefined) throw new Error('nothing arranged');
  portfolio = `/api/portfolios/${arranged.id}`;
  const bot = openBotDatabase({ url: world.database.urls.bot });
  await signedOrder(bot, arranged);
  await bot.close();
  postgres = await countedPostgres(world.database.urls.app.reveal());
  vi.stubEnv('APP_DB_URL', postgres.url);
  vi.stubEnv('APP_DB_CONNECTIONS', '1');
  session = await world.session(ownerOf(1));
  token = await world.token(ownerOf(1), ['portfolios:read']);
  // Opens the pool, which looks once at what its login may do.
  await askRoute('GET', '/api/portfolios', { as: session });
});
afterAll(async () => {
  await world?.stop();
  postgres?.stop();
});

const costOf = async (path: string, as: Credentials): Promise<number> => {
  const before = postgres.asked().statements;
  expect((await askRoute('GET', path, { as })).status).toBe(200);
  return postgres.asked().statements - before;
};

describe('what a read asks of the database', () => {
  it('is one statement to admit its sender, whether by session or by token, and one for a list', async () => {
    expect([await costOf('/api/portfolios', session), await costOf('/api/portfolios', token)]).toEqual([
      AROUND + 1,
      AROUND + 1,
    ]);
    expect(await costOf('/api/chains', token)).toBe(1);
  });

  it.each(READS)('is, of a portfolio%s, %i of its own', async (path, own) => {
    expect(await costOf(`${portfolio}${path}`, session)).toBe(AROUND + own);
  });

  it('asks whether a portfolio may be seen only where it found nothing', async () => {
    expect(await costOf(`${portfolio}/fills`, session)).toBe(AROUND + 2);
  });

  it('begins without a setting that a transaction pooler turns away', () => {
    expect(postgres.beginnings()).toHaveLength(1);
    expect(postgres.beginnings()[0]).toContain('1balancer-web');
    expect(postgres.beginnings()[0]).not.toContain('statement_timeout');
  });
});

describe('connections of our own', () => {
  it('are sent the text of a statement once, and are stopped by their own clock', async () => {
    const own = await countedPostgres(world.database.urls.app.reveal());
    const sql = openAppSql(new Secret(own.url), { connectionsMax: 1, statements: 'named' });
    const read = () =>
      asNamedViewer(sql, { address: ownerOf(1), role: 'user' }, (transaction) =>
        readPortfolioRows(transaction, { owner: ownerOf(1), archived: 'no', limit: 10 }),
      );
    expect(await read()).toHaveLength(1);
    const before = own.asked();
    expect(await read()).toHaveLength(1);
    const after = own.asked();
    await sql.end();
    own.stop();
    // Begin, and the viewer's name.
    expect(after.texts - before.texts).toBe(2);
    expect(after.statements - before.statements).toBe(AROUND);
    expect(own.beginnings()[0]).toContain('statement_timeout');
  });
});
