import { type Address, type Hex, toHex } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildCashWorld,
  type CashSide,
  type CashWorld,
  FUNDS_UNITS,
} from '../../../e2e/support/cash-world.ts';
import { encodeCashSnapshot } from '../../../lib/cash/cash-codec.ts';
import { CASH_GUARDS } from '../../../lib/cash/cash-guards.ts';
import type { CashSight } from '../../../lib/cash/cash-sight.ts';
import type { CashChain } from '../../../lib/cash/cash-snapshot.ts';
import { decideCash } from '../../../lib/cash/decide-cash.ts';
import { mulDivUp } from '../../../lib/money/fixed-point.ts';
import { createCash } from '../../../stack/cash/open-cash.ts';
import { chainsOfFile } from '../../chain-settings.ts';
import { systemClock } from '../../clock.ts';
import { readEnv } from '../../env.ts';
import { chooseCashProfile } from '../../store/cash/cash-owners.ts';
import { type BotDatabase, openBotDatabase } from '../../store/database.ts';
import { readGasTold } from '../prices/gas-told.ts';
import { type ServedChain, serveChains } from '../served-chain.ts';
import { inDatabase } from '../tick/bot-store.ts';
import { findCash } from './find-cash.ts';
import { type CashChainParts, type SeeCash, seeCash } from './see-cash.ts';
import { openTransferFees } from './transfer-fees.ts';
import { openAttestations } from './transfers.ts';

const log = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
} as unknown as SeeCash['log'];
const never = () => false;
const ORACLE: Address = '0x420000000000000000000000000000000000000f';
// Multiplies the word that it is asked about: enough of an oracle to see who asks it, and with what.
const oracleCode = (weiAByte: bigint): Hex =>
  `0x60043567${toHex(weiAByte, { size: 8 }).slice(2)}0260005260206000f3`;
const A_GWEI_A_BYTE = oracleCode(10n ** 9n);
const A_MILLION_GWEI_A_BYTE = oracleCode(10n ** 15n);

let world: CashWorld;
let bot: BotDatabase;
let chains: readonly ServedChain[];
let ownerId: string;
beforeAll(async () => {
  world = await buildCashWorld();
  const { dbUrl } = readEnv(world.env);
  if (dbUrl === null) throw new Error('no database');
  bot = openBotDatabase({ url: dbUrl });
  const read = chainsOfFile(world.env['CHAINS'] ?? '');
  if (!read.ok) throw new Error(read.error.message);
  chains = [...serveChains(read.value, log).values()];
});
afterAll(async () => {
  await bot?.close();
  await world?.stop();
});

const run: ReturnType<typeof inDatabase> = (work) => inDatabase(bot)(work);
const partsOf = (served: ServedChain): CashChainParts => ({
  served,
  ring: {
    keys: { addresses: new Set([world.signer]), unreachable: null, isOwnerKeyAllowed: false },
    signAs: () => null,
  },
});

const found = async () => {
  const outcomes = [];
  for (const served of chains) outcomes.push(await findCash({ run, ...partsOf(served) }, never));
  return outcomes.map((outcome) => (outcome.ok ? outcome.value : outcome.error.message));
};

const rows = async () => {
  const read = await world.database.admin`
    select a.chain_id::int as chain, a.address, a.signer, p.id is not null as is_portfolio, l.id is not null as is_leased
    from accounts a left join portfolios p on p.account_id = a.id left join leases l on l.id = p.id
    where a.kind = 'cash' order by a.chain_id, a.id`;
  return read.map((row) => ({ ...row }));
};

const seeing = (served: readonly ServedChain[] = chains): SeeCash => {
  const api = openAttestations(world.api.baseUrl, run);
  const fees = openTransferFees(api, systemClock.monotonicMs);
  return { run, log, api, fees, timeIsUp: never, parts: served.map(partsOf) };
};

const see = async (served: readonly ServedChain[] = chains): Promise<CashSight> => {
  const watch = { ownerId, owner: world.owner, anchor: [], leadE18: 0n };
  const seen = await seeCash(seeing(served), [watch]);
  if (!seen.ok) throw new Error(seen.error.message);
  const sight = seen.value.get(ownerId);
  if (sight === undefined || !sight.ok) throw new Error(sight?.error.message ?? 'not seen');
  return sight.value;
};

const chainIn = ({ snapshot }: CashSight, { chainId }: Pick<CashSide, 'chainId'>): CashChain => {
  const chain = snapshot.chains.find((one) => one.chainId === chainId);
  if (chain === undefined) throw new Error('no such chain');
  return chain;
};

const servedAs = (index: number, change: Partial<ServedChain>): readonly ServedChain[] =>
  chains.map((one, at) => (at === index ? { ...one, ...change } : one));

