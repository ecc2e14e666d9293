import type { Hex } from 'viem';
import { describe, expect, it } from 'vitest';
import { accountOf, sightOf, VAULT } from '../../lib/cash/moves/testing/sight-builders.ts';
import { ETHEREUM, NOW } from '../../lib/cash/testing/cash-builders.ts';
import { type Call, isRevocation } from '../../lib/ledger/call.ts';
import { isPokeCall } from '../../lib/ledger/cash-call.ts';
import { guardCall } from '../../lib/ledger/guard-call.ts';
import { fail, ok } from '../../lib/result.ts';
import { type PokePorts, pokeMarks } from './poke-marks.ts';

const sightAt = (blockSeconds: number) => {
  const [seen] = accountOf(ETHEREUM).vaults;
  if (seen === undefined) throw new Error('no vault');
  const vaults = [{ ...seen, liveUnits: seen.markUnits + 500n, spentUntilSeconds: blockSeconds - 86_400 }];
  return sightOf({ here: accountOf(ETHEREUM, { vaults, blockSeconds }) });
};

/** As the journal keeps it: of an id there is one. */
const open = () => {
  const calls = new Map<Hex, Call>();
  const told: string[] = [];
  const ports: PokePorts = {
    journaled: async () => ok(new Set(calls.keys())),
    estimateGas: async () => ok(77n),
    wish: async (call) => ok(calls.set(call.id, call)),
    log: { info: () => undefined, warn: (_, event) => void told.push(event) },
  };
  return { calls, told, ports };
};

describe('a mark that lags', () => {
  it('is raised by a call of its portfolio, once a UTC day', async () => {
    const { calls, ports } = open();
    for (const seconds of [NOW, NOW + 3_600, NOW + 86_400, NOW + 86_401])
      expect(await pokeMarks(ports, sightAt(seconds))).toEqual({ ok: true, value: null });
    expect([...calls.values()]).toMatchObject([{ gasLimit: 77n }, { gasLimit: 77n }]);
    for (const call of calls.values()) {
      const { address, signer } = accountOf(ETHEREUM);
      expect(call).toMatchObject({ target: address, sender: signer, portfolioId: '1', chainId: ETHEREUM });
      expect([isPokeCall(call), isRevocation(call), guardCall(call).ok]).toEqual([true, false, true]);
      expect(call.data.slice(-40)).toBe(VAULT.slice(2));
      const longer = { ...call, data: `${call.data}00` as const };
      expect([isPokeCall(longer), guardCall(longer).ok]).toEqual([false, false]);
    }
  });

  it('is not where its contract refuses, and that is told', async () => {
    const { calls, told, ports } = open();
    const refusing = { ...ports, estimateGas: async () => fail('chain-unavailable', 'it is locked') };
    expect(await pokeMarks(refusing, sightAt(NOW))).toEqual({ ok: true, value: null });
    expect([calls.size, told]).toEqual([0, ['mark-not-poked']]);
  });

  it('waits while the journal is away', async () => {
    const { calls, ports } = open();
    const away = { ...ports, journaled: async () => fail('database-unavailable', 'away') };
    expect(await pokeMarks(away, sightAt(NOW))).toMatchObject({ ok: false });
    expect(calls.size).toBe(0);
  });
});
