import { createHash } from 'node:crypto';
import { erc4626Abi, parseAbi } from 'viem';
import { type Asked, answer, type FakeServer, type Reply, startFakeServer } from '../process/fake-server.ts';
import type { CashEnd, LocalVault } from './cash-end.ts';

const GET_CHART = /^\/chart\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const rateAbi = parseAbi(['function rateE18() view returns (uint256)']);
const refused = (status: number, message: string): Reply => answer({ message }, status);

/** What the imitation calls a vault's pool: a UUID of its place. */
export const poolOf = (chainId: number, { address }: Pick<LocalVault, 'address'>): string => {
  const hex = createHash('sha256').update(`${chainId} ${address}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
};

/** As DefiLlama writes it: per cents a year, compounded. */
const apyOf = (rateE18: bigint): number => (Math.exp(Number(rateE18) / 1e18) - 1) * 100;

const pointOf = async ({ deployer: { publicClient } }: CashEnd, { address }: LocalVault): Promise<object> => {
  const [{ timestamp }, rateE18, units] = await Promise.all([
    publicClient.getBlock(),
    publicClient.readContract({ address, abi: rateAbi, functionName: 'rateE18' }),
    publicClient.readContract({ address, abi: erc4626Abi, functionName: 'totalAssets' }),
  ]);
  const apy = apyOf(rateE18);
  return {
    ...{ timestamp: new Date(Number(timestamp) * 1_000).toISOString(), tvlUsd: Number(units) / 1e6 },
    ...{ apy, apyBase: apy, apyReward: null, il7d: null, apyBase7d: null },
  };
};

/** DefiLlama's `/chart/{pool}` over real HTTP on loopback: of each local vault the rate that was set, as of its chain's time. */
export const startRatesFake = (ends: readonly CashEnd[]): Promise<FakeServer> => {
  const pools = new Map(
    ends.flatMap((end) => end.vaults.map((vault) => [poolOf(end.chainId, vault), { end, vault }] as const)),
  );
  return startFakeServer(async ({ method, url, body }: Asked): Promise<Reply> => {
    const pool = pools.get(GET_CHART.exec(url.pathname)?.[1] ?? '');
    if (pool === undefined) return refused(404, 'no such pool');
    if (method !== 'GET' || body !== '' || url.search !== '') return refused(400, 'GET of a pool alone');
    return answer({ status: 'success', data: [await pointOf(pool.end, pool.vault)] });
  });
};