describe('cash is found', () => {
  it('by the factories’ logs, as a portfolio without a lease, once however often it is looked for', async () => {
    expect(await found()).toEqual([1, 1]);
    const expected = world.sides.map(({ chainId: chain, portfolio: address }) => ({
      ...{ chain, address, signer: world.signer, is_portfolio: true, is_leased: false },
    }));
    expect(await rows()).toEqual(expected);
    await world.sides[0].mine(5);
    await found();
    expect(await rows()).toEqual(expected);
  });

  it('and put away when a reorganisation takes its creation, and back when it comes again', async () => {
    const [first] = world.sides;
    const before = await rows();
    const id = await first.rpc('evm_snapshot');
    const terms = {
      ...{ signer: world.signer, guard: CASH_GUARDS.conservative },
      vaults: [],
    };
    const { portfolio: address } = await createCash(first, first.wallet, { terms, units: 0n });
    await found();
    const added = {
      chain: first.chainId,
      address,
      signer: world.signer,
      is_portfolio: true,
      is_leased: false,
    };
    expect(await rows()).toContainEqual(added);
    await first.rpc('evm_revert', [id]);
    await first.mine(1);
    await found();
    expect(await rows()).toContainEqual({ ...added, signer: null });
    await createCash(first, first.wallet, { terms, units: 0n });
    await found();
    expect(await rows()).toContainEqual(added);
    // So deep, nothing of it is read again.
    await first.mine(70);
    await found();
    await world.database.admin`delete from accounts where address = ${address}`;
    expect(await rows()).toEqual(before);
  });

  it('but not of somebody who names another key', async () => {
    const [, second] = world.sides;
    const before = await rows();
    const terms = { signer: world.owner, guard: CASH_GUARDS.balanced, vaults: [] };
    await createCash(second, second.wallet, { terms, units: 0n });
    await found();
    const news = (await rows()).filter(({ address }) => !before.some((one) => one.address === address));
    expect(news).toMatchObject([{ signer: world.owner, is_portfolio: false }]);
  });
});

