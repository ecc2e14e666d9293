import { expect, it } from 'vitest';
import { operatorViewSchema } from '../../../lib/api/operator-dto.ts';
import { readAccountAddresses, takeAccountsToRefresh } from '../accounts.ts';
import { readSightings } from '../alerts/alerts.ts';
import { readPortfolioRow, readPortfolioRows, readStanding } from '../api/portfolio-rows.ts';
import { readPortfolioId } from '../api/register-portfolio.ts';
import { asNamedViewer, type Viewer } from '../as-viewer.ts';
import { openAppSql } from '../database.ts';
import { readServedPortfolios } from '../operation/database-facts.ts';
import { readExportedPortfolios } from '../operation/export-rows.ts';
import { readFleetIndex } from '../pages/fleet-index.ts';
import { readOperatorOverview } from '../pages/operator-rows.ts';
import { readSystem } from '../pages/system-rows.ts';
import { findAnyPortfolioId, findPortfolioId } from '../portfolio-reads.ts';
import { applyServing, readUnserved } from '../serving.ts';
import { readSharedAddresses } from '../shared-addresses.ts';
import { addressOf, arrangePortfolios, CHAIN_ID, hashOf } from '../testing/arrange.ts';
import { type TestBot, withTestBot } from '../testing/with-test-bot.ts';
import { claimDue, countDue, peekDue } from '../tick/leases.ts';

let world: TestBot;
withTestBot((opened) => {
  world = opened;
});

const OWNER = addressOf(500_001);
const SIGNER = addressOf(9);
const [CASH, FOUND] = [addressOf(700_001), addressOf(700_002)];
const TICK = '11111111-1111-4111-8111-111111111111';
const FOR_ALL = { chainId: CHAIN_ID, serving: { anyone: true, perOwnerMax: 3 } };
const REGISTERED = { chainId: CHAIN_ID, serving: { anyone: false, perOwnerMax: 3 } };

/** Cash of somebody who has a Balancer as well, in every state that a list might take it up by; and one that nobody has chosen a profile for. */
const arrangeCash = async (): Promise<string> => {
  const { admin } = world.database;
  const [account] = await admin<{ id: string }[]>`
    insert into accounts (kind, chain_id, address, owner, signer, created_block, created_block_hash, refresh)
    select 'cash', ${CHAIN_ID}, a, ${OWNER}, ${SIGNER}, 1, ${hashOf('block 1')}, true from unnest(${[CASH, FOUND]}::text[]) a
    returning id::text`;
  const [portfolio] = await admin<{ id: string }[]>`
    insert into portfolios (account_id, name, shared, failures, quarantined_at, quarantine_reason)
    values (${account?.id ?? ''}, 'cash', true, 3, now(), 'it failed') returning id::text`;
  const id = portfolio?.id ?? '';
  await admin`
    insert into alerts (kind, subject, portfolio_id, sentence, raised_at) values ('HIGH_DRIFT', ${`portfolio:${id}`}, ${id}, 'x', now())`;
  await admin`
    insert into cash_owners (owner, profile, policy, visible_at) values (${OWNER}, 'balanced', '{}', '-infinity')`;
  return id;
};

const asOwner: Viewer = { address: OWNER, role: 'user' };
const asOperator: Viewer = { address: addressOf(900_001), role: 'operator' };
const OVERVIEW = {
  ...{ view: operatorViewSchema.parse({}), limit: 50, blocked: [], signer: [] },
  ...{ patienceSeconds: 3_600, overdueSeconds: 3_600 },
};
const LISTED = { owner: OWNER, archived: 'no', limit: 50 } as const;
const DUE = { chainId: CHAIN_ID, dueBefore: '2099-01-01', limit: 100 };

/** All that is said of the Balancer's portfolios; what is claimed is given back. */
const picture = async () => {
  const { bot, database } = world;
  const app = openAppSql(database.urls.app);
  try {
    const seen = await asNamedViewer(app, asOwner, async (sql) => ({
      index: (await readFleetIndex(sql)).rows,
      signers: (await readSystem(sql)).signers,
      own: await readPortfolioRows(sql, LISTED),
      shared: await readPortfolioRows(sql, { ...LISTED, owner: null }),
    }));
    const overview = await asNamedViewer(app, asOperator, (sql) => readOperatorOverview(sql, OVERVIEW));
    const worked = await bot.run(async (sql) => {
      await applyServing(sql, FOR_ALL);
      const kept = {
        sightings: await readSightings(sql, { chainId: CHAIN_ID, tickId: TICK }),
        addresses: await readAccountAddresses(sql, CHAIN_ID),
        served: await readServedPortfolios(sql, 100),
        exported: await readExportedPortfolios(sql, null),
        publicBook: await readSharedAddresses(sql, { chainId: CHAIN_ID, limit: 100 }),
        unserved: await readUnserved(sql, { ...REGISTERED, signers: [SIGNER], rowsMax: 100 }),
        due: await countDue(sql, DUE),
        peeked: await peekDue(sql, { ...DUE, portfolio: null }),
        toRefresh: await takeAccountsToRefresh(sql, CHAIN_ID),
        claimed: (await claimDue(sql, { ...DUE, owner: 'test', leaseSeconds: 60 })).map(
          ({ account }) => account,
        ),
      };
      await sql`update leases set visible_at = '-infinity', lease_token = 0, lease_owner = null`;
      return kept;
    });
    return { ...seen, overview: { ...overview, readAtSeconds: 0 }, ...worked };
  } finally {
    await app.end();
  }
};

it('leaves claims, lists, the overview, alerts and exports of the Balancer as they are without it', async () => {
  const { admin } = world.database;
  await arrangePortfolios(admin, 3);
  await arrangePortfolios(admin, 1, { from: 4, shared: true });
  await admin`update leases set visible_at = '-infinity'`;
  await admin`insert into ticks (id, source) values (${TICK}, 'cli')`;
  const before = await picture();
  expect([before.claimed.length, before.index.length, before.overview.states.length > 0]).toEqual([
    4,
    2,
    true,
  ]);
  const id = await arrangeCash();
  expect(await picture()).toEqual(before);

  const { bot } = world;
  const at = { chainId: CHAIN_ID, address: CASH };
  const found = await bot.run(async (sql) => [
    await findPortfolioId(sql, at),
    await findAnyPortfolioId(sql, at),
    await readPortfolioId(sql, at),
    await readPortfolioRow(sql, id),
    (await readStanding(sql, id)).seen,
    await readExportedPortfolios(sql, CASH),
  ]);
  expect(found).toEqual([null, null, null, null, false, []]);
});
