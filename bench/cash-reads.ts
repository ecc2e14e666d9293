import { type Address, type createPublicClient, erc20Abi, erc4626Abi } from 'viem';
import { cashPortfolioAbi } from '../lib/abi/cash-portfolio-abi.ts';
import type { CashSight } from '../lib/cash/cash-sight.ts';
import { decideCash } from '../lib/cash/decide-cash.ts';
import { knownVault } from '../lib/cash/known-vault.ts';
import { type CashChainParts, seeCash } from '../services/wire/cash/see-cash.ts';
import { readVaultHistories } from '../services/wire/cash/vault-histories.ts';
import { atLeast, atMost, type Benchmark, type Measurement } from './benchmark.ts';
import { CHAINS, OWNERS, type ReadsWorld, startReadsWorld, VENUES } from './cash/reads-world.ts';

/** The first meets cold code and empty caches. */
const RUNS = 3;
/** Owners that the loop is given. */
const LOOPS = { near: 4, far: 1 } as const;
const FAR_MS = 20;

type Planned = {
  readonly seconds: number;
  readonly lensCalls: number;
  readonly sights: readonly CashSight[];
};

/** The chains with every call of a lens counted. */
const counted = (parts: readonly CashChainParts[], count: () => void): readonly CashChainParts[] =>
  parts.map(({ served, ring }) => ({
    ring,
    served: {
      ...served,
      chain: new Proxy(served.chain, {
        get: (target, name, receiver) => {
          if (name !== 'call') return Reflect.get(target, name, receiver);
          return (args: Parameters<typeof target.call>[0]) => {
            if (args.to === served.cash?.lens) count();
            return target.call(args);
          };
        },
      }),
    },
  }));

/** All owners seen and decided on, as a tick does it. */
const planAll = async (world: ReadsWorld, parts: readonly CashChainParts[]): Promise<Planned> => {
  const { run, log, due, policy } = world;
  let lensCalls = 0;
  const watched = counted(parts, () => {
    lensCalls += 1;
  });
  const fees = async () => new Map<number, number>();
  const startMs = performance.now();
  const seen = await seeCash({ run, log, api: null, fees, timeIsUp: () => false, parts: watched }, due);
  if (!seen.ok) throw new Error(seen.error.message);
  const sights = [...seen.value.values()].flatMap((sight) => (sight.ok ? [sight.value] : []));
  const plans = sights.map(({ snapshot }) => decideCash(snapshot, policy).plan.kind);
  const seconds = (performance.now() - startMs) / 1_000;
  const isWhole =
    sights.length === OWNERS &&
    sights.every(({ accounts, snapshot }) => accounts.length === CHAINS && snapshot.chains.length === CHAINS);
  if (!isWhole || plans.some((kind) => kind !== 'move')) throw new Error('not all owners were planned for');
  return { seconds, lensCalls, sights };
};

const bestPlan = async (world: ReadsWorld, parts: readonly CashChainParts[]): Promise<Planned> => {
  let best = await planAll(world, parts);
  for (let run = 1; run < RUNS; run += 1) {
    const again = await planAll(world, parts);
    if (again.seconds < best.seconds) best = again;
  }
  return best;
};

const GETTERS = ['paused', 'generation', 'guard', 'budgets', 'siblings', 'authorizedSigner'] as const;

/** What most programs do: one portfolio after the other, a read for each thing that is to be known, and each venue by itself. */
const loopOver = async (
  world: ReadsWorld,
  parts: readonly CashChainParts[],
  sights: readonly CashSight[],
): Promise<number> => {
  const clients = parts.map(({ served }) => served.chain);
  const startMs = performance.now();
  for (const { snapshot, accounts } of sights) {
    for (const [index, end] of world.ends.entries()) {
      const chain = clients[index];
      const portfolio = accounts.find(({ chainId }) => chainId === end.chainId)?.address;
      if (chain === undefined || portfolio === undefined) throw new Error('no portfolio');
      const usdc = { abi: erc20Abi, address: end.cctp.usdc, functionName: 'balanceOf' } as const;
      await chain.readContract({ ...usdc, args: [portfolio] });
      for (const functionName of GETTERS)
        await chain.readContract({ abi: cashPortfolioAbi, address: portfolio, functionName });
      for (const { address } of end.vaults) await readVenue(chain, address, portfolio);
      for (const { address } of end.vaults) await readRates(world, end.chainId, address);
    }
    decideCash(snapshot, world.policy);
  }
  return (performance.now() - startMs) / 1_000;
};

type Client = ReturnType<typeof createPublicClient>;

const readVenue = async (
  chain: Pick<Client, 'readContract'>,
  address: Address,
  portfolio: Address,
): Promise<void> => {
  const venue = { abi: erc4626Abi, address } as const;
  const shares = await chain.readContract({ ...venue, functionName: 'balanceOf', args: [portfolio] });
  await chain.readContract({ ...venue, functionName: 'convertToAssets', args: [shares] });
  await chain.readContract({ ...venue, functionName: 'totalAssets' });
};

/** What is stored of a venue, by itself. */
const readRates = async ({ run }: ReadsWorld, chainId: number, vault: Address): Promise<void> => {
  const place = { chainId, vault, llamaPool: null };
  const history = await run((sql) => readVaultHistories(sql, [place]));
  if (!history.ok) throw new Error(history.error.message);
  knownVault(history.value(place), Math.floor(Date.now() / 1_000));
};

const compare = async (
  world: ReadsWorld,
  milliseconds: number,
  loops: number,
): Promise<{ readonly ours: Planned; readonly each: number }> => {
  const parts = await world.partsAt(milliseconds);
  const ours = await bestPlan(world, parts);
  const seconds = await loopOver(world, parts, ours.sights.slice(0, loops));
  return { ours, each: seconds / loops };
};

const faster = (
  what: string,
  { ours, each }: { readonly ours: Planned; readonly each: number },
  loops: number,
): Measurement =>
  atLeast(what, (each * OWNERS) / ours.seconds, {
    ...{ goal: 50, unit: '×' },
    detail: `${ours.seconds.toFixed(2)} s for ${OWNERS} owners, against ${each.toFixed(2)} s an owner (of ${loops})`,
  });

const run = async (): Promise<readonly Measurement[]> => {
  const world = await startReadsWorld();
  try {
    const near = await compare(world, 0, LOOPS.near);
    const far = await compare(world, FAR_MS, LOOPS.far);
    const detail = `${OWNERS} owners with a portfolio on each of ${CHAINS} chains, ${VENUES} venues a chain, 8 in each portfolio`;
    return [
      atMost('read calls a chain and pass', near.ours.lensCalls / CHAINS, {
        ...{ goal: 1, unit: 'calls', detail },
      }),
      faster('plan of all, beside a loop that reads each venue by itself', near, LOOPS.near),
      faster(`the same with nodes ${FAR_MS} ms away`, far, LOOPS.far),
    ];
  } finally {
    await world.stop();
  }
};

/** How owners' cash is read and planned for over all chains, beside one question after the other; on real nodes. */
export const cashReadsBenchmark: Benchmark = { name: 'cash-reads', run };
