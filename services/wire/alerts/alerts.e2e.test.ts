import { type Address, encodeFunctionData } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AlertWatch, toldTo as told, watchAlerts } from '../../../e2e/support/alert-world.ts';
import { type BotWorld, buildBotWorld, REQUEST, registerPolicy } from '../../../e2e/support/bot-world.ts';
import { SIGNER_KEY } from '../../../e2e/support/order-world.ts';
import { readyPart } from '../../../e2e/support/ready-part.ts';
import { balancerAbi } from '../../../lib/abi/balancer-abi.ts';
import { startFake } from '../../http/testing/fake-service.ts';
import type { WebhookFake } from '../../notify/testing/webhook-fake.ts';

const USDC = 100_000_000n;
const WBTC = 2_000_000_000_000n;

let world: BotWorld;
let watch: AlertWatch;
let owners: WebhookFake;
let operators: WebhookFake;

beforeAll(async () => {
  world = await buildBotWorld();
  await world.tick();
  watch = await watchAlerts(world);
  ({ owners, operators } = watch);
});
afterAll(async () => {
  await watch?.close();
  await world?.stop();
});

const tick = () => watch.tick();
const openWatched: AlertWatch['open'] = (env) => watch.open(env);
const alerts = () => world.database.admin<{ kind: string; count: number; open: boolean }[]>`
  select kind, count, recovered_at is null as open from alerts where raised_at is not null order by id`;
/** Nobody's clock is waited for: what lies between two ticks is moved in the past. */
const letPass = (seconds: number) => world.database.admin`
  update ticks set started_at = started_at - make_interval(secs => ${seconds})`;

describe('a drift that nobody fills', () => {
  it('is told to the owner once, however many ticks see it, and not to operators', async () => {
    await world.setPrices(USDC, 2n * WBTC);
    for (let round = 0; round < 3; round += 1) await tick();
    expect(told(owners)).toEqual(['HIGH_DRIFT raised']);
    expect(told(operators)).toEqual([]);
    expect(await alerts()).toEqual([{ kind: 'HIGH_DRIFT', count: 3, open: true }]);
    expect(owners.taken[0]).toMatchObject({
      ...{
        severity: 'warning',
        sentence: 'An asset is 33.3 % of its target away from it; its limit is 25.0 %.',
      },
      portfolio: { address: world.portfolio, name: 'half and half', chainId: 31_337 },
    });
  });

  it('is told as orders without a fill after three, and as recovered when a stranger fills', async () => {
    for (let round = 0; round < 3; round += 1) {
      await world.rpc('evm_increaseTime', [601]);
      await world.setPrices(USDC, 2n * WBTC);
      await tick();
    }
    expect(told(owners)).toEqual(['HIGH_DRIFT raised', 'ORDER_UNFILLED raised']);
    await world.fillNewest();
    await tick();
    expect(told(owners).slice(2).sort()).toEqual(['HIGH_DRIFT recovered', 'ORDER_UNFILLED recovered']);
    expect((await alerts()).filter(({ open }) => open)).toEqual([]);
  });
});

describe('a clock that stood still', () => {
  it('is told to operators by the tick that comes late, and as recovered by the one in time', async () => {
    await letPass(41);
    await tick();
    expect(told(operators)).toEqual(['MISSED_RUN raised']);
    expect(operators.taken[0]).toMatchObject({ severity: 'critical', portfolio: null });
    await letPass(5);
    await tick();
    expect(told(operators)).toEqual(['MISSED_RUN raised', 'MISSED_RUN recovered']);
    expect(told(owners)).toHaveLength(4);
  });
});

describe('a portfolio that can’t be read', () => {
  const news = () => told(owners).slice(4);

  it('is told as failed, then as set aside to its owner and the operators', async () => {
    const code = await world.rpc('eth_getCode', [world.wbtc.token, 'latest']);
    await world.rpc('anvil_setCode', [world.wbtc.token, '0xfe']);
    await tick();
    expect(news()).toEqual(['REBALANCE_FAILED raised']);
    await tick();
    await tick();
    expect(news().slice(1).sort()).toEqual(['QUARANTINED raised', 'REBALANCE_FAILED recovered']);
    expect(told(operators).slice(2)).toEqual(['QUARANTINED raised']);
    await world.rpc('anvil_setCode', [world.wbtc.token, code]);
  });

  it('is told as recovered once it can be read and has been given a policy anew', async () => {
    await registerPolicy(world.portfolio, world.database);
    await tick();
    expect(news().slice(3)).toEqual(['QUARANTINED recovered']);
    expect(told(operators).slice(3)).toEqual(['QUARANTINED recovered']);
    expect((await alerts()).filter(({ open }) => open)).toEqual([]);
  });
});

