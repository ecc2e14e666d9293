import { DAY_SECONDS } from '../../time/utc.ts';
import { type CashPolicy, USDC } from '../cash-policy.ts';
import type { AnchorShare, CashChain, CashSnapshot } from '../cash-snapshot.ts';
import { chooseAnchor } from '../choose-anchor.ts';
import { vaultKeyOf } from '../vault-outlook.ts';
import {
  ARRIVES_AFTER_SECONDS,
  bucketsLeft,
  type CashLedger,
  type CashRules,
  carryOut,
  leadE18,
  ledgerUnits,
  openLedger,
  receive,
} from './cash-ledger.ts';
import type { CashStrategy } from './cash-strategies.ts';
import { grownUnits, type RateWorld, withOurs } from './rate-world.ts';

/** One span of days of one world, and who starts with how much. */
export type CashWindow = {
  readonly world: RateWorld;
  readonly fromDay: number;
  readonly days: number;
  readonly startUnits: bigint;
  readonly policy: CashPolicy;
  readonly rules: CashRules;
};

/** What became of one strategy. */
export type CashRun = {
  readonly name: string;
  readonly endUnits: bigint;
  readonly costUnits: bigint;
  readonly moves: number;
  readonly refused: number;
};

const CHAIN_NAMES: Readonly<Record<number, string>> = { 1: 'Ethereum', 8453: 'Base', 42161: 'Arbitrum' };
const SIBLING_SECONDS = 90 * DAY_SECONDS;

/** One strategy's place in a window. */
type Seat = { readonly window: CashWindow; readonly ledger: CashLedger };

type Moment = { readonly day: number; readonly nowSeconds: number };

const chainOf = ({ window, ledger }: Seat, chainId: number, { day, nowSeconds }: Moment): CashChain => {
  const { world, rules } = window;
  const own = ledger.chains.get(chainId);
  return {
    chainId,
    name: CHAIN_NAMES[chainId] ?? `chain ${chainId}`,
    idleUnits: own?.idleUnits ?? 0n,
    arriving: [...(own?.arriving ?? [])],
    paused: false,
    lagging: false,
    minMoveBps: rules.minMoveBps,
    cooldownSeconds: rules.cooldownSeconds,
    ...bucketsLeft(ledger, chainId, nowSeconds),
    bridgeFeeBpsMax: rules.bridgeFeeBpsMax,
    lastBridgedAtSeconds: own?.lastBridgedAtSeconds ?? null,
    siblings: [...ledger.chains.keys()]
      .filter((other) => other !== chainId)
      .map((other) => ({ chainId: other, openUntilSeconds: nowSeconds + SIBLING_SECONDS })),
    costs: rules.costs(chainId),
    vaults: world.vaults.flatMap((vault) => {
      if (vault.key.chainId !== chainId) return [];
      const held = ledger.vaults.get(vaultKeyOf(chainId, vault.key.vault));
      const seen = vault.seen[day];
      if (held === undefined || seen === undefined) return [];
      const { rates, tvlUnits, tvlWeekAgoUnits, utilisationE18 } = withOurs(vault, seen, held.units);
      return [
        {
          vault: vault.key.vault,
          name: vault.key.vault,
          heldUnits: held.units,
          givenUnits: held.givenUnits,
          capBps: 10_000,
          fault: null,
          tvlUnits,
          tvlWeekAgoUnits,
          utilisationE18,
          curve: vault.curve,
          redeemableUnits: null,
          rates,
          lastDepositedAtSeconds: held.lastDepositedAtSeconds,
          lastRedeemedAtSeconds: held.lastRedeemedAtSeconds,
        },
      ];
    }),
  };
};

const snapshotOf = (
  seat: Seat,
  moment: Moment,
  { anchor, lead }: { readonly anchor: readonly AnchorShare[]; readonly lead: bigint },
): CashSnapshot => ({
  nowSeconds: moment.nowSeconds,
  halted: false,
  chains: [...seat.ledger.chains.keys()].map((chainId) => chainOf(seat, chainId, moment)),
  anchor,
  leadE18: lead,
});

const grow = ({ window, ledger }: Seat, day: number, seconds: number): void => {
  for (const vault of window.world.vaults) {
    const held = ledger.vaults.get(vaultKeyOf(vault.key.chainId, vault.key.vault));
    const truth = vault.true[day];
    if (held !== undefined && truth !== undefined)
      held.units = grownUnits(vault, truth, { units: held.units, seconds });
  }
};

