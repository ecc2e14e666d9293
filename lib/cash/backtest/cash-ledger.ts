import { bpsOfDown, E18, larger, mulDivDown, mulDivUp, smaller } from '../../money/fixed-point.ts';
import { DAY_SECONDS } from '../../time/utc.ts';
import type { CashMove } from '../cash-decision.ts';
import type { ArrivingUsdc, MoveCosts } from '../cash-snapshot.ts';
import { vaultKeyOf } from '../vault-outlook.ts';

/** The contract's rules of a back-test, one set for every chain (docs/decisions/0080). */
export type CashRules = {
  readonly lossBpsPerDay: number;
  readonly turnoverBpsPerDay: number;
  readonly bridgeBpsPerDay: number;
  readonly minMoveBps: number;
  readonly cooldownSeconds: number;
  readonly bridgeFeeBpsMax: number;
  readonly costs: (chainId: number) => MoveCosts;
};

type Levels = { loss: bigint; turnover: bigint; bridge: bigint; settledAtSeconds: number };

type LedgerChain = {
  idleUnits: bigint;
  arriving: ArrivingUsdc[];
  readonly levels: Levels;
  lastBridgedAtSeconds: number | null;
};

type LedgerVault = {
  units: bigint;
  givenUnits: bigint;
  lastDepositedAtSeconds: number | null;
  lastRedeemedAtSeconds: number | null;
};

/** What one simulated owner holds; changed in place, and by nobody but its own run. */
export type CashLedger = {
  readonly rules: CashRules;
  readonly chains: ReadonlyMap<number, LedgerChain>;
  readonly vaults: ReadonlyMap<string, LedgerVault>;
  costUnits: bigint;
  moves: number;
  refused: number;
};

/** A transfer of standard finality arrives so long after its burn. */
export const ARRIVES_AFTER_SECONDS = 3_600;

export const openLedger = (
  rules: CashRules,
  keys: readonly { readonly chainId: number; readonly vault: string }[],
  start: { readonly chainId: number; readonly units: bigint; readonly nowSeconds: number },
): CashLedger => ({
  rules,
  chains: new Map(
    [...new Set(keys.map(({ chainId }) => chainId))].map((chainId) => [
      chainId,
      {
        idleUnits: chainId === start.chainId ? start.units : 0n,
        arriving: [],
        levels: { loss: 0n, turnover: 0n, bridge: 0n, settledAtSeconds: start.nowSeconds },
        lastBridgedAtSeconds: null,
      },
    ]),
  ),
  vaults: new Map(
    keys.map(({ chainId, vault }) => [
      vaultKeyOf(chainId, vault),
      { units: 0n, givenUnits: 0n, lastDepositedAtSeconds: null, lastRedeemedAtSeconds: null },
    ]),
  ),
  costUnits: 0n,
  moves: 0,
  refused: 0,
});

const chainUnits = ({ chains, vaults }: CashLedger, chainId: number): bigint => {
  let sum = chains.get(chainId)?.idleUnits ?? 0n;
  for (const [key, { units }] of vaults) if (key.startsWith(`${chainId}:`)) sum += units;
  return sum;
};

/** All that is held, with what is on its way. */
export const ledgerUnits = (ledger: CashLedger): bigint => {
  let sum = 0n;
  for (const [chainId, { arriving }] of ledger.chains) {
    sum += chainUnits(ledger, chainId);
    for (const { units } of arriving) sum += units;
  }
  return sum;
};

/** Half of a day's limit is the capacity, the other half comes back over the day. */
const capacityE18 = (bpsPerDay: number): bigint => (BigInt(bpsPerDay) * E18) / 20_000n;

