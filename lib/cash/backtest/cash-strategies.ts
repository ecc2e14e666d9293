import { bpsOfDown, larger } from '../../money/fixed-point.ts';
import { DAY_SECONDS } from '../../time/utc.ts';
import type { CashMove } from '../cash-decision.ts';
import type { CashPolicy } from '../cash-policy.ts';
import type { CashSnapshot } from '../cash-snapshot.ts';
import { decideCash } from '../decide-cash.ts';

/** What a strategy is given: the snapshot that a live look would have, and what is promised, which ours doesn't go by. */
export type StrategyLook = {
  readonly snapshot: CashSnapshot;
  /** By chain and vault, told rewards included. */
  readonly promised: ReadonlyMap<string, bigint>;
  readonly startSeconds: number;
};

export type CashStrategy = {
  readonly name: string;
  readonly moves: (look: StrategyLook) => readonly CashMove[];
};

const isDue = ({ snapshot, startSeconds }: StrategyLook, everySeconds: number): boolean =>
  everySeconds <= DAY_SECONDS || (snapshot.nowSeconds - startSeconds) % everySeconds === 0;

/** The decision of this project, at the policy's own pace; what has arrived is placed at once. */
export const ours = (name: string, policy: CashPolicy): CashStrategy => ({
  name,
  moves: (look) => {
    const isArrival = look.snapshot.chains.some(({ idleUnits }) => idleUnits > policy.minMoveUnits);
    if (!isDue(look, policy.lookEverySeconds) && !isArrival) return [];
    const { plan } = decideCash(look.snapshot, policy);
    return plan.kind === 'move' ? plan.moves : [];
  },
});

/** The same policy that never leaves its anchor: the best venue of the thirty days before, under the same limits and at the same entry cost. */
export const staying = (name: string, policy: CashPolicy): CashStrategy => {
  const neverAway = { ...policy, trialShareBps: 0, provenLeadBps: 10_000 };
  return ours(name, neverAway);
};

/** Leaves all where it was paid in. */
export const ON_HAND: CashStrategy = { name: 'USDC on hand', moves: () => [] };

type Target = { readonly chainId: number; readonly vault: string; readonly shareBps: number };

const allUnits = ({ chains }: CashSnapshot): bigint =>
  chains.reduce(
    (sum, { idleUnits, arriving, vaults }) =>
      sum +
      idleUnits +
      arriving.reduce((so, { units }) => so + units, 0n) +
      vaults.reduce((so, { heldUnits }) => so + heldUnits, 0n),
    0n,
  );

/** Moves towards shares as fast as the contracts let it, whatever it costs; differences of less than `driftBps` stay. */
const towards = (
  snapshot: CashSnapshot,
  targets: readonly Target[],
  driftBps: number,
): readonly CashMove[] => {
  const whole = allUnits(snapshot);
  const least = larger(bpsOfDown(whole, driftBps), 10_000_000n);
  const wantedOf = (chainId: number, vault: string): bigint => {
    const target = targets.find((one) => one.chainId === chainId && one.vault === vault);
    return bpsOfDown(whole, target?.shareBps ?? 0);
  };
  return snapshot.chains.flatMap((chain) => {
    const { chainId } = chain;
    let idle = chain.idleUnits;
    const redeems: CashMove[] = [];
    for (const { vault, heldUnits } of chain.vaults) {
      const over = heldUnits - wantedOf(chainId, vault);
      if (over < least) continue;
      redeems.push({ kind: 'redeem', chainId, vault, units: over });
      idle += over;
    }
    const deposits: CashMove[] = [];
    for (const { vault, heldUnits } of chain.vaults) {
      const under = wantedOf(chainId, vault) - heldUnits;
      const units = under < idle ? under : idle;
      if (under < least || units < 10_000_000n) continue;
      deposits.push({ kind: 'deposit', chainId, vault, units });
      idle -= units;
    }
    const bridges = idle < least ? [] : bridgeTo(snapshot, targets, { chainId, idle, whole });
    return [...redeems, ...deposits, ...bridges];
  });
};

const bridgeTo = (
  snapshot: CashSnapshot,
  targets: readonly Target[],
  { chainId, idle, whole }: { readonly chainId: number; readonly idle: bigint; readonly whole: bigint },
): readonly CashMove[] => {
  const here = snapshot.chains.find((chain) => chain.chainId === chainId);
  const value = (here?.vaults ?? []).reduce((sum, { heldUnits }) => sum + heldUnits, here?.idleUnits ?? 0n);
  const room = ((here?.bridgeLeftE18 ?? 0n) * value) / 10n ** 18n;
  for (const other of snapshot.chains) {
    if (other.chainId === chainId) continue;
    const wanted = targets
      .filter((one) => one.chainId === other.chainId)
      .reduce((sum, { shareBps }) => sum + bpsOfDown(whole, shareBps), 0n);
    const there =
      other.vaults.reduce((sum, { heldUnits }) => sum + heldUnits, other.idleUnits) +
      other.arriving.reduce((sum, { units }) => sum + units, 0n);
    const units = [wanted - there, idle, room].reduce((one, next) => (next < one ? next : one));
    if (units >= 10_000_000n) return [{ kind: 'bridge', chainId, toChainId: other.chainId, units }];
  }
  return [];
};

const bestPromised = ({ snapshot, promised }: StrategyLook, chainId: number | null): Target | null => {
  let best: { readonly target: Target; readonly rate: bigint } | null = null;
  for (const chain of snapshot.chains) {
    if (chainId !== null && chain.chainId !== chainId) continue;
    for (const { vault } of chain.vaults) {
      const rate = promised.get(`${chain.chainId}:${vault}`) ?? -1n;
      if (best === null || rate > best.rate)
        best = { target: { chainId: chain.chainId, vault, shareBps: 10_000 }, rate };
    }
  }
  return best?.target ?? null;
};

/** All of it where most is promised today. */
export const CHASER: CashStrategy = {
  name: 'highest promised APY, every day',
  moves: (look) => {
    const target = bestPromised(look, null);
    return target === null ? [] : towards(look.snapshot, [target], 0);
  },
};

/** The source design's profiles as they stood there: fixed shares by chain, on each what promises most, evened out at a drift of 5 %. */
export const fixedProfile = (name: string, { chainCaps, lookEverySeconds }: CashPolicy): CashStrategy => ({
  name,
  moves: (look) => {
    const hasIdle = look.snapshot.chains.some(({ idleUnits }) => idleUnits >= 10_000_000n);
    if (!isDue(look, lookEverySeconds) && !hasIdle) return [];
    const targets = chainCaps.flatMap(({ chainId, capBps }) => {
      const target = bestPromised(look, chainId);
      return target === null ? [] : [{ ...target, shareBps: capBps }];
    });
    return towards(look.snapshot, targets, 500);
  },
});