describe('what comes from outside', () => {
  it('is told as a price that can’t be trusted once a feed has fallen silent, and as passed when it speaks again', async () => {
    await world.setPrices(USDC, 2n * WBTC);
    await tick();
    const before = owners.taken.length;
    await world.rpc('evm_increaseTime', [90_000]);
    await world.rpc('evm_mine');
    await tick();
    expect(told(owners).slice(before)).toEqual(['PRICE_ANOMALY raised']);
    expect(await readyPart(world, 'prices')).toEqual([200, 'degraded']);
    await world.setPrices(USDC, 2n * WBTC);
    await tick();
    expect(told(owners).slice(before)).toEqual(['PRICE_ANOMALY raised', 'PRICE_ANOMALY recovered']);
    expect(await readyPart(world, 'prices')).toEqual([200, 'ok']);
  });

  it('is told as a signer that is another’s once the owner has named one, and as passed when it is ours again', async () => {
    const before = owners.taken.length;
    const { client, portfolio } = world;
    const owner = await client.readContract({ address: portfolio, abi: balancerAbi, functionName: 'owner' });
    await world.rpc('anvil_impersonateAccount', [owner]);
    const name = (next: Address) =>
      world.rpc('eth_sendTransaction', [
        {
          from: owner,
          to: portfolio,
          data: encodeFunctionData({ abi: balancerAbi, functionName: 'setSigner', args: [next] }),
        },
      ]);
    await name(`0x${'99'.repeat(20)}`);
    await tick();
    expect(told(owners).slice(before)).toEqual(['SIGNER_NOT_AUTHORISED raised']);
    expect(await readyPart(world, 'signers')).toEqual([200, 'degraded']);
    await name(privateKeyToAccount(SIGNER_KEY).address);
    await tick();
    expect(told(owners).slice(before)).toEqual([
      'SIGNER_NOT_AUTHORISED raised',
      'SIGNER_NOT_AUTHORISED recovered',
    ]);
    expect(await readyPart(world, 'signers')).toEqual([200, 'ok']);
  });

  it('is told as a node that is away once it has been for two minutes, and as passed when it is back', async () => {
    const before = operators.taken.length;
    const blind = await openWatched({ RPC_URL: 'http://127.0.0.1:9', LOG_LEVEL: 'silent' });
    await blind.tick(REQUEST);
    await blind.tick(REQUEST);
    expect(operators.taken).toHaveLength(before);
    await world.database
      .admin`update alerts set first_seen_at = first_seen_at - interval '2 minutes' where recovered_at is null`;
    await blind.tick(REQUEST);
    await blind.close();
    expect(told(operators).slice(before)).toEqual(['RPC_LAGGING raised']);
    expect(await readyPart(world, 'nodes')).toEqual([503, 'down']);
    await tick();
    expect(told(operators).slice(before)).toEqual(['RPC_LAGGING raised', 'RPC_LAGGING recovered']);
    expect(await readyPart(world, 'nodes')).toEqual([200, 'ok']);
  });
});

describe('a dead-man switch', () => {
  it('is asked after each good tick, and not after one that failed', async () => {
    const asked: string[] = [];
    const service = await startFake(({ url }) => {
      asked.push(url.pathname);
      return { status: 200, body: '' };
    });
    const watched = await openWatched({ DEAD_MAN_URL: `${service.baseUrl}/ping/secret` });
    await watched.tick(REQUEST);
    await watched.tick({ ...REQUEST, dryRun: true });
    expect(asked).toEqual(['/ping/secret']);
    await watched.close();
    const blind = await openWatched({
      ...{
        DEAD_MAN_URL: `${service.baseUrl}/ping/secret`,
        RPC_URL: 'http://127.0.0.1:9',
        LOG_LEVEL: 'silent',
      },
    });
    expect((await blind.tick(REQUEST)).ok).toBe(false);
    expect(asked).toHaveLength(1);
    await blind.close();
    await service.close();
  });
});

describe('a receiver', () => {
  const deliveries = () => world.database.admin`
    select status, attempts, last_error, next_try_at > now() + interval '20 seconds' as later from alert_deliveries
    where phase = 'raised' order by created_at desc, content_id limit 1`;

  it('that is in trouble is told again, from the outbox, and then once', async () => {
    owners.fault.current = { status: 503, body: '' };
    await world.setPrices(USDC, 2n * WBTC);
    await world.setPrices(USDC, 8n * WBTC);
    await tick();
    expect(await deliveries()).toMatchObject([
      { status: 'pending', attempts: 1, last_error: 'It answered 503.', later: true },
    ]);
    owners.fault.current = null;
    await world.database.admin`update alert_deliveries set next_try_at = now() where status = 'pending'`;
    const before = owners.taken.length;
    await tick();
    await tick();
    expect(told(owners).slice(before)).toEqual(['HIGH_DRIFT raised']);
    expect(await deliveries()).toMatchObject([{ status: 'sent', attempts: 2 }]);
  });

  it('of a private address is never reached unless the operator lets it be', async () => {
    await world.fillNewest();
    const strict = await openWatched({ ALERT_PRIVATE_ADDRESSES: '' });
    const asked = owners.asked.length;
    await strict.tick(REQUEST);
    await strict.close();
    expect(owners.asked).toHaveLength(asked);
    const [last] = await world.database.admin`
      select status, last_error from alert_deliveries order by created_at desc, content_id limit 1`;
    expect(last).toEqual({ status: 'failed', last_error: 'Its address is of a private network.' });
  });
});
