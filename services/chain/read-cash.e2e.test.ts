import { type Address, concatHex, encodeAbiParameters, type Hex, keccak256, parseAbi, toHex } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Anvil, startAnvil } from '../../e2e/support/anvil.ts';
import { creationCode } from '../../e2e/support/creation-code.ts';
import { CASH_GUARDS } from '../../lib/cash/cash-guards.ts';
import { createCashCall } from '../../lib/owner/cash-calls.ts';
import { type CashEnd, deployCashEnd } from '../../stack/cash/cash-end.ts';
import { createCash } from '../../stack/cash/open-cash.ts';
import { receiptOf } from '../../stack/chain/local-chain.ts';
import type { ChainClient } from './chain-client.ts';
import { cashFactoryKindOf, isCashLens } from './probe-node.ts';
import { type CashLensOptions, type CashQuestion, readCash } from './read-cash.ts';

const USDC = 1_000_000n;
const scripted = parseAbi([
  'function setReadable(bool readable, bool eats)',
  'function setLies(uint256 balance, uint256 said)',
  'function setRate(uint256 rate)',
]);

let anvil: Anvil;
let end: CashEnd;
let chain: ChainClient;
let portfolio: Address;
/** One that answers, one that reverts, one that eats its gas, one that lies. */
let vaults: readonly Address[];

const deployScripted = async (): Promise<Address> => {
  const args = encodeAbiParameters(
    [{ type: 'address' }, { type: 'uint8' }, { type: 'uint256' }],
    [end.cctp.usdc, 18, USDC],
  );
  const data = concatHex([creationCode('ScriptedVault'), args]);
  const hash = await end.deployer.walletClient.sendTransaction({ data });
  const { contractAddress } = await receiptOf(end.deployer.publicClient, hash);
  return `${contractAddress}`.toLowerCase() as Address;
};

const write = async (address: Address, functionName: string, args: readonly unknown[]): Promise<void> => {
  const hash = await end.deployer.walletClient.writeContract({
    address,
    abi: scripted,
    functionName,
    args,
  } as never);
  await receiptOf(end.deployer.publicClient, hash);
};

beforeAll(async () => {
  anvil = await startAnvil();
  const attesters = [`0x${'11'.repeat(20)}` as Address];
  end = await deployCashEnd({
    ...{ chainId: 31_337, rpcUrl: anvil.rpcUrl, name: 'One', domain: 0, attesters, threshold: 1 },
    vaults: [{ name: 'Sound', rateE18: 0n, units: 1_000n * USDC }],
  });
  chain = end.deployer.publicClient;
  const [sound] = end.vaults;
  vaults = [sound?.address ?? '0x', await deployScripted(), await deployScripted(), await deployScripted()];
  const signer = `0x${'22'.repeat(20)}` as Address;
  const listed = vaults.map((vault) => ({
    ...{ vault, capBps: 10_000, rateMinUnits: USDC / 2n, rateMaxUnits: 2n * USDC },
  }));
  const terms = { signer, guard: CASH_GUARDS.balanced, vaults: listed };
  const owned = await createCash(end, end.deployer, { terms, units: 500n * USDC });
  portfolio = owned.portfolio;
  const [, reverting, eating, lying] = vaults;
  await write(reverting ?? '0x', 'setReadable', [false, false]);
  await write(eating ?? '0x', 'setReadable', [false, true]);
  await write(lying ?? '0x', 'setRate', [2n ** 150n]);
});
afterAll(() => anvil?.stop());

