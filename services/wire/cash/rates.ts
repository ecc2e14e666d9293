import { setTimeout as sleep } from 'node:timers/promises';
import { poolSubject, vaultSubject } from '../../../lib/cash/rate-source.ts';
import { usdcOf } from '../../../lib/chains/chain.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { type AskPool, askLlamaPool, llamaHttp } from '../../cash/defillama.ts';
import {
  keepPoolRates,
  keepVaultRates,
  type PoolRatePorts,
  type VaultRatePorts,
} from '../../cash/keep-rates.ts';
import { readHead } from '../../chain/chain-client.ts';
import { readVaults } from '../../chain/read-vaults.ts';
import { systemClock } from '../../clock.ts';
import type { Env } from '../../env.ts';
import { savePoolRates } from '../../store/cash/pool-rates.ts';
import { claimRateSources, clearTroubles, putOffRateSources } from '../../store/cash/rate-sources.ts';
import { saveVaultRates, thinVaultRates } from '../../store/cash/vault-rates.ts';
import type { Parts } from '../tick/tick-ports.ts';

/** One for a process, since it remembers when to leave DefiLlama alone. */
export const openPoolRates = (env: Env): AskPool =>
  askLlamaPool(llamaHttp({ baseUrl: env.llamaUrl, clock: systemClock, sleep }));

type Shared = Pick<VaultRatePorts, 'claim' | 'putOff'>;

const sourcesOf = ({ run }: Pick<Parts, 'run'>): Shared => ({
  claim: (claim) => run((sql) => claimRateSources(sql, claim)),
  putOff: (failed) => run((sql) => putOffRateSources(sql, failed)),
});

const vaultPorts = (parts: Parts): VaultRatePorts => {
  const { run, served } = parts;
  const { chainId, facts } = served;
  return {
    ...{ chainId, ...sourcesOf(parts) },
    read: async (addresses) => {
      const usdc = usdcOf(facts);
      if (usdc === null) return fail('not-configured', 'The chain’s USDC isn’t known.');
      const head = await readHead(served.chain);
      if (!head.ok) return head;
      const vaults = facts.vaults.filter(({ address }) => addresses.includes(address));
      const read = await readVaults(served.batching, { vaults, usdc: usdc.address }, head.value.number);
      return read.ok ? ok({ block: head.value, vaults: read.value }) : read;
    },
    save: ({ block, vaults }, failed) =>
      run(async (sql) => {
        const snapshots = vaults.flatMap(({ vault, reading }) =>
          reading.ok ? [{ vault, reading: reading.value }] : [],
        );
        const names = snapshots.map(({ vault }) => vault);
        await saveVaultRates(sql, chainId, { block, snapshots });
        await thinVaultRates(sql, chainId, names);
        await clearTroubles(
          sql,
          names.map((vault) => vaultSubject(chainId, vault)),
        );
        await putOffRateSources(sql, failed);
      }),
  };
};

const poolPorts = (parts: Parts): PoolRatePorts => ({
  ...sourcesOf(parts),
  ask: parts.askPool,
  save: (pool, points) =>
    parts.run(async (sql) => {
      await savePoolRates(sql, pool, points);
      await clearTroubles(sql, [poolSubject(pool)]);
    }),
  nowSeconds: systemClock.nowSeconds,
});

/** What was kept of the rates of a chain's listed vaults. */
export type RatesKept = { readonly vaults: number; readonly pools: number };

/** Keeps up what is known of the rates of a chain's listed vaults, as far as it is due; asks nobody where none is listed. */
export const keepRates = async (parts: Parts, timeIsUp: () => boolean): Promise<Result<RatesKept>> => {
  const { vaults } = parts.served.facts;
  if (vaults.length === 0) return ok({ vaults: 0, pools: 0 });
  const read = await keepVaultRates(
    vaultPorts(parts),
    vaults.map(({ address }) => address),
  );
  // The one is no worse for the other.
  const pools = [...new Set(vaults.flatMap(({ llamaPool }) => llamaPool ?? []))].sort();
  const asked = await keepPoolRates(poolPorts(parts), pools, timeIsUp);
  if (!read.ok) return read;
  return asked.ok ? ok({ vaults: read.value, pools: asked.value }) : asked;
};
