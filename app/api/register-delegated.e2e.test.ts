import { type Address, type Hex, keccak256, parseAbi, type TypedDataDefinition, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askRoute } from '../../e2e/support/api-world.ts';
import type { DelegatedWorld } from '../../e2e/support/delegated-world.ts';
import {
  buildSmartAccountWorld,
  KEPT_POLICY,
  type SmartAccountWorld,
  saying,
} from '../../e2e/support/smart-account-world.ts';
import { parsePolicy } from '../../lib/policy/policy.ts';
import { policyTextOf, registrationTypedData } from '../../lib/policy/registration.ts';
import { readEnv } from '../../services/env.ts';
import { openRegistrations } from '../../services/wire/operation/registrations.ts';

// Under SERVE=registered the contract of an account that keeps its own tokens is registered by the account, or by who owns the account and
// guards it. Which account a contract serves is its factory's word.

const CHAIN_ID = 31_337;
const STRANGER: Address = `0x${'5e'.repeat(20)}`;
const NEXT_OWNER: Address = `0x${'7a'.repeat(20)}`;
const FRIEND: Address = `0x${'f1'.repeat(20)}`;
const CLAIM = parseAbi(['function account() view returns (address)']);

let world: SmartAccountWorld;
let chain: DelegatedWorld;

const policyText = (): string => {
  const policy = parsePolicy(KEPT_POLICY);
  if (!policy.ok) throw new Error(policy.error.message);
  return policyTextOf(policy.value);
};

