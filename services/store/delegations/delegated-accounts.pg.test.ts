import fc from 'fast-check';
import type { Address } from 'viem';
import { beforeEach, expect, it } from 'vitest';
import { policyToJson } from '../../../lib/policy/policy.ts';
import { PRESETS } from '../../../lib/policy/policy-presets.ts';
import { readAccountAddresses, readHolders, saveAccountStates, takeAccountsToRefresh } from '../accounts.ts';
import { addressOf, CHAIN_ID, hashOf } from '../testing/arrange.ts';
import { type TestBot, withTestBot } from '../testing/with-test-bot.ts';
import { claimDue } from '../tick/leases.ts';
import { type DelegatedSpan, readDelegatedReach, saveDelegatedSpan } from './delegated-accounts.ts';

let world: TestBot;
withTestBot((opened) => {
  world = opened;
});
/** Each on a chain of its own: what the audit log tells of is never deleted. */
let chainId = CHAIN_ID;
beforeEach(() => {
  chainId += 1;
});

const at = (number: number): Address => addressOf(number) as Address;
const [FACTORY, SIGNER, HOLDER, GUARDIAN, FIRST, SECOND] = [1, 2, 3, 4, 11, 12].map(at) as [
  Address,
  Address,
  Address,
  Address,
  Address,
  Address,
];

type Made = {
  readonly address: Address;
  readonly block: number;
  readonly holder?: Address;
  readonly branch?: string;
};
const made = ({ address, block, holder = HOLDER, branch = 'a' }: Made) => ({
  ...{ address, holder, guardian: GUARDIAN, blockNumber: BigInt(block) },
  blockHash: hashOf(`${branch} ${block}`),
});
const retired = (address: Address, block: number) => ({ address, blockNumber: BigInt(block) });

const span = (
  [fromBlock, toBlock]: readonly [number, number],
  more: Partial<Pick<DelegatedSpan, 'creations' | 'retirements'>>,
) =>
  world.bot.run((sql) =>
    saveDelegatedSpan(sql, {
      ...{ chainId, factory: FACTORY, fromBlock: BigInt(fromBlock), toBlock: BigInt(toBlock) },
      ...{ creations: [], retirements: [], ...more },
    }),
  );
/** As the index reads what waits to be read, all of it ours. */
const readAll = () =>
  world.bot.run(async (sql) => {
    const addresses = await takeAccountsToRefresh(sql, chainId);
    const states = addresses.map((address) => ({
      ...{ address, owner: HOLDER, signer: SIGNER, generation: 0n, paused: false, tokens: [] },
    }));
    await saveAccountStates(sql, {
      ...{ chainId, states, signers: [SIGNER], defaultPolicy: policyToJson(PRESETS.index) },
      serving: { anyone: true, perOwnerMax: 10 },
    });
  });
const due = async () => {
  const claim = { chainId, owner: 'test', limit: 10, leaseSeconds: 0, dueBefore: 'infinity' };
  const found = await world.bot.run((sql) => claimDue(sql, claim));
  return found.map(({ account }) => [account.kind, account.address]);
};
const followed = () => world.bot.run((sql) => readAccountAddresses(sql, chainId));
const lines = () => world.database.admin`
  select l.after ->> 'current' as current from audit_log l join portfolios p on p.id = l.portfolio_id join accounts a on a.id = p.account_id
  where l.action = 'clone-retired' and a.chain_id = ${chainId} order by l.id`;

it('one that is found is followed, read by its kind and due, with its holder and guardian', async () => {
  await span([1, 9], { creations: [made({ address: FIRST, block: 5 })] });
  expect(await followed()).toEqual([FIRST]);
  expect(await world.bot.run((sql) => readHolders(sql, chainId))).toEqual(new Map([[FIRST, HOLDER]]));
  expect(await due()).toEqual([]);
  await readAll();
  expect(await due()).toEqual([['delegated', FIRST]]);
  const reach = await world.bot.run((sql) => readDelegatedReach(sql, { chainId, factory: FACTORY }));
  expect(reach).toBe(9n);
  const [row] = await world.database
    .admin`select owner, holder, guardian, created_block::int from accounts where chain_id = ${chainId}`;
  expect(row).toEqual({ owner: HOLDER, holder: HOLDER, guardian: GUARDIAN, created_block: 5 });
});

it('one whose account has made another is looked at no more, and its line names what took its place; told again it is no news', async () => {
  await span([1, 9], { creations: [made({ address: FIRST, block: 5 })] });
  await readAll();
  const second = { creations: [made({ address: SECOND, block: 12 })], retirements: [retired(FIRST, 12)] };
  await span([10, 19], second);
  await readAll();
  expect(await due()).toEqual([['delegated', SECOND]]);
  expect(await followed()).toEqual([SECOND]);
  expect(await lines()).toEqual([{ current: SECOND }]);
  await span([10, 29], second);
  expect(await lines()).toHaveLength(1);
  expect(await due()).toEqual([['delegated', SECOND]]);
});

it('one that is given up without another says so', async () => {
  await span([1, 9], { creations: [made({ address: FIRST, block: 5 })] });
  await readAll();
  await span([10, 19], { retirements: [retired(FIRST, 12)] });
  expect(await due()).toEqual([]);
  expect(await lines()).toEqual([{ current: null }]);
});

it('another branch of the chain gives back what it has not retired, and takes what it has not created', async () => {
  await span([1, 9], { creations: [made({ address: FIRST, block: 5 })] });
  await readAll();
  await span([10, 19], {
    ...{ creations: [made({ address: SECOND, block: 12 })], retirements: [retired(FIRST, 12)] },
  });
  await readAll();
  await span([10, 20], {});
  await readAll();
  expect(await due()).toEqual([['delegated', FIRST]]);
  // And back again, in another block.
  await span([10, 21], {
    creations: [made({ address: SECOND, block: 13, branch: 'b' })],
    retirements: [retired(FIRST, 13)],
  });
  await readAll();
  expect(await due()).toEqual([['delegated', SECOND]]);
});

it('what is gone comes back with the very block that it went with', async () => {
  const creations = [made({ address: FIRST, block: 5 })];
  await span([1, 9], { creations });
  await readAll();
  await span([1, 9], {});
  expect(await due()).toEqual([]);
  await span([1, 10], { creations });
  await readAll();
  expect(await due()).toEqual([['delegated', FIRST]]);
});

it('whatever spans come in whatever order, what the newest one says is what is followed', async () => {
  const branch = fc.array(fc.constantFrom(FIRST, SECOND), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(fc.array(branch, { minLength: 1, maxLength: 4 }), async (branches) => {
      chainId += 1;
      for (const [index, order] of branches.entries()) {
        const sequence = [...new Set(order)];
        await span([1, 30 + index], {
          creations: sequence.map((address, place) =>
            made({ address, block: 10 + place, branch: `${index}` }),
          ),
          retirements: sequence.slice(0, -1).map((address, place) => retired(address, 11 + place)),
        });
        await readAll();
        const last = sequence.at(-1);
        expect(await due()).toEqual(last === undefined ? [] : [['delegated', last]]);
      }
    }),
    { numRuns: 25 },
  );
});
