import type { Hex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Anvil, startAnvil } from '../../../e2e/support/anvil.ts';
import {
  AMOUNT_UNITS,
  buildDelegationWorld,
  type DelegationWorld,
  type Otherwise,
} from '../../../e2e/support/delegation-world.ts';
import { chainOfId } from '../../../lib/chains/known-chains.ts';
import { delegationsOf, permissionContext } from '../../../lib/delegations/delegation.ts';
import type { Granted } from '../../../stack/delegated/sign-grant.ts';
import { type Nodes, openNodes, readHead } from '../../chain/chain-client.ts';
import { tryDelegations } from '../../chain/try-delegations.ts';
import { Secret } from '../../secret.ts';
import { type BotDatabase, openBotDatabase } from '../../store/database.ts';
import { readOwnDelegations, saveDelegation } from '../../store/delegations/delegations.ts';
import { hashOf } from '../../store/testing/arrange.ts';
import { createTestDatabase, type TestDatabase } from '../../store/testing/test-database.ts';
import { inDatabase } from '../tick/bot-store.ts';
import { seeDelegations } from './see-delegations.ts';

const CHAIN_ID = 31_337;
const DAY = 86_400;

let anvil: Anvil;
let world: DelegationWorld;
let nodes: Nodes;
let database: TestDatabase;
let bot: BotDatabase;
beforeAll(async () => {
  anvil = await startAnvil(undefined, CHAIN_ID, ['--hardfork', 'prague']); // the first with EIP-7702
  world = await buildDelegationWorld(anvil.rpcUrl);
  nodes = openNodes({ rpcUrls: [new Secret(anvil.rpcUrl)], facts: chainOfId(CHAIN_ID) });
  database = await createTestDatabase();
  bot = openBotDatabase({ url: database.urls.bot });
}, 120_000);
afterAll(async () => {
  await bot?.close();
  await database?.drop();
  await anvil?.stop();
});

const head = async () => {
  const block = await readHead(nodes.chain);
  if (!block.ok) throw new Error(block.error.message);
  return block.value;
};

const found = async ({ delegation, hash, context }: Granted) => {
  const { delegator, delegate } = delegation;
  const trials = [{ hash, context, delegator, delegate, token: world.token }];
  const tried = await tryDelegations(nodes.batching, { place: world.place, trials }, (await head()).number);
  if (!tried.ok) throw new Error(tried.error.message);
  return tried.value[0];
};
const standing = async (granted: Granted) => (await found(granted))?.standing;

describe('a delegation, asked of the kit’s own DelegationManager by a pull of nothing,', () => {
  it('is good, and says what is left of its period until that is used up; a day later it begins anew', async () => {
    const granted = await world.grant();
    expect(await found(granted)).toEqual({ standing: 'good', leftUnits: AMOUNT_UNITS });
    await world.pull(granted, 200_000_000n);
    expect(await found(granted)).toEqual({ standing: 'good', leftUnits: 300_000_000n });
    await world.pull(granted, 300_000_000n);
    expect(await found(granted)).toEqual({ standing: 'exhausted', leftUnits: 0n });
    await world.pass(DAY);
    expect(await found(granted)).toEqual({ standing: 'good', leftUnits: AMOUNT_UNITS });
  });

  it('is good with what wallets put beside it, and revoked once the account has raised its nonce', async () => {
    const terms: Otherwise['terms'] = [
      { kind: 'value', maxWei: 0n },
      { kind: 'nonce', nonce: 0n },
      { kind: 'redeemer', redeemers: [world.clone] },
    ];
    const granted = await world.grant({ terms });
    expect(await standing(granted)).toBe('good');
    await world.raiseNonce();
    expect(await standing(granted)).toBe('nonce-raised');
  });

  it('is revoked, and good again once it is enabled again; another with the same terms is another', async () => {
    const [granted, twin] = [await world.grant(), await world.grant()];
    await world.disable(granted);
    expect(await standing(granted)).toBe('revoked');
    expect(await standing(twin)).toBe('good');
    await world.enable(granted);
    expect(await standing(granted)).toBe('good');
  });

  it('has expired at its last second, and does not hold before its first period', async () => {
    const now = await world.nowSeconds();
    const short = await world.grant({ expiresAtSeconds: now + 100 });
    const later = await world.grant({ startSeconds: now + 1_000 });
    expect(await standing(short)).toBe('good');
    expect(await standing(later)).toBe('not-begun');
    await world.pass(100);
    expect(await standing(short)).toBe('expired');
    await world.pass(1_000);
    expect(await standing(later)).toBe('good');
  });

  it('is nothing that the account signed, where the signature is another’s', async () => {
    const [one, other] = [await world.grant(), await world.grant()];
    const withSignature = (signature: Hex): Granted => ({
      ...one,
      context: permissionContext({ ...one.delegation, signature }),
    });
    const signature = delegationsOf(other.context)?.[0]?.signature ?? '0x';
    expect(await standing(withSignature(signature))).toBe('not-signed');
    expect(await standing(withSignature(`0x${'ff'.repeat(65)}`))).toBe('not-signed');
    expect(await standing(withSignature('0x'))).toBe('not-signed');
  });

  it('of an EOA whose code is taken off is of no account, and lives again once it is put back', async () => {
    const granted = await world.grant();
    await world.setCode(null);
    expect(await standing(granted)).toBe('not-deployed');
    await world.setCode(world.implementation);
    expect(await standing(granted)).toBe('good');
  });

  it('of a Hybrid account is of no account until that is deployed', async () => {
    const granted = await world.grantByHybrid();
    expect(granted.delegation.delegator).toBe(world.hybrid);
    expect(await standing(granted)).toBe('not-deployed');
    await world.deployHybrid();
    expect(await found(granted)).toEqual({ standing: 'good', leftUnits: AMOUNT_UNITS });
  });

  it('waits while the manager’s owner has paused it', async () => {
    const granted = await world.grant();
    await world.pauseManager(true);
    expect(await standing(granted)).toBe('manager-paused');
    await world.pauseManager(false);
    expect(await standing(granted)).toBe('good');
  });
});

