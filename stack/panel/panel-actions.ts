import { type Address, encodeFunctionData, parseAbi } from 'viem';
import { z } from 'zod';
import { BPS, parseDecimal } from '../../lib/money/fixed-point.ts';
import type { Chain } from '../chain/chain.ts';
import { type LocalChain, setEtherBalance } from '../chain/local-chain.ts';
import { latestBlock, rpc } from '../chain/rpc.ts';
import type { Kept } from '../process/supervisor.ts';
import { FEED_DECIMALS } from '../world/feeds.ts';
import type { StackKeys } from '../world/keys.ts';
import { tokenAbi } from '../world/tokens.ts';
import type { World } from '../world/world.ts';
import { type BookPlace, fillPart, openOrdersOf } from './fill-part.ts';
import type { PanelSight } from './panel-server.ts';

/** What the panel plays with. */
export type PanelStack = {
  readonly chain: Chain;
  readonly local: LocalChain;
  readonly world: World;
  readonly keys: StackKeys;
  readonly url: string;
  /** Whoever fills by themselves; none where nobody does. */
  readonly taker: Kept | null;
  /** Whether the replay and the taker go on by themselves. */
  readonly market: { isGoing: boolean };
  readonly nudge: () => Promise<void>;
};

const boardAbi = parseAbi(['function set(address[] feeds, int256[] answers, uint256 updatedAt)']);
const feedAbi = parseAbi([
  'function latestRoundData() view returns (uint80, int256, uint256, uint256, uint80)',
]);
const wethAbi = parseAbi([
  'function deposit() payable',
  'function transfer(address to, uint256 amount) returns (bool)',
]);

const ETHER_GIVEN = 100n * 10n ** 18n;
const ETHER_KEPT = 1_000_000n * 10n ** 18n;

const faucetBody = z.strictObject({
  address: z.string().regex(/^0x[0-9a-fA-F]{40}$/, 'must be an address'),
  symbol: z.string(),
  amount: z.string().regex(/^\d{1,12}(\.\d{1,18})?$/, 'must be an amount'),
});
const priceBody = z.strictObject({
  symbol: z.string(),
  usd: z.string().regex(/^\d{1,9}(\.\d{1,8})?$/, 'must be a price in dollars'),
});
const timeBody = z.strictObject({ seconds: z.int().min(1).max(2_592_000) });
const fillBody = z.strictObject({
  orderHash: z.string().regex(/^0x[0-9a-f]{64}$/, 'must be an order'),
  percent: z.int().min(1).max(100),
});

const assetOf = ({ world }: PanelStack, symbol: string): World['assets'][number] => {
  const asset = world.assets.find((one) => one.symbol === symbol);
  if (asset === undefined) throw new Error(`There is no ${symbol} on this chain.`);
  return asset;
};

const bookOf = ({ url, local, keys, world }: PanelStack): BookPlace => ({
  ...{ url, local, router: world.router, assets: world.assets },
  sender: local.sender(keys.taker),
});

const answersNow = ({ local: { client }, world }: PanelStack): Promise<readonly bigint[]> =>
  Promise.all(
    world.assets.map(async ({ feed: address }) => {
      const [, answer] = await client.readContract({
        address,
        abi: feedAbi,
        functionName: 'latestRoundData',
      });
      return answer;
    }),
  );

/** Every feed answers at once, those that are named with another price: none grows old by what is done here. */
const tellPrices = async (stack: PanelStack, changed: ReadonlyMap<string, bigint>): Promise<void> => {
  const { world, local, keys } = stack;
  const answers = (await answersNow(stack)).map((answer, index) => {
    const symbol = world.assets[index]?.symbol ?? '';
    return changed.get(symbol) ?? answer;
  });
  const data = encodeFunctionData({
    abi: boardAbi,
    args: [world.assets.map(({ feed }) => feed), answers, 0n],
  });
  await local.sender(keys.deployer).send({ to: world.board, data });
};

const hold = async ({ market, taker }: PanelStack): Promise<void> => {
  market.isGoing = false;
  await taker?.pause();
};

const goOn = ({ market, taker }: PanelStack): void => {
  market.isGoing = true;
  taker?.unpause();
};

