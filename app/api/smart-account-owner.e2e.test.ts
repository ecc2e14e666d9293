import { type Address, pad, parseAbi } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askRoute, type Credentials } from '../../e2e/support/api-world.ts';
import type { DelegatedWorld } from '../../e2e/support/delegated-world.ts';
import {
  buildSmartAccountWorld,
  KEPT_POLICY,
  type SmartAccountWorld,
  saying,
} from '../../e2e/support/smart-account-world.ts';
import { chainOfId } from '../../lib/chains/known-chains.ts';
import { openNodes } from '../../services/chain/chain-client.ts';
import { readHybridOwner } from '../../services/chain/read-hybrid-owner.ts';
import { Secret } from '../../services/secret.ts';
import { pagesFor } from '../../services/wire/pages/pages.ts';

// Who owns a smart account on chain keeps its portfolio; whoever guards it and owns nothing reads. Every word is the chain's, of this moment.

const CHAIN_ID = 31_337;
const STRANGER: Address = `0x${'5e'.repeat(20)}`;
const NEXT_OWNER: Address = `0x${'7a'.repeat(20)}`;
const IMPLEMENTATION_SLOT = '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc';
const HYBRID = parseAbi(['function owner() view returns (address)']);

let world: SmartAccountWorld;
let chain: DelegatedWorld;
let owner: Address;
beforeAll(async () => {
  world = await buildSmartAccountWorld('hybrid');
  ({ chain } = world);
  owner = chain.guardian;
}, 240_000);
afterAll(() => world?.stop());

const idOf = async () => (await chain.database.admin`select id::text from portfolios`)[0]?.['id'];
const state = () => chain.database.admin`
    select p.name, p.shared, (select max(version) from policies where portfolio_id = p.id) as version from portfolios p`;
/** Every way to change a portfolio. */
const writes = async (who: Credentials, version = 1) => {
  const id = await idOf();
  return [
    await askRoute('PATCH', `/api/portfolios/${id}`, { as: who, body: { name: `named at ${version}` } }),
    await askRoute('PUT', `/api/portfolios/${id}/policy`, {
      as: who,
      body: { version, policy: { ...KEPT_POLICY, triggers: [{ kind: 'absolute', bandBps: 400 + version }] } },
    }),
    await askRoute('POST', `/api/portfolios/${id}/summaries`, { as: who }),
    await askRoute('POST', `/api/portfolios/${id}/run`, { as: who }),
  ];
};

