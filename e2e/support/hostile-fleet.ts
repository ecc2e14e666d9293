import { type Address, keccak256, numberToHex, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { type BotWorld, REQUEST, registerPolicy } from './bot-world.ts';
import {
  type FeedHabits,
  HONEST_TOKEN,
  honestFeed,
  hostileAsset,
  setFeed,
  setToken,
  type TokenHabits,
} from './hostile-asset.ts';
import { createPortfolio, mint, SIGNER_KEY } from './order-world.ts';

/** How one hostile portfolio's own token and feed answer, once it exists. */
export type Hostility = { readonly token: Partial<TokenHabits>; readonly feed: Partial<FeedHabits> };

const signer = privateKeyToAccount(SIGNER_KEY).address;
const salted = (kind: string, number: number) => keccak256(toHex(`${kind} ${numberToHex(number)}`));

/** Half USDC, half WBTC, 100,000 USD, registered. */
export const createHonest = async (world: BotWorld, number: number): Promise<Address> => {
  const { deployer, contracts, usdc, wbtc } = world;
  const portfolio = await createPortfolio(deployer, contracts.factory, {
    ...{ assets: [usdc, wbtc], signer, publicBook: false, salt: salted('honest', number) },
  });
  await mint(deployer, usdc, { to: portfolio, units: 50_000_000_000n });
  await mint(deployer, wbtc, { to: portfolio, units: 250_000_000n });
  await registerPolicy(portfolio, world.database);
  return portfolio;
};

export type HostilePlan = {
  readonly number: number;
  readonly hostility: Hostility;
  readonly registered: boolean;
};

/** A portfolio of USDC and a token that behaved while it was listed, and then shows what it is. */
export const createHostile = async (
  world: BotWorld,
  { number, hostility, registered }: HostilePlan,
): Promise<Address> => {
  const { deployer, contracts, usdc, rpc } = world;
  const asset = hostileAsset(number);
  const feed = honestFeed(BigInt(await world.blockTimeSeconds()));
  await setToken(rpc, asset.token, HONEST_TOKEN);
  await setFeed(rpc, asset.feed, feed);
  const portfolio = await createPortfolio(deployer, contracts.factory, {
    ...{ assets: [usdc, asset], signer, publicBook: false, salt: salted('hostile', number) },
  });
  if (registered) await registerPolicy(portfolio, world.database);
  await setToken(rpc, asset.token, { ...HONEST_TOKEN, ...hostility.token });
  await setFeed(rpc, asset.feed, { ...feed, ...hostility.feed });
  return portfolio;
};

/** The portfolios among these that have an order on the book, or were looked at, since the tick. */
export const servedBy = async (world: BotWorld, tickId: string) => {
  const looked = await world.database.admin`
    select a.address, d.kind from decisions d join portfolios p on p.id = d.portfolio_id join accounts a on a.id = p.account_id
    where d.tick_id = ${tickId}`;
  const traded = await world.database.admin`
    select distinct a.address from orders o join decisions d on d.id = o.decision_id
    join portfolios p on p.id = o.portfolio_id join accounts a on a.id = p.account_id
    where d.tick_id = ${tickId} and o.placed_at is not null`;
  return {
    looked: new Set(looked.map(({ address }) => address as Address)),
    traded: new Set(traded.map(({ address }) => address as Address)),
  };
};

export const quarantines = async (world: BotWorld): Promise<ReadonlyMap<string, string>> => {
  const rows = await world.database.admin`
    select a.address, p.quarantine_reason as reason from portfolios p join accounts a on a.id = p.account_id
    where p.quarantined_at is not null`;
  return new Map(rows.map(({ address, reason }) => [address, reason]));
};

export const LONG_REQUEST = { ...REQUEST, limit: 2_000, budgetMs: 55_000 };
