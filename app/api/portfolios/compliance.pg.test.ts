import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ApiWorld,
  askRoute,
  buildApiWorld,
  type Credentials,
  ownerOf,
} from '../../../e2e/support/api-world.ts';
import { complianceDto } from '../../../lib/api/compliance.ts';
import { openBotDatabase } from '../../../services/store/database.ts';
import { arrangePortfolios } from '../../../services/store/testing/arrange.ts';
import { signedOrder } from '../../../services/store/testing/looks.ts';

let world: ApiWorld;
let owner: Credentials;
let [id, other] = ['', ''];

beforeAll(async () => {
  world = await buildApiWorld();
  const { admin, urls } = world.database;
  const [mine, theirs] = await arrangePortfolios(admin, 2);
  if (mine === undefined || theirs === undefined) throw new Error('nothing arranged');
  [id, other] = [mine.id, theirs.id];
  const bot = openBotDatabase({ url: urls.bot });
  await signedOrder(bot, mine);
  await bot.close();
  owner = await world.session(ownerOf(1));
  const change = (portfolio: string, name: string, as: Credentials) =>
    askRoute('PATCH', `/api/portfolios/${portfolio}`, { as, body: { name } });
  for (const name of ['One', 'Two', 'Three']) {
    expect((await change(id, name, owner)).status).toBe(200);
    expect((await change(other, name, await world.session(ownerOf(2)))).status).toBe(200);
  }
}, 120_000);
afterAll(() => world?.stop());

const read = async (as: Credentials = owner) => {
  const { status, body } = await askRoute('GET', `/api/portfolios/${id}/compliance`, { as });
  expect(status).toBe(200);
  return complianceDto.parse(body);
};

describe('the compliance report', () => {
  it('names who may do what, what was done and by which right, and the policy versions', async () => {
    const { who, doings, policies } = await read();
    expect(who).toMatchObject({ owner: ownerOf(1), paused: false, liveTokens: 0 });
    expect(doings).toContainEqual(
      expect.objectContaining({
        actor: `user:${ownerOf(1)}`,
        right: 'wallet',
        action: 'portfolio-changed',
        count: 3,
      }),
    );
    expect(doings).toContainEqual(
      expect.objectContaining({ right: 'signer-key', action: 'order-signed', count: 1 }),
    );
    expect(policies).toMatchObject([{ version: 1, createdBy: 'test' }]);
  });

  it('says that the log is whole, up to the head that it shows', async () => {
    const { auditLog } = await read();
    const [last] = await world.database.admin`
      select encode(hash, 'hex') as hash, portfolio_position::int as place from audit_log where portfolio_id = ${id}
      order by portfolio_position desc limit 1`;
    expect(auditLog).toEqual({ rows: last?.place, head: last?.hash, brokenPlace: null, why: null });
  });

  it.each([
    [
      'a row that was changed',
      `update audit_log set action = 'nothing-happened'`,
      2,
      'the row is not as it was written',
    ],
    [
      'a row that was removed',
      'delete from audit_log',
      2,
      'a row is missing, or stands at a place that is taken',
    ],
    [
      'a network that was changed, which the app itself may not read',
      `update audit_log set ip = '10.0.0.0/24'`,
      2,
      'the row is not as it was written',
    ],
  ])('finds %s', async (_, fraud, brokenPlace, why) => {
    const { admin } = world.database;
    await admin
      .begin(async (sql) => {
        await sql`alter table audit_log disable trigger user`;
        await sql.unsafe(`${fraud} where portfolio_id = ${id} and portfolio_position = 2`);
        await sql`alter table audit_log enable trigger user`;
        await sql`select set_config('app.viewer', ${ownerOf(1)}, true)`;
        const [found] = await sql`select broken_place::int as place, why from audit_part_check(${id})`;
        expect([found?.place, found?.why]).toEqual([brokenPlace, why]);
        throw new Error('undone');
      })
      .catch((error: Error) => expect(error.message).toBe('undone'));
  });

  it('is the owner’s alone, and a part of the log is told to nobody else', async () => {
    const stranger = await world.session(ownerOf(77));
    expect((await askRoute('GET', `/api/portfolios/${id}/compliance`, { as: stranger })).status).toBe(404);
    const rows = await world.database.admin`select * from audit_part_check(${other})`;
    expect(rows.length).toBe(0);
  });

  it('as a file is what was done', async () => {
    const { text } = await askRoute('GET', `/api/portfolios/${id}/compliance?format=csv`, { as: owner });
    expect(text.split('\r\n')[0]).toBe('actor,right,action,count,firstAtSeconds,lastAtSeconds');
    expect(text).toContain(`user:${ownerOf(1)},wallet,portfolio-changed,3,`);
  });
});