describe('a smart account’s contract', () => {
  let owner: Address;
  beforeAll(async () => {
    world = await buildSmartAccountWorld('hybrid');
    ({ chain } = world);
    owner = chain.guardian;
  }, 240_000);
  afterAll(() => world?.stop());

  it('is registered by nobody but who owns the account on chain and guards it', async () => {
    expect(await chain.tick()).toMatchObject({ checked: 0 });
    expect(await world.register(STRANGER, chain.clone)).toMatchObject({
      status: 403,
      body: { code: 'not-owner', detail: expect.stringContaining(chain.holder) },
    });
    await world.transferTo(NEXT_OWNER);
    expect(await world.register(owner, chain.clone)).toMatchObject({
      status: 403,
      body: { code: 'not-owner', detail: expect.stringContaining('you guard it') },
    });
    expect((await world.register(NEXT_OWNER, chain.clone)).status).toBe(403);
    await world.transferTo(owner);
    expect(await world.registered()).toEqual([]);
    expect(await world.register(owner, chain.clone)).toMatchObject({
      status: 201,
      body: { owner: chain.holder, address: chain.clone },
    });
    expect(await world.registered()).toMatchObject([{ address: chain.clone, created_by: `user:${owner}` }]);
    expect(await chain.tick()).toMatchObject({ checked: 1, failed: 0 });
  });

  it('is registered where its factory has made it, and not where a contract claims so', async () => {
    await chain.database.admin`truncate policy_registrations`;
    const word = (who: Address) => ({
      ...{ account: who, guardian: who, authorizedSigner: who, generation: '0x01', paused: '0x' },
    });
    const claims: readonly (readonly [string, Hex])[] = [
      ['says whom it serves', saying(word(owner) as never)],
      [
        'says so, and that it is its own factory',
        saying({ ...word(owner), isClone: '0x01', currentOf: owner } as never),
      ],
      ['names the account for its own', saying({ ...word(chain.holder) } as never)],
    ];
    for (const [index, [what, code]] of claims.entries()) {
      const at: Address = `0x${`d${index}`.repeat(20)}`;
      await world.ask('anvil_setCode', at, code);
      const claimed = await chain.deployer.publicClient.readContract({
        ...{ address: at, abi: CLAIM, functionName: 'account' },
      });
      expect([owner, chain.holder]).toContain(claimed.toLowerCase());
      expect({ what, ...(await world.register(owner, at)) }).toMatchObject({
        ...{ what, status: 422, body: { code: 'portfolio-unreadable' } },
      });
    }
    const factory = await chain.otherFactory();
    const elsewhere = await chain.createClone(0n, { factory });
    expect(await world.register(owner, elsewhere)).toMatchObject({ body: { code: 'portfolio-unreadable' } });
    // An account that says who owns it, and is none of the kit's: its guardian is a guardian.
    const account: Address = `0x${'e1'.repeat(20)}`;
    await world.ask('anvil_setCode', account, saying({ owner }));
    const served = await chain.createClone(0n, { account });
    expect(await world.register(owner, served)).toMatchObject({ status: 403, body: { code: 'not-owner' } });
    expect(await world.registered()).toEqual([]);
  });

  it('that was retired is registered no more, and its successor is', async () => {
    const next = await chain.createClone(1n);
    expect(await world.register(owner, chain.clone)).toMatchObject({
      body: { code: 'portfolio-unreadable', detail: expect.stringContaining('was retired') },
    });
    expect((await world.register(owner, next)).status).toBe(201);
    const friends = await chain.createClone(2n, { guardian: FRIEND });
    expect((await world.register(FRIEND, friends)).status).toBe(403);
    // Who owns the account and doesn't guard this contract could not read what they register.
    expect((await world.register(owner, friends)).status).toBe(403);
  });

  it('is registered from a file by the account’s own signature (EIP-1271), and by no guardian’s or impostor’s', async () => {
    const key = privateKeyToAccount(keccak256(toHex('delegated world: owner')));
    const friend = privateKeyToAccount(keccak256(toHex('a friend')));
    const clone = await chain.createClone(3n, { guardian: friend.address });
    const claimed: Address = `0x${'d1'.repeat(20)}`;
    const opened = openRegistrations(readEnv(chain.env), null);
    if (!opened.ok) throw new Error(opened.error.message);
    const nowSeconds = Math.floor(Date.now() / 1_000);
    const policy = policyText();
    const taken = async (portfolio: Address, by: typeof key, atSeconds = nowSeconds) => {
      const said = { chainId: CHAIN_ID, portfolio, name: 'signed', policy, signedAtSeconds: atSeconds };
      const signature = await by.signTypedData(registrationTypedData(said) as TypedDataDefinition);
      const line = { ...said, shared: false, simulated: true, place: 'line 1' };
      const outcome = await opened.value.take({ ...line, signed: { signature, atSeconds } });
      return outcome.ok ? outcome.value : outcome.error.code;
    };
    expect(await taken(clone, friend)).toBe('signature-not-owners');
    expect(await taken(clone, key)).toBe('registered');
    expect(await taken(claimed, key)).toBe('portfolio-unreadable');
    const [kept] = await chain.database
      .admin`select owner, created_by from policy_registrations where address = ${clone}`;
    expect(kept).toMatchObject({ owner: chain.holder, created_by: 'owner' });
    await world.transferTo(NEXT_OWNER);
    expect(await taken(clone, key, nowSeconds + 1)).toBe('signature-not-owners');
    await world.transferTo(owner);
    expect(await taken(clone, key, nowSeconds + 1)).toBe('registered');
    await opened.value.close();
  });
});

describe('an upgraded key’s contract', () => {
  beforeAll(async () => {
    world = await buildSmartAccountWorld('upgraded-key');
    ({ chain } = world);
  }, 240_000);
  afterAll(() => world?.stop());

  it('is registered by the key itself, and not by a guardian, who may read and no more', async () => {
    expect(await world.register(chain.guardian, chain.clone)).toMatchObject({
      status: 403,
      body: { code: 'not-owner', detail: expect.stringContaining('you guard it') },
    });
    expect((await world.register(STRANGER, chain.clone)).status).toBe(403);
    expect(await world.register(chain.holder, chain.clone)).toMatchObject({
      status: 201,
      body: { owner: chain.holder },
    });
    expect(await chain.tick()).toMatchObject({ checked: 1, failed: 0 });
    const [row] = await chain.database.admin`select id::text, shared from portfolios`;
    const path = `/api/portfolios/${row?.['id']}`;
    const name = { body: { name: 'mine' } };
    const asked = async (who: Address) =>
      (await askRoute('PATCH', path, { ...name, as: await world.as(who) })).status;
    expect([await asked(chain.holder), await asked(chain.guardian), await asked(STRANGER)]).toEqual([
      200, 403, 404,
    ]);
  });
});