const give = async (stack: PanelStack, body: unknown): Promise<string> => {
  const { address, symbol, amount } = faucetBody.parse(body);
  const { local, keys, chain } = stack;
  const to = address.toLowerCase() as Address;
  if (symbol === 'ETH') {
    await setEtherBalance(chain.rpcUrl, to, ETHER_GIVEN);
    return `${address} has 100 ETH.`;
  }
  const { token, decimals } = assetOf(stack, symbol);
  const units = parseDecimal(amount, decimals);
  if (units === null || units === 0n) throw new Error(`${symbol} has only ${decimals} decimals.`);
  const sender = local.sender(keys.deployer);
  if (symbol === 'WETH') {
    await setEtherBalance(chain.rpcUrl, sender.address, ETHER_KEPT + units);
    await sender.send({
      to: token,
      data: encodeFunctionData({ abi: wethAbi, functionName: 'deposit' }),
      value: units,
    });
    await sender.send({
      to: token,
      data: encodeFunctionData({ abi: wethAbi, functionName: 'transfer', args: [to, units] }),
    });
  } else
    await sender.send({
      to: token,
      data: encodeFunctionData({ abi: tokenAbi, functionName: 'mint', args: [to, units] }),
    });
  return `${address} got ${amount} ${symbol}.`;
};

/** All that the panel can do with a running stack, and what it shows of it. */
export const panelSight = (stack: PanelStack): PanelSight => {
  const { chain, world, market, nudge } = stack;
  let isBroken = false;
  const setBroken = (wanted: boolean): string => {
    if (chain.setBroken === null) throw new Error('Only a chain by anvil can be broken.');
    chain.setBroken(wanted);
    isBroken = wanted;
    return wanted ? 'Bot, pages and taker get no answer from the node.' : 'The node answers everybody again.';
  };
  return {
    read: async () => {
      const [head, answers, orders] = await Promise.all([
        latestBlock(chain.rpcUrl),
        answersNow(stack),
        openOrdersOf(bookOf(stack)),
      ]);
      return {
        ...{ url: stack.url, isBroken, isGoing: market.isGoing },
        block: head.number.toString(),
        timeSeconds: head.timeSeconds,
        prices: world.assets.map(({ symbol }, index) => ({
          symbol,
          usd: (Number(answers[index] ?? 0n) / 10 ** FEED_DECIMALS).toString(),
        })),
        tokens: world.assets.map(({ symbol, token }) => ({ symbol, token })),
        orders: orders.map(({ orderHash, words }) => ({ orderHash, words })),
      };
    },
    actions: {
      faucet: (body) => give(stack, body),
      price: async (body) => {
        const { symbol, usd } = priceBody.parse(body);
        assetOf(stack, symbol);
        await hold(stack);
        await tellPrices(stack, new Map([[symbol, parseDecimal(usd, FEED_DECIMALS) ?? 0n]]));
        return `${symbol} is at ${usd} dollars. The market stands still until you let it go on.`;
      },
      time: async (body) => {
        const { seconds } = timeBody.parse(body);
        await hold(stack);
        await rpc(chain.rpcUrl, 'evm_increaseTime', { params: [seconds] });
        await rpc(chain.rpcUrl, 'evm_mine');
        return `${seconds} seconds have passed, and no feed has answered in them.`;
      },
      feeds: async () => {
        await tellPrices(stack, new Map());
        return 'Every feed has answered with the price that it had.';
      },
      tick: async () => {
        await nudge();
        return 'The bot has looked.';
      },
      fill: async (body) => {
        const { orderHash, percent } = fillBody.parse(body);
        return fillPart(bookOf(stack), orderHash, (BigInt(percent) * BPS) / 100n);
      },
      break: async () => setBroken(true),
      heal: async () => setBroken(false),
      hold: async () => {
        await hold(stack);
        return 'The market stands still, and the stranger fills nothing.';
      },
      go: async () => {
        goOn(stack);
        return 'The market and the stranger go on.';
      },
      reset: async () => {
        if (isBroken) setBroken(false);
        await tellPrices(stack, new Map());
        goOn(stack);
        return 'All is as it was: the node answers, the feeds are fresh, market and stranger go on.';
      },
    },
  };
};
