import type { Policy } from '../../lib/engine/policy.ts';
import { E18 } from '../../lib/money/fixed-point.ts';
import type { BacktestOptions } from './read-options.ts';

/** Gas of a proposal of two assets, as hardhat/snapshots measures it, to two digits. */
const PROPOSAL_GAS = 280_000n;
const GWEI_PER_GAS = 5n;
const USD_PER_ETH = 3_000n;
const GWEI_PER_ETH = 10n ** 9n;

/** What a leg costs in gas: what was asked for, else nothing where a taker pays it, and an honest guess where the portfolio's bot does. */
export const gasPerLegUsdE18 = ({ gasUsdE18 }: BacktestOptions, { orderTerms }: Policy): bigint => {
  if (gasUsdE18 !== null) return gasUsdE18;
  return orderTerms.venue === 'proposal'
    ? (PROPOSAL_GAS * GWEI_PER_GAS * USD_PER_ETH * E18) / GWEI_PER_ETH
    : 0n;
};

/** Where the figure comes from, in words. */
export const gasSource = ({ gasUsdE18 }: BacktestOptions, { orderTerms }: Policy): string => {
  if (gasUsdE18 !== null) return 'gas as asked for';
  return orderTerms.venue === 'proposal'
    ? `gas a guess: ${PROPOSAL_GAS} gas a proposal (measured) at ${GWEI_PER_GAS} gwei and ${USD_PER_ETH} USD an ETH; --gas-usd sets another`
    : 'no gas: whoever fills an order pays it';
};