const settle = (levels: Levels, rules: CashRules, nowSeconds: number): void => {
  const passed = BigInt(Math.max(nowSeconds - levels.settledAtSeconds, 0));
  const less = (level: bigint, bpsPerDay: number): bigint =>
    larger(level - (capacityE18(bpsPerDay) * passed) / BigInt(DAY_SECONDS), 0n);
  levels.loss = less(levels.loss, rules.lossBpsPerDay);
  levels.turnover = less(levels.turnover, rules.turnoverBpsPerDay);
  levels.bridge = less(levels.bridge, rules.bridgeBpsPerDay);
  levels.settledAtSeconds = nowSeconds;
};

/** What the buckets of a chain's contract still let through, as fractions of its value. */
export const bucketsLeft = ({ chains, rules }: CashLedger, chainId: number, nowSeconds: number) => {
  const levels = chains.get(chainId)?.levels;
  if (levels === undefined) return { lossLeftE18: 0n, turnoverLeftE18: 0n, bridgeLeftE18: 0n };
  settle(levels, rules, nowSeconds);
  return {
    lossLeftE18: capacityE18(rules.lossBpsPerDay) - levels.loss,
    turnoverLeftE18: capacityE18(rules.turnoverBpsPerDay) - levels.turnover,
    bridgeLeftE18: capacityE18(rules.bridgeBpsPerDay) - levels.bridge,
  };
};

/** Money on its way that is due has arrived. @returns whether any has. */
export const receive = ({ chains }: CashLedger, nowSeconds: number): boolean => {
  let hasArrived = false;
  for (const chain of chains.values()) {
    const due = chain.arriving.filter(({ dueAtSeconds }) => dueAtSeconds <= nowSeconds);
    if (due.length === 0) continue;
    hasArrived = true;
    chain.idleUnits += due.reduce((sum, { units }) => sum + units, 0n);
    chain.arriving = chain.arriving.filter(({ dueAtSeconds }) => dueAtSeconds > nowSeconds);
  }
  return hasArrived;
};

type Act = { readonly move: CashMove; readonly chain: LedgerChain; readonly valueUnits: bigint };

const isCool = (since: number | null, { cooldownSeconds }: CashRules, nowSeconds: number): boolean =>
  since === null || nowSeconds - since >= cooldownSeconds;

/** Charges a fraction of the value, up; false when the bucket has no room for it. */
const charge = (
  levels: Levels,
  bucket: 'loss' | 'turnover' | 'bridge',
  {
    units,
    valueUnits,
    bpsPerDay,
  }: { readonly units: bigint; readonly valueUnits: bigint; readonly bpsPerDay: number },
): boolean => {
  const fraction = mulDivUp(units, E18, valueUnits);
  if (levels[bucket] + fraction > capacityE18(bpsPerDay)) return false;
  levels[bucket] += fraction;
  return true;
};

const redeem = (ledger: CashLedger, { move, chain, valueUnits }: Act, nowSeconds: number): boolean => {
  if (move.kind !== 'redeem') return false;
  const vault = ledger.vaults.get(vaultKeyOf(move.chainId, move.vault));
  const { rules } = ledger;
  if (
    vault === undefined ||
    vault.units < move.units ||
    !isCool(vault.lastDepositedAtSeconds, rules, nowSeconds)
  )
    return false;
  const bpsPerDay = rules.turnoverBpsPerDay;
  if (!charge(chain.levels, 'turnover', { units: move.units, valueUnits, bpsPerDay })) return false;
  vault.units -= move.units;
  vault.givenUnits = larger(vault.givenUnits - move.units, 0n);
  vault.lastRedeemedAtSeconds = nowSeconds;
  chain.idleUnits += move.units;
  return true;
};

const deposit = (ledger: CashLedger, { move, chain, valueUnits }: Act, nowSeconds: number): boolean => {
  if (move.kind !== 'deposit') return false;
  const vault = ledger.vaults.get(vaultKeyOf(move.chainId, move.vault));
  const units = smaller(move.units, chain.idleUnits);
  const { rules } = ledger;
  if (vault === undefined || units <= 0n || !isCool(vault.lastRedeemedAtSeconds, rules, nowSeconds))
    return false;
  const bpsPerDay = rules.turnoverBpsPerDay;
  if (!charge(chain.levels, 'turnover', { units, valueUnits, bpsPerDay })) return false;
  vault.units += units;
  vault.givenUnits += units;
  vault.lastDepositedAtSeconds = nowSeconds;
  chain.idleUnits -= units;
  return true;
};

