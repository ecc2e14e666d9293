import type { TransactionSql } from 'postgres';
import type { Address, Hex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Anvil, startAnvil } from '../../../e2e/support/anvil.ts';
import {
  AMOUNT_UNITS,
  buildDelegationWorld,
  type DelegationWorld,
} from '../../../e2e/support/delegation-world.ts';
import type { Outcome } from '../../../lib/api/problem.ts';
import { chainOfId } from '../../../lib/chains/known-chains.ts';
import { ANY_DELEGATE, permissionContext } from '../../../lib/delegations/delegation.ts';
import { type Nodes, openNodes } from '../../chain/chain-client.ts';
import { Secret } from '../../secret.ts';
import { asNamedViewer } from '../../store/as-viewer.ts';
import { openAppSql } from '../../store/database.ts';
import { readOwnDelegations } from '../../store/delegations/delegations.ts';
import { hashOf } from '../../store/testing/arrange.ts';
import { createTestDatabase, type TestDatabase } from '../../store/testing/test-database.ts';
import { type GrantRequest, grantDelegation } from './grant-delegation.ts';

const CHAIN_ID = 31_337;
const STRANGER: Address = `0x${'5e'.repeat(20)}`;

let anvil: Anvil;
let world: DelegationWorld;
let nodes: Nodes;
let database: TestDatabase;
let app: ReturnType<typeof openAppSql>;
let owner: Address;
beforeAll(async () => {
  anvil = await startAnvil(undefined, CHAIN_ID, ['--hardfork', 'prague']);
  world = await buildDelegationWorld(anvil.rpcUrl);
  owner = world.account.address.toLowerCase() as Address;
  nodes = openNodes({ rpcUrls: [new Secret(anvil.rpcUrl)], facts: chainOfId(CHAIN_ID) });
  database = await createTestDatabase();
  app = openAppSql(database.urls.app);
}, 240_000);
afterAll(async () => {
  await app?.end();
  await database?.drop();
  await anvil?.stop();
});
beforeEach(async () => {
  await database.admin`delete from accounts`;
  await database.admin`
    insert into accounts (kind, chain_id, address, owner, holder, guardian, created_block, created_block_hash)
    values ('delegated', ${CHAIN_ID}, ${world.clone}, ${owner}, ${owner}, ${world.guardian}, 1, ${hashOf('block 1')})`;
});

class Undone extends Error {}

const grant = async (request: Partial<GrantRequest>, as: Address = owner) => {
  const inDatabase = async <T>(work: (sql: TransactionSql) => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    const done: Outcome<T>[] = [];
    await asNamedViewer(app, { address: as, role: 'user' }, async (sql) => {
      const outcome = await work(sql);
      done.push(outcome);
      if (!outcome.ok) throw new Undone();
    }).catch((error: unknown) => {
      if (!(error instanceof Undone)) throw error;
    });
    const [outcome] = done;
    if (outcome === undefined) throw new Error('nothing was done');
    return outcome;
  };
  const contracts = { ...world.place, factory: world.factory };
  const by = { actor: `user:${as}`, origin: null } as const;
  return grantDelegation(
    { batching: nodes.batching, contracts, inDatabase, by },
    {
      ...{ chainId: CHAIN_ID, clone: world.clone, token: world.token, amountUnits: AMOUNT_UNITS },
      ...{
        signedFor: { chainId: CHAIN_ID, manager: world.place.manager },
        context: '0x',
        moreIsMeant: false,
      },
      ...request,
    },
  );
};
const rows = (as: Address = owner) =>
  asNamedViewer(app, { address: as, role: 'user' }, (sql) => readOwnDelegations(sql, as));
const refusalOf = async (request: Partial<GrantRequest>, as?: Address) => {
  const outcome = await grant(request, as);
  if (outcome.ok) throw new Error('it was taken');
  return outcome.error;
};