describe('a smart account’s portfolio', () => {
  beforeAll(async () => {
    expect((await world.register(owner, chain.clone)).status).toBe(201);
    await chain.tick();
  });

  it('whose portfolio is named, kept by a policy, looked at and asked about by that owner, and by a token of theirs', async () => {
    const id = await idOf();
    await chain.database.admin`update decisions set created_at = created_at - interval '1 hour'`;
    expect((await writes(await world.as(owner))).map(({ status }) => status)).toEqual([200, 200, 202, 202]);
    expect(await state()).toMatchObject([{ name: 'named at 1', version: 2 }]);
    const [written] = await chain.database.admin`select created_by from policies where version = 2`;
    expect(written).toMatchObject({ created_by: `user:${owner}` });
    const noted = await chain.database.admin`
      select action, actor from audit_log where portfolio_id = ${id}::bigint and actor like 'user:%' order by id`;
    expect(noted.map(({ action, actor }) => `${action} ${actor}`)).toEqual(
      ['portfolio-changed', 'policy-changed', 'look-asked-for'].map((action) => `${action} user:${owner}`),
    );
    const token = await world.api.token(owner, ['portfolios:read', 'portfolios:write']);
    const byToken = { as: token, body: { name: 'by a token' } };
    expect((await askRoute('PATCH', `/api/portfolios/${id}`, byToken)).status).toBe(200);
    const reading = await world.api.token(owner, ['portfolios:read']);
    expect((await askRoute('PATCH', `/api/portfolios/${id}`, { ...byToken, as: reading })).status).toBe(403);
  });

  it('is changed once by a request that is sent twice under one key', async () => {
    const id = await idOf();
    const once = {
      as: await world.as(owner),
      headers: { 'idempotency-key': 'once-and-no-more' },
      body: { version: 2, policy: { ...KEPT_POLICY, triggers: [{ kind: 'absolute', bandBps: 777 }] } },
    };
    const [first, again] = [
      await askRoute('PUT', `/api/portfolios/${id}/policy`, once),
      await askRoute('PUT', `/api/portfolios/${id}/policy`, once),
    ];
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
    expect(await state()).toMatchObject([{ version: 3 }]);
  });

  it('is shown to that owner with its buttons and forms, and to nobody else with them', async () => {
    const place = { chainId: CHAIN_ID, address: chain.clone };
    const mayChange = async (who: Address) => {
      const pages = pagesFor({ headers: new Headers(await world.as(who)) });
      const settings = await pages.readSettings(place, { band: null, interval: null } as never);
      return settings.ok ? (settings.value?.mayChange ?? null) : settings.error.code;
    };
    await chain.database.admin`update portfolios set shared = false`;
    expect([await mayChange(owner), await mayChange(STRANGER)]).toEqual([true, null]);
    await world.transferTo(NEXT_OWNER);
    expect([await mayChange(owner), await mayChange(NEXT_OWNER)]).toEqual([false, null]);
    await world.transferTo(owner);
    expect(await mayChange(owner)).toBe(true);
  });

  it('is lost to an owner at once when the account has another one, without a tick between, and the guardian goes on reading', async () => {
    const before = await state();
    await world.transferTo(NEXT_OWNER);
    expect((await writes(await world.as(owner), 3)).map(({ status }) => status)).toEqual([
      403, 403, 403, 403,
    ]);
    expect((await world.register(owner, chain.clone)).status).toBe(403);
    const id = await idOf();
    expect((await askRoute('GET', `/api/portfolios/${id}`, { as: await world.as(owner) })).status).toBe(200);
    for (const who of [NEXT_OWNER, STRANGER])
      expect((await writes(await world.as(who), 3)).map(({ status }) => status)).toEqual([
        404, 404, 404, 404,
      ]);
    expect(await state()).toEqual(before);
    await world.transferTo(owner);
  });

  it.each(['other code behind its proxy', 'other code at its address'])(
    'is no longer the owner’s to change once the account has %s, whatever it says of its owner',
    async (what) => {
      const before = await state();
      const code = await world.ask('eth_getCode', chain.holder, 'latest');
      const slot = await world.ask('eth_getStorageAt', chain.holder, IMPLEMENTATION_SLOT, 'latest');
      const impostor = saying({ owner });
      const other: Address = `0x${'c0'.repeat(20)}`;
      if (what === 'other code at its address') await world.ask('anvil_setCode', chain.holder, impostor);
      else {
        await world.ask('anvil_setCode', other, impostor);
        await world.ask('anvil_setStorageAt', chain.holder, IMPLEMENTATION_SLOT, pad(other, { size: 32 }));
      }
      await world.ask('anvil_mine', '0x1');
      // The impostor does say so.
      const said = await chain.deployer.publicClient.readContract({
        ...{ address: chain.holder, abi: HYBRID, functionName: 'owner' },
      });
      expect(said.toLowerCase()).toBe(owner);
      expect((await writes(await world.as(owner), 3)).map(({ status }) => status)).toEqual([
        403, 403, 403, 403,
      ]);
      expect((await world.register(owner, chain.clone)).status).toBe(403);
      expect(await state()).toEqual(before);
      await world.ask('anvil_setCode', chain.holder, code);
      await world.ask('anvil_setStorageAt', chain.holder, IMPLEMENTATION_SLOT, slot);
      await world.ask('anvil_mine', '0x1');
      expect((await writes(await world.as(owner), 99)).map(({ status }) => status)).toEqual([
        200, 409, 202, 202,
      ]);
    },
  );

  it('whose node doesn’t answer is changed by no guardian, and said to be unknown', async () => {
    const before = await state();
    world.asks('http://127.0.0.1:9');
    const said = await writes(await world.as(owner), 3);
    expect(said.map(({ status }) => status)).toEqual([503, 503, 503, 503]);
    expect(await state()).toEqual(before);
    world.asks(chain.rpcUrl);
    expect((await writes(await world.as(owner), 99)).map(({ status }) => status)).toEqual([
      200, 409, 202, 202,
    ]);
  });

  it('says nobody owns what is no account of the kit: nothing, a key’s account, the kit’s own code', async () => {
    const nodes = openNodes({ rpcUrls: [new Secret(chain.rpcUrl)], facts: chainOfId(CHAIN_ID) });
    const { hybrid } = JSON.parse(chain.env['CHAINS'] ?? '').chains[0].delegated.framework.accounts;
    const block = await chain.deployer.publicClient.getBlockNumber();
    const ownerOf = async (account: Address) => {
      const read = await readHybridOwner(nodes.batching, { account, hybrid }, block);
      return read.ok ? read.value : read.error.code;
    };
    expect(await ownerOf(chain.holder)).toBe(owner);
    expect([await ownerOf(STRANGER), await ownerOf(owner), await ownerOf(hybrid)]).toEqual([
      null,
      null,
      null,
    ]);
  });
});
