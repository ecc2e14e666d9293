import { afterAll, beforeAll, expect, it } from 'vitest';
import { PYTH_IDS } from '../../../lib/chains/pyth-ids.ts';
import type { ListedToken } from '../../../lib/intents/listed-token.ts';
import { E18 } from '../../../lib/money/fixed-point.ts';
import { ok, type Result } from '../../../lib/result.ts';
import { type FakeService, startFake } from '../../http/testing/fake-service.ts';
import { pythFake, pythPrice } from '../../prices/testing/pyth-fake.ts';
import { Secret } from '../../secret.ts';
import { secondOpinion } from './second-opinion.ts';

const NOW = 1_790_000_000;
const entries: Record<string, string> = {};

let hermes: FakeService;
beforeAll(async () => {
  hermes = await startFake(pythFake(() => entries));
});
afterAll(() => hermes?.close());

const token = (symbol: string, blockchain: string): ListedToken => ({
  ...{ assetId: `nep141:${symbol.toLowerCase()}.${blockchain}.near`, symbol, blockchain, decimals: 8 },
  price: { usdE18: 60_000n * E18, updatedAtSeconds: NOW },
});
const LISTED = [token('BTC', 'btc'), token('ZEC', 'zec'), token('ETH', 'eth')];
const list = async (): Promise<Result<readonly ListedToken[]>> => ok(LISTED);
const keys = [new Secret('pyth-key')];
const open = () => secondOpinion({ url: `${hermes.baseUrl}/hermes`, keys }, () => NOW);
const told = async (from = open()) => {
  const listed = from === null ? ok(LISTED) : await from(list)();
  return listed.ok ? listed.value.map(({ symbol, second }) => [symbol, second]) : listed.error.code;
};

it('tells what Pyth says of what it knows, its silence, and nothing of the others', async () => {
  entries[PYTH_IDS.get('BTC') ?? ''] = pythPrice('60001.5', NOW - 7);
  expect(await told()).toEqual([
    ['BTC', { source: 'pyth', ok: true, usdE18: (600_015n * E18) / 10n, updatedAtSeconds: NOW - 7 }],
    ['ZEC', undefined],
    ['ETH', expect.objectContaining({ source: 'pyth', ok: false, fault: 'missing' })],
  ]);
});

it('is silent of all of them while Pyth is away, and holds up nobody’s list', async () => {
  hermes.fault.current = 'reset';
  expect(await told()).toMatchObject([
    ['BTC', { ok: false, fault: 'missing', detail: expect.stringContaining('pyth cannot be reached') }],
    ['ZEC', undefined],
    ['ETH', { ok: false }],
  ]);
  hermes.fault.current = null;
});

it('fails as the provider’s list does, and is nobody without a key', async () => {
  const failed = { ok: false, error: { code: 'venue-unavailable' } } as never;
  expect(await open()?.(async () => failed)()).toBe(failed);
  expect(secondOpinion({ url: hermes.baseUrl, keys: [] }, () => NOW)).toBeNull();
});