/**
 * Where a window's money is paid in, and where it would stay: chosen by what was known before it begins; where nothing may be gone into on its first
 * day, since sources are silent, by the last day before it on which something could.
 */
export const openingOf = (
  window: CashWindow,
): { readonly anchor: readonly AnchorShare[]; readonly chainId: number } => {
  const { world, fromDay, startUnits, policy, rules } = window;
  const keys = world.vaults.map(({ key }) => key);
  const first = keys[0]?.chainId ?? 0;
  let anchor: readonly AnchorShare[] = [];
  for (let day = fromDay; day >= 0 && anchor.length === 0; day -= 1) {
    const nowSeconds = world.startSeconds + day * DAY_SECONDS;
    const empty = openLedger(rules, keys, { chainId: first, units: startUnits, nowSeconds });
    const snapshot = snapshotOf({ window, ledger: empty }, { day, nowSeconds }, { anchor: [], lead: 0n });
    anchor = chooseAnchor(snapshot, policy, startUnits);
  }
  return { anchor, chainId: anchor[0]?.chainId ?? first };
};

/**
 * Runs strategies side by side over one window; the first is what "staying" means for the others. On each day a strategy looks, its moves
 * are carried out by the contracts' rules, and where money arrived it looks again; then the day passes as it really was.
 */
export const runCash = (window: CashWindow, strategies: readonly CashStrategy[]): readonly CashRun[] => {
  const { world, fromDay, days, startUnits, rules } = window;
  const { anchor, chainId } = openingOf(window);
  const keys = world.vaults.map(({ key }) => key);
  const startSeconds = world.startSeconds + fromDay * DAY_SECONDS;
  const start = { chainId, units: startUnits, nowSeconds: startSeconds };
  const runs = strategies.map((strategy) => ({ strategy, ledger: openLedger(rules, keys, start) }));
  for (let day = fromDay; day < fromDay + days; day += 1) {
    const nowSeconds = world.startSeconds + day * DAY_SECONDS;
    const promised = new Map(
      world.vaults.map(({ key, seen }) => [
        vaultKeyOf(key.chainId, key.vault),
        seen[day]?.promisedE18 ?? -1n,
      ]),
    );
    const look = ({ strategy, ledger }: (typeof runs)[number], at: number): void => {
      const base = runs[0]?.ledger;
      const lead = base === undefined ? 0n : leadE18(ledgerUnits(ledger), ledgerUnits(base));
      const snapshot = snapshotOf({ window, ledger }, { day, nowSeconds: at }, { anchor, lead });
      carryOut(ledger, strategy.moves({ snapshot, promised, startSeconds }), at);
    };
    for (const { ledger } of runs) receive(ledger, nowSeconds);
    for (const run of runs) look(run, nowSeconds);
    for (const { ledger } of runs) grow({ window, ledger }, day, ARRIVES_AFTER_SECONDS);
    for (const run of runs)
      if (receive(run.ledger, nowSeconds + ARRIVES_AFTER_SECONDS))
        look(run, nowSeconds + ARRIVES_AFTER_SECONDS);
    for (const { ledger } of runs) grow({ window, ledger }, day, DAY_SECONDS - ARRIVES_AFTER_SECONDS);
  }
  return runs.map(({ strategy, ledger }) => ({
    name: strategy.name,
    endUnits: ledgerUnits(ledger),
    costUnits: ledger.costUnits,
    moves: ledger.moves,
    refused: ledger.refused,
  }));
};

/** Gas of a transaction in USDC: a main net's and a roll-up's. */
const usd = (cents: bigint): bigint => (cents * USDC) / 100n;
const MAIN_NET = {
  depositUnits: usd(200n),
  redeemUnits: usd(200n),
  burnUnits: usd(100n),
  mintUnits: usd(150n),
};
const ROLL_UP = { depositUnits: usd(5n), redeemUnits: usd(5n), burnUnits: usd(3n), mintUnits: usd(5n) };

/** The rules of a back-test's contracts. */
export const BACKTEST_RULES: CashRules = {
  lossBpsPerDay: 100,
  turnoverBpsPerDay: 40_000,
  bridgeBpsPerDay: 5_000,
  minMoveBps: 10,
  cooldownSeconds: ARRIVES_AFTER_SECONDS,
  bridgeFeeBpsMax: 0,
  costs: (chainId) => (chainId === 1 ? MAIN_NET : ROLL_UP),
};
