import { parseAbiItem } from 'viem';
import type { UnixSeconds } from '../../lib/result.ts';
import type { LocalChain } from '../chain/local-chain.ts';
import { CHAIN_ID, latestBlock } from '../chain/rpc.ts';
import { type OrderbookFake, startOrderbookFake } from '../oneinch/orderbook-fake.ts';
import { sleep } from '../process/sleep.ts';
import type { World } from '../world/world.ts';

/** What the demo's imitation of 1inch lets in. */
const KEY = 'key-of-a-1inch-that-is-none';
const REQUESTS_PER_SECOND = 50;
const FOLLOW_MS = 200;

const ORDER_FILLED = parseAbiItem('event OrderFilled(bytes32 orderHash, uint256 remainingAmount)');
const ONE: `0x${string}` = `0x${'1'.repeat(40)}`;

/** As 1inch answers `/fee-info` for a pair: half a tenth of a per cent, half of it for who is on its list. */
const feeInfoFor = ({ feeTaker, taker }: World) => ({
  whitelist: { 'the demo’s taker': taker },
  ...{ feeBps: 5, whitelistDiscountPercent: 50, protocolFeeReceiver: ONE, extensionAddress: feeTaker },
  ...{ integratorFeeBps: 0, integratorFeeReceiver: ONE, integratorFeeSharePercent: 0, source: 'demo' },
});

/** The imitation of 1inch's orderbook that a demo runs, and what its users are told. */
export type DemoOneinch = {
  readonly url: string;
  readonly key: string;
  /** What a bot's environment says of it. */
  readonly env: Readonly<Record<string, string>>;
};

/** Tells the orderbook the chain's time and what the chain has filled, block by block, until the process ends. */
const follow = async (chain: LocalChain, router: World['router'], told: Told): Promise<never> => {
  let next = 0n;
  for (;;) {
    try {
      const head = await latestBlock(chain.rpcUrl);
      told.time(head.timeSeconds);
      const range = { fromBlock: next, toBlock: head.number, strict: true } as const;
      const logs =
        head.number < next
          ? []
          : await chain.client.getLogs({ ...range, address: router, event: ORDER_FILLED });
      for (const { args } of logs) told.remains(args.orderHash, args.remainingAmount);
      next = head.number + 1n;
    } catch {
      // The node may be busy or stopping: the same blocks are asked for again.
    }
    await sleep(FOLLOW_MS);
  }
};

type Told = Pick<OrderbookFake, 'remains'> & { readonly time: (seconds: UnixSeconds) => void };

/** Starts the strict imitation of 1inch's orderbook for a world; it lives as long as the process. */
export const startDemoOneinch = async (world: World, chain: LocalChain): Promise<DemoOneinch> => {
  let now = (await latestBlock(chain.rpcUrl)).timeSeconds;
  const { baseUrl, remains } = await startOrderbookFake({
    ...{ chainId: CHAIN_ID, key: KEY, info: feeInfoFor(world), perSecond: REQUESTS_PER_SECOND },
    nowSeconds: () => now,
  });
  const time = (seconds: UnixSeconds): void => {
    now = seconds;
  };
  void follow(chain, world.router, { remains, time });
  const env = {
    ...{ ONEINCH_API_URL: baseUrl, ONEINCH_AUTH_KEY: KEY },
    ONEINCH_REQUESTS_PER_SECOND: String(REQUESTS_PER_SECOND / 2),
  };
  return { url: baseUrl, key: KEY, env };
};