const read = async (question: Partial<CashQuestion>, options: Partial<CashLensOptions> = {}) => {
  const blockNumber = await chain.getBlockNumber({ cacheTime: 0 });
  const asked = { portfolios: [portfolio], vaults, transmitter: end.cctp.messageTransmitter, nonces: [] };
  const answer = await readCash(
    { chain, blockNumber, lens: end.cash.lens, ...options },
    { ...asked, ...question },
  );
  if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`);
  return answer.value;
};

describe('a read of cash', () => {
  it('tells of vaults that revert, eat their gas or lie, each by itself, and of all others as they are', async () => {
    const { portfolios, vaults: venues, cost } = await read({});
    const [sound, reverting, eating, lying] = vaults.map((vault) => venues.get(vault));
    expect([sound?.totalAssets, sound?.decimals]).toEqual([1_000n * USDC, 18]);
    expect([reverting, eating]).toEqual([undefined, undefined]);
    expect(lying?.rate).toBe(2n ** 150n);
    const reading = portfolios.get(portfolio);
    expect(reading?.usdcHeld).toBe(500n * USDC);
    expect(reading?.vaults.map(({ state }) => state)).toEqual([0, 1, 1, 1]);
    expect(cost).toEqual({ requests: 1, splits: 0 });
  });

  it('is one without a lens on the chain as well, by its code at nobody’s address', async () => {
    const [deployed, placed] = [await read({}), await read({}, { lens: null })];
    expect(placed).toEqual(deployed);
  });

  it('leaves out what is no portfolio, and no vault, and finds unused nonces unused', async () => {
    const nobody = `0x${'33'.repeat(20)}` as Address;
    const found = await read({
      portfolios: [nobody, portfolio],
      vaults: [nobody],
      nonces: [hashOf(1), hashOf(2)],
    });
    expect([...found.portfolios.keys()]).toEqual([portfolio]);
    expect([found.vaults.size, found.usedNonces.size]).toEqual([0, 0]);
  });

  it('goes on in further calls where a node gives less gas than all would take, all of the same block', async () => {
    const many = await openMany(6);
    const whole = await read({ portfolios: many, vaults: [] });
    const asked: bigint[] = [];
    const poor = new Proxy(chain, {
      get: (target, name, receiver) => {
        if (name !== 'call') return Reflect.get(target, name, receiver);
        return (args: Parameters<typeof target.call>[0]) => {
          asked.push(args.blockNumber ?? 0n);
          return target.call({ ...args, gas: 11_300_000n });
        };
      },
    });
    const parts = await read({ portfolios: many, vaults: [] }, { chain: poor });
    expect(parts.portfolios).toEqual(whole.portfolios);
    expect(parts.cost.requests).toBeGreaterThan(1);
    expect(new Set(asked).size).toBe(1);
  });

  it('is of contracts whose code doctor knows', async () => {
    const { factory, lens } = end.cash;
    expect(await cashFactoryKindOf(chain, factory)).toEqual({ ok: true, value: 'factory' });
    expect(await cashFactoryKindOf(chain, end.balancer.factory)).toEqual({ ok: true, value: 'other-code' });
    expect(await cashFactoryKindOf(chain, portfolio.replace(/.$/, '0') as Address)).toMatchObject({
      ok: true,
    });
    expect([await isCashLens(chain, lens), await isCashLens(chain, factory)]).toEqual([
      { ok: true, value: true },
      { ok: true, value: false },
    ]);
  });
});

const hashOf = (n: number): Hex => keccak256(toHex(`read cash ${n}`));

/** Portfolios of the same owner by other salts, which list the sound vault alone. */
const openMany = async (count: number): Promise<readonly Address[]> => {
  const [vault] = vaults;
  const created: Address[] = [];
  for (let n = 1; n <= count; n += 1) {
    const listing = {
      vault: vault ?? '0x',
      capBps: 10_000,
      rateMinUnits: USDC / 2n,
      rateMaxUnits: 2n * USDC,
    };
    const terms = {
      signer: `0x${'22'.repeat(20)}` as Address,
      guard: CASH_GUARDS.balanced,
      vaults: [listing],
    };
    const { to, data } = createCashCall(end.cash.factory, {
      ...{ terms, salt: hashOf(n), usdc: end.cctp.usdc, units: 0n },
    });
    const hash = await end.deployer.walletClient.sendTransaction({ to, data });
    const { logs } = await receiptOf(end.deployer.publicClient, hash);
    const log = logs.find(({ address }) => address.toLowerCase() === end.cash.factory);
    created.push(`0x${log?.topics[1]?.slice(26)}`);
  }
  return created;
};