describe('a look at what was granted', () => {
  beforeEach(() => database.admin`delete from accounts`);

  const register = async (granted: Granted, expiresAtSeconds: number): Promise<void> => {
    const holder = world.account.address.toLowerCase();
    const clone = world.clone.toLowerCase();
    const [row] = await database.admin<{ id: string }[]>`
      insert into accounts (kind, chain_id, address, owner, holder, guardian, created_block, created_block_hash)
      values ('delegated', ${CHAIN_ID}, ${clone}, ${holder}, ${holder}, ${holder}, 1, ${hashOf('block 1')})
      on conflict (chain_id, address) do update set kind = excluded.kind returning id::text`;
    const block = await head();
    await bot.run((sql) =>
      saveDelegation(sql, {
        ...{ accountId: row?.id ?? '0', hash: granted.hash, context: granted.context },
        ...{ delegator: holder as `0x${string}`, delegate: clone as `0x${string}` },
        manager: world.place.manager.toLowerCase() as `0x${string}`,
        ...{ symbol: 'USDC', decimals: 6 },
        terms: {
          token: world.token.toLowerCase() as `0x${string}`,
          ...{ amountUnits: AMOUNT_UNITS, periodSeconds: DAY, startSeconds: 1, expiresAtSeconds },
        },
        seen: {
          standing: 'good',
          leftUnits: AMOUNT_UNITS,
          blockNumber: block.number,
          timeSeconds: block.timeSeconds,
        },
        ...{ actor: 'operator', origin: null },
      }),
    );
  };
  const look = async () => {
    const parts = {
      run: inDatabase(bot),
      chainId: CHAIN_ID,
      batching: nodes.batching,
      contracts: { ...world.place, factory: world.factory },
    };
    const seen = await seeDelegations(parts, await head());
    if (!seen.ok) throw new Error(seen.error.message);
    return seen.value;
  };

  it('knows a revocation and an expiry by the first one after it, and keeps what is left of the period', async () => {
    const now = await world.nowSeconds();
    const [revoked, short, kept] = [
      await world.grant(),
      await world.grant({ expiresAtSeconds: now + 600 }),
      await world.grant(),
    ];
    await register(revoked, now + 90 * DAY);
    await register(short, now + 600);
    await register(kept, now + 90 * DAY);
    expect(await look()).toEqual([]);

    await world.disable(revoked);
    await world.pull(kept, 100_000_000n);
    expect(await look()).toEqual([{ hash: revoked.hash, status: 'revoked' }]);
    await world.pass(600);
    expect(await look()).toEqual([{ hash: short.hash, status: 'expired' }]);
    expect(await look()).toEqual([]);
    const owner = world.account.address.toLowerCase() as `0x${string}`;
    const rows = await bot.run((sql) => readOwnDelegations(sql, owner));
    expect(rows.map(({ hash, status, leftUnits }) => ({ hash, status, leftUnits }))).toEqual([
      { hash: kept.hash, status: 'granted', leftUnits: 400_000_000n },
      { hash: short.hash, status: 'expired', leftUnits: null },
      { hash: revoked.hash, status: 'revoked', leftUnits: null },
    ]);

    await world.enable(revoked);
    expect(await look()).toEqual([{ hash: revoked.hash, status: 'granted' }]);
  });

  it('ends for good what was granted to a contract that the account has replaced', async () => {
    const granted = await world.grant();
    await register(granted, (await world.nowSeconds()) + 90 * DAY);
    expect(await look()).toEqual([]);
    await world.createClone(1n);
    expect(await look()).toEqual([{ hash: granted.hash, status: 'superseded' }]);
    expect(await look()).toEqual([]);
  });

  it('that the chain doesn’t answer keeps nothing', async () => {
    const granted = await world.grant();
    await register(granted, (await world.nowSeconds()) + 90 * DAY);
    const dead = openNodes({
      rpcUrls: [new Secret('http://127.0.0.1:9')],
      facts: chainOfId(CHAIN_ID),
      timeoutMs: 500,
    });
    const parts = {
      run: inDatabase(bot),
      chainId: CHAIN_ID,
      batching: dead.batching,
      contracts: { ...world.place, factory: world.factory },
    };
    const seen = await seeDelegations(parts, { number: 1n, timeSeconds: 1 });
    expect(seen.ok).toBe(false);
    const rows = await bot.run((sql) =>
      readOwnDelegations(sql, world.account.address.toLowerCase() as `0x${string}`),
    );
    expect(rows).toMatchObject([{ status: 'granted', leftUnits: AMOUNT_UNITS }]);
  });

  it('asks nothing where nothing was granted', async () => {
    const parts = {
      run: inDatabase(bot),
      chainId: CHAIN_ID,
      batching: null as never,
      contracts: { ...world.place, factory: world.factory },
    };
    expect(await seeDelegations(parts, { number: 1n, timeSeconds: 1 })).toEqual({ ok: true, value: [] });
  });
});
