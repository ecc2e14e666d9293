import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Secret } from '../../services/secret.ts';
import { createTestDatabase, type TestDatabase } from '../../services/store/testing/test-database.ts';
import { runCommand } from '../command/run-command.ts';
import { HOUSE } from '../commands/house.ts';

const ANN = `0x${'a1'.repeat(20)}`;
const NAMED = `0x${'ad'.repeat(20)}`;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.admin`insert into users (address) values (${ANN})`;
});
beforeEach(() => vi.stubEnv('ADMIN_ADDRESSES', NAMED));
afterEach(() => vi.unstubAllEnvs());
afterAll(() => database?.drop());

/** Runs a command line on the database, and tells how it ended and what it said. */
const said = async (line: string, url: Secret = database.adminUrl) => {
  vi.stubEnv('DB_DIRECT_URL', url.reveal());
  const out: string[] = [];
  const error: string[] = [];
  const terminal = {
    out: (text: string) => void out.push(text),
    error: (text: string) => void error.push(text),
  };
  const code = await runCommand(HOUSE, line.split(' '), terminal);
  return { code, out: out.join('\n'), error: error.join('\n') };
};

describe('npm run roles', () => {
  it('gives, lists and takes, and the audit log says the operator did', async () => {
    expect(await said(`roles give ${ANN} operator`)).toMatchObject({
      code: 0,
      out: `${ANN} is operator now, and was user.`,
    });
    expect(await said(`roles give ${ANN} operator`)).toMatchObject({
      code: 0,
      out: `${ANN} is operator already.`,
    });
    const { out } = await said('roles list --json');
    expect(out.split('\n').map((line) => JSON.parse(line))).toEqual([
      { address: ANN, role: 'operator', isNamed: false },
      { address: NAMED, role: 'admin', isNamed: true },
    ]);
    expect((await said(`roles take ${ANN}`)).out).toBe(`${ANN} is user now, and was operator.`);
    const rows = await database.admin`select actor, after from audit_log order by id`;
    expect(rows.map(({ actor, after }) => [actor, after.role])).toEqual([
      ['operator', 'operator'],
      ['operator', 'user'],
    ]);
  });

  it('may leave nobody, unlike an admin over the web', async () => {
    vi.stubEnv('ADMIN_ADDRESSES', '');
    await said(`roles give ${ANN} admin`);
    expect(await said(`roles take ${ANN}`)).toMatchObject({ code: 0 });
    expect((await said('roles list')).out).toBe('Nobody has a role.');
  });

  it.each([
    [`roles give ${NAMED.replace('ad', 'bd')} admin`, 1, 'has not logged in here yet'],
    [`roles take ${NAMED}`, 1, 'for as long as ADMIN_ADDRESSES names it'],
    ['roles give 0x12 admin', 2, 'must be an address'],
    [`roles give ${ANN} owner`, 2, 'must be operator or admin'],
    [`roles give ${ANN}`, 2, 'ROLE'],
  ])('refuses %s', async (line, code, why) => {
    const refused = await said(line);
    expect([refused.code, refused.error]).toEqual([code, expect.stringContaining(why)]);
  });

  it.each(['bot', 'app'] as const)('refuses the %s’s login, whose rows would be hidden', async (login) => {
    const refused = await said('roles list', database.urls[login]);
    expect([refused.code, refused.out]).toEqual([1, '']);
    expect(refused.error).toContain('may not');
  });
});