const bridge = (ledger: CashLedger, { move, chain, valueUnits }: Act, nowSeconds: number): boolean => {
  if (move.kind !== 'bridge') return false;
  const { rules } = ledger;
  const target = ledger.chains.get(move.toChainId);
  const units = smaller(move.units, chain.idleUnits);
  if (target === undefined || units < 10_000_000n || !isCool(chain.lastBridgedAtSeconds, rules, nowSeconds))
    return false;
  const bpsPerDay = rules.bridgeBpsPerDay;
  if (!charge(chain.levels, 'bridge', { units, valueUnits, bpsPerDay })) return false;
  const feeUnits = mulDivUp(units, BigInt(rules.bridgeFeeBpsMax), 10_000n);
  charge(chain.levels, 'loss', { units: feeUnits, valueUnits, bpsPerDay: rules.lossBpsPerDay });
  chain.idleUnits -= units;
  chain.lastBridgedAtSeconds = nowSeconds;
  ledger.costUnits += feeUnits;
  target.arriving.push({ units: units - feeUnits, dueAtSeconds: nowSeconds + ARRIVES_AFTER_SECONDS });
  return true;
};

const gasOf = ({ rules }: CashLedger, move: CashMove): bigint => {
  const costs = rules.costs(move.chainId);
  if (move.kind === 'bridge') return costs.burnUnits + rules.costs(move.toChainId).mintUnits;
  return move.kind === 'redeem' ? costs.redeemUnits : costs.depositUnits;
};

/** Gas is paid beside; here it is taken from what is on hand, else from what was just moved, so that every figure is net of it. */
const payGas = (ledger: CashLedger, { move, chain }: Act): void => {
  let due = gasOf(ledger, move);
  ledger.costUnits += due;
  const paid = smaller(due, chain.idleUnits);
  chain.idleUnits -= paid;
  due -= paid;
  for (const [key, vault] of ledger.vaults) {
    if (due === 0n) return;
    if (!key.startsWith(`${move.chainId}:`)) continue;
    const part = smaller(due, vault.units);
    vault.units -= part;
    due -= part;
  }
  const sent = move.kind === 'bridge' ? ledger.chains.get(move.toChainId)?.arriving : undefined;
  const last = sent?.at(-1);
  if (sent !== undefined && last !== undefined && due > 0n)
    sent[sent.length - 1] = { ...last, units: larger(last.units - due, 0n) };
};

/** Carries out a plan as the contracts would: what breaks a rule of theirs is refused, and costs nothing. */
export const carryOut = (ledger: CashLedger, moves: readonly CashMove[], nowSeconds: number): void => {
  for (const move of moves) {
    const chain = ledger.chains.get(move.chainId);
    if (chain === undefined) continue;
    settle(chain.levels, ledger.rules, nowSeconds);
    const valueUnits = chainUnits(ledger, move.chainId);
    const act = { move, chain, valueUnits };
    const isLarge = move.units >= bpsOfDown(valueUnits, ledger.rules.minMoveBps);
    const isDone =
      valueUnits > 0n &&
      isLarge &&
      (redeem(ledger, act, nowSeconds) ||
        deposit(ledger, act, nowSeconds) ||
        bridge(ledger, act, nowSeconds));
    if (!isDone) {
      ledger.refused += 1;
      continue;
    }
    ledger.moves += 1;
    payGas(ledger, act);
  }
};

/** A share of the value in 18 decimals by which one is ahead of another. */
export const leadE18 = (ours: bigint, theirs: bigint): bigint =>
  theirs === 0n
    ? 0n
    : ours >= theirs
      ? mulDivDown(ours - theirs, E18, theirs)
      : -mulDivUp(theirs - ours, E18, theirs);
