import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Address } from 'viem';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Anvil, startAnvil } from '../../e2e/support/anvil.ts';
import {
  AMOUNT_UNITS,
  buildDelegationWorld,
  type DelegationWorld,
} from '../../e2e/support/delegation-world.ts';
import { chainOfId } from '../../lib/chains/known-chains.ts';
import { DELEGATION_FRAMEWORK } from '../../lib/delegations/framework.ts';
import { openNodes, readHead } from '../../services/chain/chain-client.ts';
import { Secret } from '../../services/secret.ts';
import { openBotDatabase } from '../../services/store/database.ts';
import { hashOf } from '../../services/store/testing/arrange.ts';
import { createTestDatabase, type TestDatabase } from '../../services/store/testing/test-database.ts';
import { seeDelegations } from '../../services/wire/delegations/see-delegations.ts';
import { inDatabase } from '../../services/wire/tick/bot-store.ts';
import { delegatingKey, type StackKeys, stackKeys } from '../world/keys.ts';
import type { DelegatedAccount } from './delegated-account.ts';
import { createRenewal, registerGrants } from './register-grants.ts';
import type { Granted } from './sign-grant.ts';

// The demo's own grants, on the real delegation contracts and by the chain's own time: kept once, and granted anew before they end.

const CHAIN_ID = 31_337;
const DAY = 86_400;
const GRANT_DAYS = 90;

let anvil: Anvil;
let world: DelegationWorld;
let database: TestDatabase;
let keys: StackKeys;
let dir = '';
let granted: Granted;
let renew: () => Promise<void>;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), '1balancer-grants-'));
  keys = stackKeys(join(dir, 'keys.json'));
  anvil = await startAnvil(undefined, CHAIN_ID, ['--hardfork', 'prague']);
  world = await buildDelegationWorld(anvil.rpcUrl, delegatingKey(keys));
  database = await createTestDatabase();
}, 240_000);
afterAll(async () => {
  await database?.drop();
  await anvil?.stop();
  if (dir !== '') rmSync(dir, { recursive: true, force: true });
});

const lower = (address: Address): Address => address.toLowerCase() as Address;

const options = () => {
  const { place, factory, clone, token } = world;
  const account: DelegatedAccount = {
    contracts: { ...place, factory, fromBlock: 0, accounts: DELEGATION_FRAMEWORK.accounts },
    ...{ account: lower(world.account.address), clone },
    grants: [{ token, amountUnits: `${AMOUNT_UNITS}`, hash: granted.hash, context: granted.context }],
  };
  const botUrl = database.urls.bot.reveal();
  return { account, botUrl, rpcUrl: anvil.rpcUrl, sql: database.admin };
};
const find = () => database.admin`
  insert into accounts (kind, chain_id, address, owner, holder, guardian, created_block, created_block_hash)
  values ('delegated', ${CHAIN_ID}, ${world.clone}, ${lower(world.account.address)}, ${lower(world.account.address)}, ${world.guardian}, 1,
    ${hashOf('block 1')})`;
const register = (nudge = async (): Promise<void> => undefined) =>
  registerGrants({ ...options(), nudge, isStopping: () => false });
const rows = async () =>
  (
    await database.admin`
      select hash, amount_units::text as units, expires_at_seconds::float8 as ends, status from delegations order by id`
  ).map(({ hash, units, ends, status }) => ({ hash, units, ends, status }));
/** As a tick looks at what accounts have granted. */
const see = async (): Promise<void> => {
  const nodes = openNodes({ rpcUrls: [new Secret(anvil.rpcUrl)], facts: chainOfId(CHAIN_ID) });
  const bot = openBotDatabase({ url: database.urls.bot });
  const head = await readHead(nodes.chain);
  if (!head.ok) throw new Error(head.error.message);
  const contracts = { ...world.place, factory: world.factory };
  const asked = { run: inDatabase(bot), chainId: CHAIN_ID, batching: nodes.batching, contracts };
  const seen = await seeDelegations(asked, head.value, () => false);
  await bot.close();
  if (!seen.ok) throw new Error(seen.error.message);
};
const days = (count: number) => world.pass(count * DAY);

beforeEach(async () => {
  await database.admin`delete from accounts`;
  granted = await world.grant();
  renew = createRenewal({ ...options(), keys });
});

it('what the world has signed is kept once its contract is found, and once only', async () => {
  const nudged: number[] = [];
  const kept = await register(async () => {
    nudged.push(1);
    if (nudged.length === 2) await find();
  });
  expect(kept).toEqual({ ok: true, value: null });
  expect(nudged).toHaveLength(2);
  expect(await rows()).toMatchObject([{ hash: granted.hash, units: `${AMOUNT_UNITS}`, status: 'granted' }]);
  const before = await rows();
  expect(await register()).toEqual({ ok: true, value: null });
  expect(await rows()).toEqual(before);
});

it('is granted anew within ten days of its end, by the same amount for ninety days, and not twice', async () => {
  await find();
  await register();
  await renew();
  expect(await rows()).toHaveLength(1);
  await days(79);
  await renew();
  expect(await rows()).toHaveLength(1);
  await days(2);
  await renew();
  const [first, second, ...others] = await rows();
  expect(others).toEqual([]);
  expect(second).toMatchObject({ units: `${AMOUNT_UNITS}`, status: 'granted' });
  expect(second?.hash).not.toBe(granted.hash);
  // Ninety days from the look at which it was signed.
  expect((second?.ends as number) - (first?.ends as number)).toBeGreaterThan(80 * DAY);
  expect(second?.ends).toBeLessThanOrEqual((await world.nowSeconds()) + GRANT_DAYS * DAY);
  await renew();
  await days(1);
  await renew();
  expect(await rows()).toHaveLength(2);
  // The one before ends; the next one's turn comes as its did.
  await days(10);
  await see();
  expect((await rows()).map(({ status }) => status)).toEqual(['expired', 'granted']);
  await days(72);
  await renew();
  expect(await rows()).toHaveLength(3);
});

it('is looked at once a day of the chain’s time, however often it is asked', async () => {
  await find();
  await renew();
  await register();
  await database.admin`update delegations set expires_at_seconds = expires_at_seconds - ${85 * DAY}`;
  await renew();
  expect(await rows()).toHaveLength(1);
  await days(1);
  await renew();
  expect(await rows()).toHaveLength(2);
});

it('is granted no more once it was revoked on chain, given up here, or has ended', async () => {
  await find();
  await register();
  await world.disable(granted);
  await see();
  expect((await rows()).map(({ status }) => status)).toEqual(['revoked']);
  await days(85);
  await renew();
  expect(await rows()).toHaveLength(1);

  for (const end of ['dropped', 'expired'] as const) {
    await database.admin`delete from delegations`;
    granted = await world.grant();
    await register();
    if (end === 'dropped') {
      await database.admin`update delegations set dropped_at = now()`;
      await days(85);
    } else {
      await days(91);
      await see();
    }
    renew = createRenewal({ ...options(), keys });
    await renew();
    expect({ end, kept: (await rows()).length }).toEqual({ end, kept: 1 });
  }
});
