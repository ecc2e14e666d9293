import { encodeFunctionData } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AlertWatch, toldTo, watchAlerts } from '../../../e2e/support/alert-world.ts';
import { type BotWorld, buildBotWorld } from '../../../e2e/support/bot-world.ts';
import { balancerAbi } from '../../../lib/abi/balancer-abi.ts';

// What the analyst warns of, brought about on a chain, told by a webhook, and judged when its seven days are over.

const USDC = 100_000_000n;
const WBTC = 2_000_000_000_000n;
/** Less than a day, so that no day is without a look. */
const PACE_SECONDS = 80_000;
const ROUNDS = 8;

let world: BotWorld;
let watch: AlertWatch;
beforeAll(async () => {
  world = await buildBotWorld();
  await world.tick();
  watch = await watchAlerts(world);
});
afterAll(async () => {
  await watch?.close();
  await world?.stop();
});

const heard = () => toldTo(watch.owners).filter((told) => told.startsWith('ANALYST_WARNING'));
const sentences = () =>
  watch.owners.taken.filter(({ kind }) => kind === 'ANALYST_WARNING').map(({ sentence }) => sentence);
const warnings = () => world.database.admin`select kind, outcome, alert from warnings order by id`;
/** Nobody's clock is waited for: the next turn is now. */
const turn = () => world.database.admin`update warning_turns set due_at = now()`;

const limitTurnover = async (): Promise<void> => {
  const guard = {
    ...{ maxSlippageBps: 200, lossBpsPerDay: 500, turnoverBpsPerDay: 7_600, orderTtlMax: 30 * 86_400 },
    ...{ cooldown: 0, minDriftBps: 50, overshootBps: 25, minFillBps: 5, maxFeeBps: 200, publicBook: false },
  };
  const data = encodeFunctionData({ abi: balancerAbi, functionName: 'setGuard', args: [guard] });
  const hash = await world.deployer.walletClient.sendTransaction({
    to: world.portfolio,
    data,
    gas: 2_000_000n,
  });
  const { status } = await world.client.waitForTransactionReceipt({ hash });
  expect(status).toBe('success');
};

describe('a warning of the analyst', () => {
  it('is told once to the owner and to no operator, and says what would make it come true', async () => {
    await limitTurnover();
    await world.setPrices(USDC, WBTC * 2n);
    await watch.tick();
    expect(heard()).toEqual([]);
    await world.fillNewest();
    await turn();
    await watch.tick();
    await watch.tick();
    expect(heard()).toEqual(['ANALYST_WARNING raised']);
    expect(sentences()[0]).toMatch(
      /^Until \d{4}-\d\d-\d\d \d\d:\d\d UTC a look will find less than 20\.00 % of the contract’s loss or turnover of a day left\. On \d{4}-\d\d-\d\d \d\d:\d\d UTC 2\d\.\d\d % was left\.$/,
    );
    await turn();
    for (let round = 0; round < 2; round += 1) await watch.tick();
    expect(heard()).toEqual(['ANALYST_WARNING raised']);
    expect(await warnings()).toEqual([{ kind: 'budget-low', outcome: null, alert: 'open' }]);
    expect(toldTo(watch.operators)).toEqual([]);
  });

  it('is judged when its seven days are over, and its last message says what became of it', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      await world.rpc('evm_increaseTime', [PACE_SECONDS]);
      await world.setPrices(USDC, WBTC * 2n);
      await watch.tick();
    }
    expect(await warnings()).toEqual([{ kind: 'budget-low', outcome: 'did-not', alert: expect.any(String) }]);
    await watch.tick();
    expect(heard()).toEqual(['ANALYST_WARNING raised', 'ANALYST_WARNING recovered']);
    expect(sentences()[1]).toMatch(/It did not come true: the least was \d\d\.\d\d %, \d{4}-\d\d-\d\d/);
    expect(await warnings()).toEqual([{ kind: 'budget-low', outcome: 'did-not', alert: 'over' }]);
  });
});
