import type { Hex } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Anvil, startAnvil } from '../../e2e/support/anvil.ts';
import { buildOrderWorld, type OrderWorld } from '../../e2e/support/order-world.ts';
import { balancerAbi } from '../abi/balancer-abi.ts';
import type { Ask } from './ask.ts';
import { publicBookAct } from './public-book-action.ts';

let chain: Anvil;
let world: OrderWorld;
beforeAll(async () => {
  chain = await startAnvil();
  world = await buildOrderWorld(chain.rpcUrl, { publicBook: false });
});
afterAll(() => chain?.stop());

const ask: Ask = ({ method, params = [] }) => world.client.request({ method, params } as never);
const guard = () =>
  world.client.readContract({ address: world.portfolio, abi: balancerAbi, functionName: 'guard' });
const setCode = (code: Hex) => ask({ method: 'anvil_setCode', params: [world.contracts.feeTaker, code] });

describe('1inch’s public book', () => {
  test('is not opened while FeeTaker’s code is none that was compared', async () => {
    const code = (await world.client.getCode({ address: world.contracts.feeTaker })) ?? '0x';
    for (const other of [`${code.slice(0, -2)}00`, '0x'] as const) {
      await setCode(other as Hex);
      await expect(publicBookAct(ask, world.portfolio, true)).rejects.toThrow(/nobody here has compared/);
    }
    await setCode(code);
  });

  test('is opened by its owner alone, who has read what is trusted then, and closed again; the rest of the guard stays', async () => {
    const before = await guard();
    for (const open of [true, false]) {
      const act = await publicBookAct(ask, world.portfolio, open);
      expect(act.confirmBy).toBe(open ? 'publicBook' : null);
      const trusted = act.effects.filter((line) => line.startsWith('Trusted from now on'));
      expect(trusted).toHaveLength(open ? 3 : 0);
      if (open) expect(trusted.join().toLowerCase()).toContain(world.contracts.feeTaker.toLowerCase());
      await expect(
        world.client.call({ account: world.taker, to: act.call.to, data: act.call.data }),
      ).rejects.toThrow();
      const { to, data } = act.call;
      const hash = await world.deployer.walletClient.sendTransaction({ to, data, gas: 1_000_000n });
      expect((await world.client.waitForTransactionReceipt({ hash })).status).toBe('success');
      expect(await guard()).toEqual({ ...before, publicBook: open });
      await expect(publicBookAct(ask, world.portfolio, open)).rejects.toThrow(/already/);
    }
  });
});