describe('a delegation that an account has signed for its own contract', () => {
  it('is kept once, as it was tried on the chain, and its guardian sees it', async () => {
    const { hash, context } = await world.grant();
    expect(await grant({ context })).toEqual({ ok: true, value: { hash, fresh: true } });
    expect(await grant({ context })).toEqual({ ok: true, value: { hash, fresh: false } });
    const kept = [
      { hash, account: owner, clone: world.clone, status: 'granted', leftUnits: AMOUNT_UNITS, context },
    ];
    expect(await rows()).toMatchObject(kept);
    expect(await rows(world.guardian)).toMatchObject(kept);
    expect(await rows(STRANGER)).toEqual([]);
  });

  it('may be registered by its guardian, and by nobody else', async () => {
    const { context } = await world.grant();
    expect(await refusalOf({ context }, STRANGER)).toMatchObject({ code: 'not-found' });
    expect(await rows()).toEqual([]);
    expect((await grant({ context }, world.guardian)).ok).toBe(true);
  });

  it('that allows more is told and kept only where that is meant', async () => {
    const { context } = await world.grant({ amountUnits: 2n * AMOUNT_UNITS });
    expect(await refusalOf({ context })).toMatchObject({
      code: 'delegation-broader',
      message: 'It allows 1,000 USDC a period, and 500 USDC was asked for. Is more meant?',
      fields: [{ in: 'body', field: 'context.amount' }],
    });
    expect(await rows()).toEqual([]);
    expect((await grant({ context, moreIsMeant: true })).ok).toBe(true);
  });

  it.each([
    ['none at all', '0x1234', 'It is not exactly one delegation'],
    ['an empty one', `0x${'20'.padStart(64, '0')}${'0'.repeat(64)}`, 'It is not exactly one delegation'],
  ] as const)('is refused where it is %s', async (_, context, words) => {
    expect(await refusalOf({ context })).toMatchObject({
      code: 'delegation-refused',
      message: expect.stringContaining(words),
    });
  });

  it('is refused with what the chain says: revoked, another’s signature, used up', async () => {
    const revoked = await world.grant();
    await world.disable(revoked);
    const forged = permissionContext({
      ...(await world.grant()).delegation,
      signature: `0x${'11'.repeat(65)}`,
    });
    const used = await world.grant();
    await world.pull(used, AMOUNT_UNITS);
    const said = [];
    for (const context of [revoked.context, forged, used.context])
      said.push((await refusalOf({ context })).message);
    expect(said).toEqual([
      expect.stringContaining('The account has revoked it.'),
      expect.stringContaining('does not take the signature for its own'),
      expect.stringContaining('is used up'),
    ]);
    expect(await rows()).toEqual([]);
  });

  it('to anybody leaves no trace: no row, no line in the log, and nothing of it in what is answered', async () => {
    const granted = await world.grant({ delegate: ANY_DELEGATE });
    const before = await database.admin`select count(*)::int as count from audit_log`;
    const answer = await refusalOf({ context: granted.context });
    expect(answer.message).toContain('It lets anybody move the token who reads it.');
    const signature: Hex = granted.context;
    expect(JSON.stringify(answer)).not.toContain(signature.slice(-200, -70));
    expect(await database.admin`select count(*)::int as count from audit_log`).toEqual(before);
    expect(await database.admin`select from delegations`).toHaveLength(0);
  });

  it('is refused for a contract that is no clone, and for a token that is none', async () => {
    const { context } = await world.grant();
    expect(await refusalOf({ context, clone: STRANGER })).toMatchObject({
      code: 'not-found',
      message: `${STRANGER} serves no account on chain 31337.`,
    });
    expect(await refusalOf({ context, token: STRANGER })).toMatchObject({
      code: 'not-found',
      message: `There is no token at ${STRANGER} on chain 31337.`,
    });
  });

  it('is refused once the account has another contract, which is named', async () => {
    const { context } = await world.grant();
    const next = await world.createClone(1n);
    expect(await refusalOf({ context })).toMatchObject({
      code: 'delegation-refused',
      message: `${world.clone} was retired: ${owner} is served by ${next} now. Grant to that one.`,
    });
  });
});
