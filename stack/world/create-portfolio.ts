import { type Address, encodeFunctionData, type Hex, keccak256, parseEventLogs, toHex } from 'viem';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import { balancerFactoryAbi } from '../../lib/abi/balancer-factory-abi.ts';
import { GUARD_PRESETS } from '../../lib/policy/guard-presets.ts';
import type { Sender } from '../chain/local-chain.ts';
import type { DemoVenue } from '../demo/options.mjs';
import { answerOf, FEED_DECIMALS } from './feeds.ts';
import type { PortfolioSpec } from './portfolio-specs.ts';
import type { PriceTape } from './price-tape.ts';
import { type DeployedAsset, obtain, tokenAbi } from './tokens.ts';

/**
 * Limits the owner of a demo portfolio sets in the contract: a preset's guard, wider where a replay packs months into minutes and a
 * day's crash into one step; orders live for as long as the prices' steps need.
 */
const guardFor = (stepSeconds: number, venue: DemoVenue) => {
  const { cooldownSeconds, orderTtlMaxSeconds, ...preset } = GUARD_PRESETS['test-network'];
  return {
    ...preset,
    // A pool's fee twice, where one asset goes into another by way of the dollar, and what the trade moves.
    maxSlippageBps: venue === 'proposal' ? 200 : preset.maxSlippageBps,
    lossBpsPerDay: 200,
    turnoverBpsPerDay: 20_000,
    orderTtlMax: Math.min(Math.max(stepSeconds * 2, orderTtlMaxSeconds), 2_592_000),
    cooldown: cooldownSeconds,
    overshootBps: 25,
    minFillBps: 5,
    publicBook: venue === '1inch',
    maxFeeBps: venue === '1inch' ? 20 : 0,
  };
};

/** A feed is stale a quarter of a step after the next answer was due. */
export const heartbeatFor = (stepSeconds: number): number => Math.round(stepSeconds * 1.25);

/** Units of an asset worth this share of the NAV at the feed's answer, rounded down. */
const unitsOnTarget = (options: {
  readonly navUsd: bigint;
  readonly targetBps: number;
  readonly answer: bigint;
  readonly decimals: number;
}): bigint =>
  // {units} = {USD} · {1} · {units/token} · {feed units/USD} ÷ ({feed units/token})
  (options.navUsd * BigInt(options.targetBps) * 10n ** BigInt(options.decimals + FEED_DECIMALS)) /
  (10_000n * options.answer);

export type CreatePortfolio = {
  readonly factory: Address;
  readonly signer: Address;
  readonly owner: Sender;
  readonly spec: PortfolioSpec;
  readonly index: number;
  readonly assets: readonly DeployedAsset[];
  readonly tape: PriceTape;
  readonly navUsd: bigint;
  readonly venue: DemoVenue;
  /** What proposals may swap through. */
  readonly routers: readonly Address[];
};

/** What of an asset a portfolio begins with. */
export type Holding = { readonly asset: DeployedAsset; readonly targetBps: number; readonly units: bigint };

/** Units on target at the tape's first prices. */
export const holdingsOf = ({
  spec,
  assets,
  tape,
  navUsd,
}: Pick<CreatePortfolio, 'spec' | 'assets' | 'tape' | 'navUsd'>): Holding[] =>
  spec.holdings.map(({ asset: { symbol }, targetBps }) => {
    const asset = assets.find((each) => each.symbol === symbol);
    const row = tape.rows[0];
    const answer =
      asset === undefined || row === undefined ? null : answerOf(row, tape.columns, asset.column);
    if (asset === undefined || answer === null)
      throw new Error(`${symbol} is not deployed or has no first price`);
    return {
      asset,
      targetBps,
      units: unitsOnTarget({ navUsd, targetBps, answer, decimals: asset.decimals }),
    };
  });

/** What a contract is made with, as both factories take it. */
export const configOf = (
  holdings: readonly Holding[],
  {
    tape: { stepSeconds },
    signer,
    venue,
    routers,
  }: Pick<CreatePortfolio, 'tape' | 'signer' | 'venue' | 'routers'>,
) => ({
  signer,
  assets: holdings.map(({ asset, targetBps }) => ({
    token: asset.token,
    targetBps,
    feed: asset.feed,
    heartbeat: heartbeatFor(stepSeconds),
    navMaxAge: heartbeatFor(stepSeconds) * 2,
    minAnswer: 0n,
    maxAnswer: 0n,
  })),
  guard: guardFor(stepSeconds, venue),
  routers: [...routers],
  oneOff: { bps: 0, expiresAt: 0 },
});

const noPermit = { permitDeadline: 0n, v: 0, r: toHex(0, { size: 32 }), s: toHex(0, { size: 32 }) } as const;

/** 1inch takes what it sells from a standing allowance: its owner says up to how much the bot may set it. */
const letAllow = async (owner: Sender, portfolio: Address, holdings: readonly Holding[]): Promise<void> => {
  for (const { asset, units } of holdings) {
    const call = {
      abi: balancerAbi,
      functionName: 'setAllowanceCeiling',
      args: [asset.token, units],
    } as const;
    await owner.send({ to: portfolio, data: encodeFunctionData(call) });
  }
};

/**
 * Creates one portfolio for its owner and funds it, exactly on target, in the same call: the owner's own tokens are
 * approved to the factory, ether is sent along and wrapped.
 */
export const createPortfolio = async (options: CreatePortfolio): Promise<Address> => {
  const { factory, owner, index, venue } = options;
  const holdings = holdingsOf(options);
  const deposits = holdings.filter(({ asset }) => asset.symbol !== 'WETH');
  for (const { asset, units } of deposits) {
    await obtain(owner, asset, units);
    const data = encodeFunctionData({ abi: tokenAbi, functionName: 'approve', args: [factory, units] });
    await owner.send({ to: asset.token, data });
  }
  const salt: Hex = keccak256(toHex(`1balancer demo portfolio ${index}`));
  const data = encodeFunctionData({
    abi: balancerFactoryAbi,
    functionName: 'create',
    args: [
      configOf(holdings, options),
      salt,
      deposits.map(({ asset, units }) => ({ token: asset.token, amount: units, ...noPermit })),
    ],
  });
  const value = holdings.find(({ asset }) => asset.symbol === 'WETH')?.units ?? 0n;
  const receipt = await owner.send({ to: factory, data, value });
  const [created] = parseEventLogs({
    abi: balancerFactoryAbi,
    eventName: 'PortfolioCreated',
    logs: receipt.logs,
  });
  if (created === undefined) throw new Error('the factory created no portfolio');
  const portfolio = created.args.portfolio.toLowerCase() as Address;
  if (venue === '1inch') await letAllow(owner, portfolio, holdings);
  return portfolio;
};
