import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type ApiWorld,
  askRoute,
  buildApiWorld,
  type Credentials,
  ownerOf,
} from '../../e2e/support/api-world.ts';
import { actAsOwnerOf, type Holder } from '../../services/store/api/holder-owned.ts';
import { asNamedViewer, becomeViewer } from '../../services/store/as-viewer.ts';
import { openBotDatabase } from '../../services/store/database.ts';
import { addressOf, arrangePortfolios } from '../../services/store/testing/arrange.ts';
import { signedOrder } from '../../services/store/testing/looks.ts';

// A smart account signs in nowhere: who guards it is the person. They read all of its portfolio, change nothing, and a stranger reads nothing.

const GUARDIAN = addressOf(700_001);
const STRANGER = addressOf(700_002);

let world: ApiWorld;
let id: string;
let place: string;
let guardian: Credentials;
let stranger: Credentials;
let other: Credentials;
let owner: Credentials;

beforeAll(async () => {
  world = await buildApiWorld();
  const { admin, urls } = world.database;
  const [portfolio, another] = await arrangePortfolios(admin, 2);
  if (portfolio === undefined || another === undefined) throw new Error('nothing arranged');
  ({ id } = portfolio);
  place = portfolio.address;
  const bot = openBotDatabase({ url: urls.bot });
  await signedOrder(bot, portfolio);
  await bot.close();
  // Of two accounts that keep their own tokens, each with a guardian of its own.
  for (const [{ id: of }, guard] of [
    [portfolio, GUARDIAN],
    [another, STRANGER],
  ] as const)
    await admin`
      update accounts a set kind = 'delegated', holder = owner, guardian = ${guard} from portfolios p
      where p.account_id = a.id and p.id = ${of}`;
  await admin`
    insert into alerts (kind, subject, portfolio_id, sentence, raised_at)
    values ('HIGH_DRIFT', ${`portfolio:${id}`}, ${id}, 'It is far.', now())`;
  guardian = await world.session(GUARDIAN);
  stranger = await world.session(addressOf(700_003));
  other = await world.session(STRANGER);
  owner = await world.session(ownerOf(1));
});
afterAll(() => world?.stop());

const get = (headers: Credentials | null, path: string) =>
  askRoute('GET', path, headers === null ? {} : { headers });
const READS = () => [
  `/api/portfolios/${id}`,
  ...[
    'alerts',
    'activity',
    'decisions',
    'snapshots',
    'orders',
    'policies',
    'compliance',
    'lots',
    'bands',
  ].map((what) => `/api/portfolios/${id}/${what}`),
  `/api/portfolios/${id}/export?what=orders&format=csv`,
];

it('who guards an account reads of its portfolio what its owner does, to the letter', async () => {
  for (const path of READS()) {
    const [theirs, own] = [await get(guardian, path), await get(owner, path)];
    expect({ path, status: theirs.status }).toEqual({ path, status: 200 });
    expect(theirs.text).toBe(own.text);
  }
  expect((await get(guardian, `/api/portfolios/${id}/alerts`)).body).toMatchObject({
    rows: [{ kind: 'HIGH_DRIFT', sentence: 'It is far.' }],
  });
  expect((await get(guardian, '/api/portfolios')).body).toMatchObject({
    rows: [{ id, kind: 'delegated', address: place, owner: ownerOf(1) }],
  });
  expect((await get(guardian, `/api/portfolios/${id}`)).body).toMatchObject({
    ...{ kind: 'delegated', holder: ownerOf(1) },
  });
});

it('a stranger, the guardian of another account and nobody at all read nothing of it', async () => {
  for (const who of [stranger, other, null])
    for (const path of READS()) {
      const { status } = await get(who, path);
      expect({ path, isHidden: status === 404 || (who === null && status === 401) }).toEqual({
        path,
        isHidden: true,
      });
    }
  expect((await get(stranger, '/api/portfolios')).body).toMatchObject({ rows: [] });
  expect((await get(stranger, '/api/portfolios?of=everyone')).body).toMatchObject({ rows: [] });
});

it('who guards it changes nothing of it, and is told why', async () => {
  const { admin } = world.database;
  const rows = () => admin`
    select p.name, p.shared, p.archived_at, (select max(version) from policies where portfolio_id = p.id) as version,
      (select lease_token from leases where id = p.id) as token from portfolios p where id = ${id}`;
  const before = await rows();
  const policy = { version: 1, policy: { version: 1, triggers: [{ kind: 'absolute', bandBps: 400 }] } };
  const tried = [
    await askRoute('PATCH', `/api/portfolios/${id}`, { headers: guardian, body: { name: 'mine' } }),
    await askRoute('PATCH', `/api/portfolios/${id}`, { headers: guardian, body: { shared: true } }),
    await askRoute('PUT', `/api/portfolios/${id}/policy`, { headers: guardian, body: policy }),
    await askRoute('POST', `/api/portfolios/${id}/run`, { headers: guardian }),
  ];
  expect(tried.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  expect(tried[0]?.body).toMatchObject({
    ...{ code: 'not-owner', detail: expect.stringContaining('You guard this account') },
  });
  expect(await rows()).toEqual(before);
});

it('what the chain says of an owner holds for that account, that viewer and that transaction', async () => {
  const [row] = await world.database.admin<{ chain: number; holder: Address }[]>`
    select a.chain_id::int as chain, a.holder from accounts a join portfolios p on p.account_id = a.id where p.id = ${id}`;
  if (row === undefined) throw new Error('nothing arranged');
  const [holder, elsewhere] = [
    { chainId: row.chain, address: row.holder },
    { chainId: row.chain + 1, address: row.holder },
  ];
  const named = (sql: TransactionSql) =>
    sql`update portfolios set high_drift_bps = 700 where id = ${id} returning id`.then(
      ({ length }) => length,
    );
  const by = (address: Address, acts: Holder | null, then?: Address) =>
    asNamedViewer(world.app, { address, role: 'user' }, async (sql) => {
      if (acts !== null) await actAsOwnerOf(sql, acts);
      if (then !== undefined) await becomeViewer(sql, { address: then, role: 'user' });
      return named(sql);
    });
  expect(await by(GUARDIAN, holder)).toBe(1);
  expect([
    await by(GUARDIAN, null),
    await by(GUARDIAN, elsewhere),
    await by(GUARDIAN, { ...holder, address: STRANGER }),
    await by(STRANGER, holder),
    await by(addressOf(700_003), holder),
    await by(STRANGER, holder, GUARDIAN),
  ]).toEqual([0, 0, 0, 0, 0, 0]);
});
