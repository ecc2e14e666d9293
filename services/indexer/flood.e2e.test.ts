import { type Address, numberToHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BotWorld, buildBotWorld, REQUEST, registerPolicy } from '../../e2e/support/bot-world.ts';
import { deployFloodToken, floodCall } from '../../e2e/support/flood-token.ts';
import { askOf, type HostedNode, startHostedNode } from '../../e2e/support/hosted-node.ts';
import { createPortfolio, mint, SIGNER_KEY, type WorldAsset } from '../../e2e/support/order-world.ts';
import { readEnv } from '../env.ts';
import { type Bot, openBot } from '../wire/tick/bot.ts';

const FLOOD_LOGS = 10_001;
const HONEST = 20;
let world: BotWorld;
let node: HostedNode;
let bot: Bot;
let honest: readonly Address[];
let hostile: Address;
let junk: WorldAsset;

const portfolioOf = async (assets: readonly WorldAsset[], number: number): Promise<Address> => {
  const { deployer, contracts, database } = world;
  const signer = privateKeyToAccount(SIGNER_KEY).address;
  const salt = numberToHex(number, { size: 32 });
  const options = { assets, signer, publicBook: false, salt };
  const portfolio = await createPortfolio(deployer, contracts.factory, options);
  await registerPolicy(portfolio, database);
  return portfolio;
};

beforeAll(async () => {
  world = await buildBotWorld();
  const { deployer, usdc, wbtc } = world;
  const others: Address[] = [];
  for (let number = 1; number < HONEST; number += 1) {
    const to = await portfolioOf([usdc, wbtc], number);
    await mint(deployer, usdc, { to, units: 50_000_000_000n });
    await mint(deployer, wbtc, { to, units: 250_000_000n });
    others.push(to);
  }
  honest = [world.portfolio, ...others];
  junk = { symbol: 'JUNK', decimals: 18, token: await deployFloodToken(deployer), feed: wbtc.feed };
  hostile = await portfolioOf([usdc, junk], HONEST);
  node = await startHostedNode({ ask: askOf(world.rpcUrl), limits: { latencyMs: 5 } });
  const opened = await openBot(readEnv({ ...world.env, RPC_URL: node.rpcUrl }));
  if (!opened.ok) throw new Error(opened.error.message);
  bot = opened.value;
});
afterAll(async () => {
  await bot?.close();
  await node?.close();
  await world?.stop();
});

const tick = async () => {
  const ticked = await bot.tick(REQUEST);
  if (!ticked.ok) throw new Error(`${ticked.error.code}: ${ticked.error.message}`);
  return ticked.value;
};

/** One block with more transfers to the account than the node hands out, and with a payment to an honest portfolio. */
const flood = async (account: Address, payment: bigint): Promise<number> => {
  const { deployer, rpc, usdc } = world;
  await rpc('evm_setAutomine', [false]);
  const flooding = deployer.walletClient.sendTransaction({
    to: junk.token,
    data: floodCall(account, FLOOD_LOGS),
    gas: 25_000_000n,
  });
  await flooding;
  const paying = mint(deployer, usdc, { to: world.portfolio, units: payment });
  while (Number(((await rpc('txpool_status')) as { pending: string }).pending) < 2)
    await new Promise((resolve) => setTimeout(resolve, 10));
  await rpc('evm_mine');
  await rpc('evm_setAutomine', [true]);
  await paying;
  return Number(await rpc('eth_blockNumber'));
};

const gaps = () => world.database.admin`
  select a.address, g.token, g.block_number::int as block
  from log_gaps g join portfolios p on p.id = g.portfolio_id join accounts a on a.id = p.account_id
  order by g.id`;
const paid = async (units: bigint) => {
  const rows = await world.database.admin`
    select a.address from cash_flows f join portfolios p on p.id = f.portfolio_id join accounts a on a.id = p.account_id
    where f.units = ${units.toString()}::numeric and f.direction = 'in'`;
  return rows.map(({ address }) => address);
};
const reached = async () => {
  const [row] = await world.database.admin`select max(block_number)::int as number from cursors`;
  return row?.number;
};
const ordered = async () => {
  const rows = await world.database.admin`
    select distinct a.address from orders o join portfolios p on p.id = o.portfolio_id join accounts a on a.id = p.account_id`;
  return rows.map(({ address }) => address).sort();
};

describe('a block with more logs that name a portfolio than the node hands out', () => {
  it('is passed, with what the flooded account did in it marked as missing, and every honest one served', async () => {
    await tick();
    await world.setPrices(100_000_000n, 2_400_000_000_000n);
    const block = await flood(hostile, 1_234_567n);
    const ticked = await tick();
    expect(await reached()).toBe(Number(await world.rpc('eth_blockNumber')));
    expect(ticked.checked).toBe(HONEST + 1);
    expect(await ordered()).toEqual([...honest].sort());
    expect(await paid(1_234_567n)).toEqual([world.portfolio]);
    expect(await gaps()).toEqual([{ address: hostile, token: junk.token, block }]);
  });

  it('takes nothing from a portfolio that doesn’t list the token', async () => {
    await flood(world.portfolio, 7_654_321n);
    const before = (await gaps()).length;
    await tick();
    expect(await reached()).toBe(Number(await world.rpc('eth_blockNumber')));
    expect(await paid(7_654_321n)).toEqual([world.portfolio]);
    expect(await gaps()).toHaveLength(before);
  });
});
