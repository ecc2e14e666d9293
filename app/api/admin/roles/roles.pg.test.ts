import type { Address } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  ADMIN,
  type ApiWorld,
  askRoute,
  buildApiWorld,
  type Credentials,
  ownerOf,
} from '../../../../e2e/support/api-world.ts';

const [ANN, BOB, CAROL] = [ownerOf(1), ownerOf(2), ownerOf(3)];

let world: ApiWorld;
let admin: Credentials;
beforeAll(async () => {
  world = await buildApiWorld();
});
beforeEach(async () => {
  await world.database.admin`update users set role = 'user'`;
  vi.stubEnv('ADMIN_ADDRESSES', ADMIN);
  admin = await world.session(ADMIN, { steppedUp: true });
  for (const address of [ANN, BOB]) await world.session(address);
});
afterAll(() => world?.stop());

const give = (as: Credentials, address: string, role: unknown) =>
  askRoute('PUT', `/api/admin/roles/${address}`, { as, body: { role } });
const codeOf = async (answer: ReturnType<typeof give>) => {
  const { status, body } = await answer;
  return `${status} ${body.code ?? 'ok'}`;
};
const store = (address: Address, role: string) =>
  world.database.admin`update users set role = ${role} where address = ${address}`;
const rolesOf = async () =>
  Object.fromEntries(
    (await world.database.admin`select address, role from users where role <> 'user'`).map(
      ({ address, role }) => [address, role],
    ),
  );
const notes = () =>
  world.database
    .admin`select actor, before, after, ip::text from audit_log where action = 'role-changed' order by id`;

describe('roles over HTTP', () => {
  it('are given and taken by admins, hold from the next request on, also for tokens, and are in the audit log', async () => {
    const ann = await world.session(ANN);
    const token = await world.token(ANN, ['system:read']);
    const reads = async () => [
      (await askRoute('GET', '/api/admin/settings', { as: ann })).status,
      (await askRoute('GET', '/api/admin/settings', { as: token })).status,
    ];
    expect(await reads()).toEqual([403, 403]);
    const given = await give(admin, ANN, 'operator');
    expect([given.status, given.body]).toEqual([200, { address: ANN, role: 'operator' }]);
    expect(await reads()).toEqual([200, 200]);
    expect(await codeOf(give(admin, ANN, 'operator'))).toBe('200 ok');
    expect(await codeOf(give(admin, ANN, 'user'))).toBe('200 ok');
    expect(await reads()).toEqual([403, 403]);
    const by = { actor: `user:${ADMIN}`, ip: '203.0.113.0/24' };
    expect((await notes()).map((row) => ({ ...row }))).toEqual([
      { ...by, before: { address: ANN, role: 'user' }, after: { address: ANN, role: 'operator' } },
      { ...by, before: { address: ANN, role: 'operator' }, after: { address: ANN, role: 'user' } },
    ]);
  });

  it('are listed with those of the environment, which alone can take theirs', async () => {
    await give(admin, ANN, 'operator');
    const listed = await askRoute('GET', '/api/admin/roles', { as: admin });
    expect(listed.body.holders).toEqual(
      [
        { address: ADMIN, role: 'admin', isNamed: true },
        { address: ANN, role: 'operator', isNamed: false },
      ].sort((a, b) => a.address.localeCompare(b.address)),
    );
    for (const role of ['user', 'operator'])
      expect(await codeOf(give(admin, ADMIN, role))).toBe('409 role-fixed');
    await store(ADMIN, 'user');
    expect((await askRoute('GET', '/api/caller', { as: admin })).body.role).toBe('admin');
  });

  it('are given to none who has never logged in, to no malformed address, and are no other words', async () => {
    expect(await codeOf(give(admin, CAROL, 'admin'))).toBe('404 not-found');
    expect(await codeOf(give(admin, '0x12', 'admin'))).toBe('400 bad-request');
    for (const role of ['owner', null, 1, 'Admin', ['admin']])
      expect(await codeOf(give(admin, ANN, role))).toBe('400 bad-request');
    expect(await rolesOf()).toEqual({});
  });

  it('want a fresh signature, and an admin’s own session', async () => {
    expect(await codeOf(give(await world.session(ADMIN), ANN, 'admin'))).toBe('403 step-up-required');
    const ann = await world.session(ANN, { steppedUp: true });
    expect(await codeOf(give(ann, ANN, 'admin'))).toBe('403 forbidden');
    await store(BOB, 'operator');
    expect(await codeOf(give(await world.session(BOB, { steppedUp: true }), ANN, 'operator'))).toBe(
      '403 forbidden',
    );
    expect(await codeOf(give(await world.token(ADMIN, ['system:read']), ANN, 'admin'))).toBe(
      '403 session-required',
    );
    expect(await rolesOf()).toEqual({ [BOB]: 'operator' });
  });
});

describe('where the environment names no admin', () => {
  let ann: Credentials;
  beforeEach(async () => {
    vi.stubEnv('ADMIN_ADDRESSES', '');
    await store(ANN, 'admin');
    ann = await world.session(ANN, { steppedUp: true });
  });

  it('the last admin stays one', async () => {
    for (const role of ['user', 'operator'])
      expect(await codeOf(give(ann, ANN, role))).toBe('409 last-admin');
    expect(await codeOf(give(ann, BOB, 'admin'))).toBe('200 ok');
    expect(await codeOf(give(ann, ANN, 'user'))).toBe('200 ok');
    expect(await rolesOf()).toEqual({ [BOB]: 'admin' });
  });

  it('two admins who end each other at the same moment leave one', async () => {
    for (let round = 0; round < 10; round += 1) {
      await store(ANN, 'admin');
      await store(BOB, 'admin');
      const bob = await world.session(BOB, { steppedUp: true });
      const codes = await Promise.all([codeOf(give(ann, BOB, 'user')), codeOf(give(bob, ANN, 'user'))]);
      expect(codes.sort()).toEqual(['200 ok', '403 forbidden']);
      expect(Object.values(await rolesOf())).toEqual(['admin']);
    }
  });
});
