import { env } from 'node:process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bpsOfDown, E18 } from '../money/fixed-point.ts';
import {
  decodeCashDecision,
  decodeCashPolicy,
  decodeCashSnapshot,
  encodeCashDecision,
  encodeCashPolicy,
  encodeCashSnapshot,
} from './cash-codec.ts';
import type { CashDecision, CashMove, CashShift } from './cash-decision.ts';
import { cashValueUnits, chainValueUnits } from './cash-holdings.ts';
import { type CashPolicy, USDC } from './cash-policy.ts';
import type { CashChain, CashSnapshot, CashVault } from './cash-snapshot.ts';
import { decideCash } from './decide-cash.ts';
import { explainCash } from './explain-cash.ts';
import { anyCash, anyCashPolicy } from './testing/cash-arbitraries.ts';
import { movesIn, NOW, shiftsIn } from './testing/cash-builders.ts';

const CASES = Number(env.PROPERTY_CASES ?? 2_000) / 5;

type Case = {
  readonly snapshot: CashSnapshot;
  readonly policy: CashPolicy;
  readonly decision: CashDecision;
  readonly moves: readonly CashMove[];
  readonly shifts: readonly CashShift[];
};

const holds = (check: (one: Case) => void): void => {
  fc.assert(
    fc.property(anyCash, anyCashPolicy, (snapshot, policy) => {
      const decision = decideCash(snapshot, policy);
      check({ snapshot, policy, decision, moves: movesIn(decision), shifts: shiftsIn(decision) });
    }),
    { numRuns: CASES },
  );
};

const chainIn = ({ chains }: CashSnapshot, chainId: number): CashChain => {
  const chain = chains.find((one) => one.chainId === chainId);
  if (chain === undefined) throw new Error(`no chain ${chainId}`);
  return chain;
};

const vaultIn = (snapshot: CashSnapshot, chainId: number, name: string | null): CashVault | null =>
  chainIn(snapshot, chainId).vaults.find(({ vault }) => vault === name) ?? null;

const sum = (values: readonly bigint[]): bigint => values.reduce((so, one) => so + one, 0n);

/** Of a kind on a chain, and of a vault where one is named. */
const moved = (moves: readonly CashMove[], kind: CashMove['kind'], chainId: number, vault?: string): bigint =>
  sum(
    moves.flatMap((move) =>
      move.kind === kind &&
      move.chainId === chainId &&
      (vault === undefined || ('vault' in move && move.vault === vault))
        ? [move.units]
        : [],
    ),
  );

/** What a vault holds of us when the plan is done. */
const heldAfter = ({ moves }: Case, chainId: number, { vault, heldUnits }: CashVault): bigint =>
  heldUnits + moved(moves, 'deposit', chainId, vault) - moved(moves, 'redeem', chainId, vault);

const idleAfter = ({ moves }: Case, { chainId, idleUnits }: CashChain): bigint =>
  idleUnits +
  moved(moves, 'redeem', chainId) -
  moved(moves, 'deposit', chainId) -
  moved(moves, 'bridge', chainId);