describe('cash is seen', () => {
  beforeAll(async () => {
    const { owner, policy } = world;
    const chosen = { owner, profile: 'balanced', policy, actor: 'operator', origin: null } as const;
    expect(await run((sql) => chooseCashProfile(sql, chosen))).toEqual({ ok: true, value: true });
    const [row] = await world.database.admin`select id::text from cash_owners`;
    ownerId = row?.['id'];
    await world.live(31);
  });

  it('as its chains say it, all of one block of each, by one call of the lens a chain', async () => {
    const calls: (string | null | undefined)[] = [];
    const counted = chains.map((one) => ({
      ...one,
      chain: new Proxy(one.chain, {
        get: (target, name, receiver) => {
          if (name !== 'call') return Reflect.get(target, name, receiver);
          return (args: Parameters<typeof target.call>[0]) => {
            calls.push(args.to);
            return target.call(args);
          };
        },
      }),
    }));
    const sight = await see(counted);
    expect(calls.filter((to) => world.sides.some(({ cash }) => cash.lens === to))).toHaveLength(2);
    const [first, second] = world.sides;
    expect(sight.snapshot).toMatchObject({ halted: false, anchor: [], leadE18: 0n });
    for (const [side, idleUnits] of [
      [first, FUNDS_UNITS],
      [second, 0n],
    ] as const) {
      const { timestamp, hash } = await side.client.getBlock();
      expect(chainIn(sight, side)).toMatchObject({
        ...{ idleUnits, lagging: false, paused: false, arriving: [], bridgeFeeBpsMax: 0 },
        ...{
          cooldownSeconds: CASH_GUARDS.aggressive.cooldownSeconds,
          minMoveBps: CASH_GUARDS.aggressive.minMoveBps,
        },
        vaults: side.vaults.map(({ address: vault, name }) => ({
          ...{ vault, name, heldUnits: 0n, givenUnits: 0n, fault: null, utilisationE18: null },
        })),
      });
      const account = sight.accounts.find(({ chainId }) => chainId === side.chainId);
      expect(account).toMatchObject({
        ...{ address: side.portfolio, owner: world.owner, signer: world.signer, blockHash: hash },
        ...{ blockSeconds: Number(timestamp), domain: side.cctp.domain },
      });
    }
    expect(chainIn(sight, first).costs?.depositUnits).toBeGreaterThan(0n);
    const [sibling] = chainIn(sight, first).siblings;
    expect(sibling?.chainId).toBe(second.chainId);
    const [vault] = chainIn(sight, first).vaults;
    expect(vault?.rates.dayE18).toBeGreaterThan(39n * 10n ** 15n);
    expect(vault?.rates.monthE18).toBeLessThan(41n * 10n ** 15n);
    expect(vault?.tvlWeekAgoUnits).toBeLessThan(vault?.tvlUnits ?? 0n);
    const { plan } = decideCash(sight.snapshot, world.policy);
    expect(plan.kind).toBe('move');
  });

  it('without a chain that is down: it lags with what was seen last, and the others are as they were', async () => {
    const before = await see();
    const looked = (snapshot: string) => world.database.admin`
      insert into cash_decisions (owner_id, snapshot, decision, policy, cash_version, kind, reason, value_units, decided_at_seconds)
      values (${ownerId}, ${snapshot}::text::jsonb, '{}', '{}', 'x', 'stay', 'halted', 0, 1)`;
    await looked('{}');
    const nowhere = chainsOfFile(
      (world.env['CHAINS'] ?? '').replace(world.sides[1].rpcUrl, 'http://127.0.0.1:9'),
    );
    if (!nowhere.ok) throw new Error(nowhere.error.message);
    const dead = [...serveChains(nowhere.value, log).values()][1];
    if (dead === undefined) throw new Error('no chain');
    const sight = await see(servedAs(1, { chain: dead.chain, isRight: dead.isRight }));
    expect(chainIn(sight, world.sides[1])).toMatchObject({ lagging: true, costs: null, vaults: [] });
    expect(chainIn(sight, world.sides[0])).toEqual({ ...chainIn(before, world.sides[0]) });
    expect(sight.accounts.map(({ chainId }) => chainId)).toEqual([world.sides[0].chainId]);
    await looked(JSON.stringify(encodeCashSnapshot(before.snapshot)));
    const again = await see(servedAs(1, { chain: dead.chain, isRight: dead.isRight }));
    const known = { ...chainIn(before, world.sides[1]), lagging: true };
    expect(chainIn(again, world.sides[1])).toEqual(known);
    await world.database.admin`delete from cash_decisions`;
  });

  it('without costs where the native coin has no price, and then nothing is moved there', async () => {
    const [served] = chains;
    if (served === undefined) throw new Error('no chain');
    const sight = await see(servedAs(0, { facts: { ...served.facts, feeds: [] } }));
    expect(chainIn(sight, world.sides[0]).costs).toBeNull();
    const { plan } = decideCash(
      { ...sight.snapshot, chains: [chainIn(sight, world.sides[0])] },
      world.policy,
    );
    expect(plan).toMatchObject({ kind: 'stay', stay: { reason: 'gas-unpriced' } });
  });

  it('with what a chain charges for the bytes of a move, and without costs where nobody tells that', async () => {
    const [served] = chains;
    const [first] = world.sides;
    if (served === undefined) throw new Error('no chain');
    const unitsOf = async (): Promise<bigint | null> => {
      const sight = await see(servedAs(0, { facts: { ...served.facts, dataFeeOracle: ORACLE } }));
      return chainIn(sight, first).costs?.mintUnits ?? null;
    };
    expect(await unitsOf()).toBeNull();
    await first.rpc('anvil_setCode', [ORACLE, A_GWEI_A_BYTE]);
    const dear = await unitsOf();
    await first.rpc('anvil_setCode', [ORACLE, A_MILLION_GWEI_A_BYTE]);
    const dearer = await unitsOf();
    await first.rpc('anvil_setCode', [ORACLE, '0x']);
    if (dear === null || dearer === null) throw new Error('no costs');
    // 999,999 gwei more for each of 1,400 bytes are 1.4 coins less a millionth.
    const told = await readGasTold(served);
    if (!told.ok) throw new Error(told.error.message);
    const coins = mulDivUp(1_400n * 999_999n * 10n ** 9n, told.value.nativeUsdE18, 10n ** 30n);
    expect(dearer - dear).toBeGreaterThan((coins * 9n) / 10n);
    expect(dearer - dear).toBeLessThan((coins * 11n) / 10n);
  });

  it('with the fault of a vault that answers nothing any more, which takes nothing from its neighbour', async () => {
    const [first] = world.sides;
    const [broken, other] = first.vaults;
    if (broken === undefined || other === undefined) throw new Error('no vaults');
    const before = chainIn(await see(), first);
    await first.breakVault(broken.address, 'unreadable');
    await first.breakVault(other.address, 'below-mark');
    const { vaults } = chainIn(await see(), first);
    expect(vaults.map(({ fault, heldUnits }) => [fault, heldUnits])).toEqual([
      ['unreadable', 0n],
      ['below-mark', 0n],
    ]);
    expect(before.vaults.map(({ fault }) => fault)).toEqual([null, null]);
    expect(vaults[0]?.tvlUnits).toBeNull();
  });

  it('no more once its owner has named another key, or the chain has it no more', async () => {
    const [, second] = world.sides;
    await second.rpc('anvil_setCode', [second.portfolio, '0x']);
    expect(chainIn(await see(), second)).toMatchObject({ lagging: true });
    expect((await see()).snapshot.chains.map(({ chainId }) => chainId)).toEqual([world.sides[0].chainId]);
  });
});