describe('a decision on any cash', () => {
  it('moves what is there, once, and takes nothing from anywhere else', () => {
    holds((one) => {
      for (const chain of one.snapshot.chains) {
        expect(idleAfter(one, chain)).toBeGreaterThanOrEqual(0n);
        for (const vault of chain.vaults) {
          const redeemed = moved(one.moves, 'redeem', chain.chainId, vault.vault);
          expect(redeemed).toBeLessThanOrEqual(vault.heldUnits);
          if (vault.redeemableUnits !== null) expect(redeemed).toBeLessThanOrEqual(vault.redeemableUnits);
          // It never takes from a vault and gives to it in one plan.
          if (redeemed > 0n) expect(moved(one.moves, 'deposit', chain.chainId, vault.vault)).toBe(0n);
        }
      }
    });
  });

  it('keeps every exposure within its limit, or does not raise it', () => {
    holds((one) => {
      const { snapshot, policy, moves } = one;
      const value = cashValueUnits(snapshot);
      for (const chain of snapshot.chains) {
        const { chainId } = chain;
        for (const vault of chain.vaults) {
          const after = heldAfter(one, chainId, vault);
          if (after <= vault.heldUnits) continue;
          expect(after).toBeLessThanOrEqual(bpsOfDown(value, policy.vaultCapBps));
          expect(after).toBeLessThanOrEqual(bpsOfDown(vault.tvlUnits ?? 0n, policy.marketShareBpsMax));
          const given = vault.givenUnits + after - vault.heldUnits;
          expect(given).toBeLessThanOrEqual(bpsOfDown(chainValueUnits(chain), vault.capBps));
        }
        const coming = sum(
          moves.flatMap((move) => (move.kind === 'bridge' && move.toChainId === chainId ? [move.units] : [])),
        );
        if (coming === 0n) continue;
        const before = sum([
          chain.idleUnits,
          ...chain.arriving.map(({ units }) => units),
          ...chain.vaults.map(({ heldUnits }) => heldUnits),
        ]);
        const left = moved(moves, 'bridge', chainId);
        const cap = policy.chainCaps.find((named) => named.chainId === chainId)?.capBps ?? 0;
        expect(before + coming - left).toBeLessThanOrEqual(bpsOfDown(value, cap));
      }
    });
  });

  it('stays within the budgets of every contract', () => {
    holds(({ snapshot, moves }) => {
      for (const chain of snapshot.chains) {
        const { chainId } = chain;
        const value = chainValueUnits(chain);
        const turned = moved(moves, 'deposit', chainId) + moved(moves, 'redeem', chainId);
        expect(turned * E18).toBeLessThanOrEqual(value * chain.turnoverLeftE18);
        const bridged = moved(moves, 'bridge', chainId);
        expect(bridged * E18).toBeLessThanOrEqual(value * chain.bridgeLeftE18);
        const fee = bridged * BigInt(chain.bridgeFeeBpsMax);
        expect(fee * E18).toBeLessThanOrEqual(value * chain.lossLeftE18 * 10_000n);
        expect(
          moves.filter((move) => move.kind === 'bridge' && move.chainId === chainId).length,
        ).toBeLessThanOrEqual(1);
      }
    });
  });

  it('bridges only where the way is open, and nothing while a transfer is overdue', () => {
    holds(({ snapshot, moves }) => {
      for (const move of moves) {
        if (move.kind !== 'bridge') continue;
        const chain = chainIn(snapshot, move.chainId);
        const sibling = chain.siblings.find(({ chainId }) => chainId === move.toChainId);
        expect(sibling?.openUntilSeconds ?? 0).toBeGreaterThan(NOW);
        expect(NOW - (chain.lastBridgedAtSeconds ?? 0)).toBeGreaterThanOrEqual(chain.cooldownSeconds);
        const due = snapshot.chains.flatMap(({ arriving }) =>
          arriving.map(({ dueAtSeconds }) => dueAtSeconds),
        );
        expect(Math.min(NOW, ...due)).toBe(NOW);
      }
    });
  });

  it('waits out every cooldown, and leaves chains alone that are paused or down', () => {
    holds(({ snapshot, moves }) => {
      for (const move of moves) {
        const chain = chainIn(snapshot, move.chainId);
        expect(chain.paused || chain.lagging || chain.costs === null).toBe(false);
        if (move.kind === 'bridge') {
          const there = chainIn(snapshot, move.toChainId);
          expect(there.paused || there.lagging || there.costs === null).toBe(false);
          continue;
        }
        const vault = vaultIn(snapshot, move.chainId, move.vault);
        const since = move.kind === 'deposit' ? vault?.lastRedeemedAtSeconds : vault?.lastDepositedAtSeconds;
        if (since !== null && since !== undefined)
          expect(NOW - since).toBeGreaterThanOrEqual(chain.cooldownSeconds);
      }
    });
  });

  it('puts nothing where a rate is missing, stale, negative, absurd or doubted, or the vault or its market is not well', () => {
    holds(({ snapshot, decision, shifts }) => {
      for (const { from, to } of shifts) {
        const verdict = decision.vaults.find((one) => one.chainId === to.chainId && one.vault === to.vault);
        // Only the way home is open into a market whose depositors leave or that is lent out: who stayed would be there.
        const isHome = snapshot.anchor.some((one) => one.chainId === to.chainId && one.vault === to.vault);
        const risks = isHome ? ['depositors-leaving', 'market-tight', 'market-too-small', null] : [null];
        expect(risks).toContain(verdict?.reason);
        const target = vaultIn(snapshot, to.chainId, to.vault);
        const rate = target?.rates.told?.rateE18 ?? -1n;
        expect(rate >= 0n && rate <= E18 / 2n).toBe(true);
        expect(rate <= (15n * E18) / 100n || (target?.rates.dayE18 ?? 0n) >= (15n * E18) / 100n).toBe(true);
        expect(target?.fault).toBeNull();
        if (!isHome) expect(verdict?.riskBps).toBeLessThanOrEqual(10_000);
        if (from.vault === null) continue;
        const source = vaultIn(snapshot, from.chainId, from.vault);
        expect(source?.fault).toBeNull();
        const left = source?.rates.told?.rateE18 ?? -1n;
        expect(left >= 0n && left <= E18 / 2n).toBe(true);
      }
    });
  });

  it('moves no little, and nothing whose gas and fees are more than their share of it', () => {
    holds(({ policy, snapshot, shifts }) => {
      for (const { kind, from, to, units, costUnits } of shifts) {
        const isCrossing = from.chainId !== to.chainId;
        expect(units).toBeGreaterThanOrEqual((isCrossing ? 100n : 10n) * USDC);
        expect(costUnits).toBeLessThanOrEqual(bpsOfDown(units, policy.costBpsMax));
        const source = chainIn(snapshot, from.chainId);
        const target = chainIn(snapshot, to.chainId);
        const way = (one: CashChain, other: CashChain): bigint =>
          sum([
            one.costs?.redeemUnits ?? 0n,
            other.costs?.depositUnits ?? 0n,
            isCrossing ? (one.costs?.burnUnits ?? 0n) + (other.costs?.mintUnits ?? 0n) : 0n,
          ]);
        const gas = way(source, target) - (from.vault === null ? (source.costs?.redeemUnits ?? 0n) : 0n);
        // Who leaves pays the way back too; across chains that goes in parts, and a lead may be spent on fewer.
        const eased = isCrossing ? 2n : 3n;
        const parts = snapshot.leadE18 > 0n ? eased : isCrossing ? 7n : 12n;
        const home = kind === 'away' ? way(target, source) * parts : 0n;
        expect(costUnits).toBeGreaterThanOrEqual(gas + home);
        expect(units * BigInt(policy.costBpsMax)).toBeGreaterThanOrEqual(gas * 10_000n);
      }
    });
  });

  it('moves for a gain alone: what it earns beyond its costs is what it must be', () => {
    holds(({ shifts, decision }) => {
      for (const { earnedUnits, costUnits, neededUnits } of shifts)
        expect(earnedUnits - costUnits).toBeGreaterThanOrEqual(neededUnits);
      if (shifts.length > 0) expect(decision.votes.every(({ vote }) => vote === 'move')).toBe(true);
      else
        expect(decision.votes.every(({ vote }) => vote === 'move') && decision.votes.length > 0).toBe(false);
    });
  });

  it('leaves the anchor no further than moves have earned', () => {
    holds((one) => {
      const { snapshot, policy, shifts } = one;
      if (!shifts.some(({ kind }) => kind === 'away')) return;
      const value = cashValueUnits(snapshot);
      const missing = sum(
        snapshot.anchor.map(({ chainId, vault, shareBps }) => {
          const anchor = vaultIn(snapshot, chainId, vault);
          const short = bpsOfDown(value, shareBps) - (anchor === null ? 0n : heldAfter(one, chainId, anchor));
          return short > 0n ? short : 0n;
        }),
      );
      const leadBps = (snapshot.leadE18 * 10_000n) / E18;
      const room = leadBps + BigInt(policy.shortfallBps);
      // By the least that a jump of the anchor is taken for, three tenths of the usual one.
      expect(missing * BigInt(policy.fullLeadBps) * 3n).toBeLessThanOrEqual(value * room * 10n);
      if (leadBps < BigInt(policy.provenLeadBps))
        expect(missing).toBeLessThanOrEqual(bpsOfDown(value, policy.trialShareBps));
    });
  });

  it('keeps its buffer on hand', () => {
    holds((one) => {
      const { snapshot, policy } = one;
      const before = sum(snapshot.chains.map(({ idleUnits }) => idleUnits));
      const after = sum(snapshot.chains.map((chain) => idleAfter(one, chain)));
      const buffer = bpsOfDown(cashValueUnits(snapshot), policy.bufferBps);
      expect(after).toBeGreaterThanOrEqual(before < buffer ? before : buffer);
    });
  });

  it('is the same whatever order chains and vaults are told in, and stops when all is halted', () => {
    holds(({ snapshot, policy, decision, moves }) => {
      const turned = {
        ...snapshot,
        chains: snapshot.chains
          .toReversed()
          .map((chain) => ({ ...chain, vaults: chain.vaults.toReversed() })),
      };
      expect(decideCash(turned, policy)).toEqual(decision);
      if (snapshot.halted) expect(moves).toEqual([]);
    });
  });

  it('is stored and read back whole, decided again from what was stored, and said in words', () => {
    holds(({ snapshot, policy, decision }) => {
      const stored: unknown = JSON.parse(JSON.stringify(encodeCashSnapshot(snapshot)));
      const read = decodeCashSnapshot(stored);
      expect(read).toEqual({ ok: true, value: snapshot });
      const rules = decodeCashPolicy(JSON.parse(JSON.stringify(encodeCashPolicy(policy))));
      expect(rules).toEqual({ ok: true, value: policy });
      if (read.ok && rules.ok) expect(decideCash(read.value, rules.value)).toEqual(decision);
      const decided: unknown = JSON.parse(JSON.stringify(encodeCashDecision(decision)));
      expect(decodeCashDecision(decided)).toEqual({ ok: true, value: decision });
      expect(explainCash(decision).sentence).toMatch(/^(Stay|Move)\b.*\. Next look .* UTC\.$/);
    });
  });

  it('names the field of a stored one that does not fit', () => {
    expect(decodeCashSnapshot({ codec: 1, nowSeconds: 'now' })).toMatchObject({
      ok: false,
      error: { code: 'snapshot-invalid' },
    });
    expect(decodeCashDecision({ codec: 9 })).toMatchObject({
      ok: false,
      error: { code: 'decision-invalid' },
    });
    expect(decodeCashPolicy({ codec: 1, lookEverySeconds: 0 })).toMatchObject({
      ok: false,
      error: { code: 'policy-invalid', message: expect.stringContaining('lookEverySeconds') },
    });
  });

  it('often moves in the cases above, so that they say something', () => {
    const sample = fc.sample(fc.tuple(anyCash, anyCashPolicy), { numRuns: 400, seed: 18 });
    const kinds = sample.flatMap(([snapshot, policy]) =>
      shiftsIn(decideCash(snapshot, policy)).map(({ kind }) => kind),
    );
    expect(new Set(kinds)).toEqual(new Set(['away', 'back', 'side', 'invest']));
    expect(kinds.length).toBeGreaterThan(100);
  });
});
