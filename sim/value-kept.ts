import type { Address } from 'viem';
import { balancerAbi } from '../lib/abi/balancer-abi.ts';
import type { Asked, Violation } from './asked.ts';
import type { ChainFill } from './chain-record.ts';
import type { SimulatedWorld } from './simulated-world.ts';

const DAY_SECONDS = 86_400n;
const E18 = 10n ** 18n;
/** One basis point of NAV in 1e-18. */
const BPS_E18 = 10n ** 14n;

/** What a fill cost and turned over, as fractions of NAV in 1e-18. */
type Charge = { readonly atSeconds: bigint; readonly lossE18: bigint; readonly turnoverE18: bigint };

/** By the feeds' answers in the fill's own block and by what moved, not by what the contract says it has charged. */
const chargeOf = async ({ world, chain }: Asked, fill: ChainFill): Promise<Charge> => {
  const valueE32 = (token: Address, units: bigint): bigint => {
    const { decimals } = world.usdc.token.toLowerCase() === token ? world.usdc : world.wbtc;
    return (units * chain.answerAt(token, fill.blockNumber) * 10n ** 24n) / 10n ** BigInt(decimals);
  };
  const outE32 = valueE32(fill.sellToken, fill.sellUnits);
  const inE32 = valueE32(fill.buyToken, fill.buyUnits);
  const { timestamp } = await world.client.getBlock({ blockNumber: fill.blockNumber });
  const fraction = (partE32: bigint): bigint => (partE32 * E18) / fill.navE32;
  return {
    atSeconds: timestamp,
    lossE18: outE32 > inE32 ? fraction(outE32 - inE32) : 0n,
    turnoverE18: fraction(outE32),
  };
};

/** The most that any day of these charges has let through. */
const worstDay = (charges: readonly Charge[], of: 'lossE18' | 'turnoverE18'): bigint =>
  charges.reduce((worst, { atSeconds }) => {
    const sum = charges
      .filter((each) => each.atSeconds <= atSeconds && each.atSeconds > atSeconds - DAY_SECONDS)
      .reduce((total, each) => total + each[of], 0n);
    return sum > worst ? sum : worst;
  }, 0n);

const limitsOf = async ({ client }: SimulatedWorld, address: Address) => {
  const [guard, budgets] = await Promise.all([
    client.readContract({ address, abi: balancerAbi, functionName: 'guard' }),
    client.readContract({ address, abi: balancerAbi, functionName: 'budgets' }),
  ]);
  return { guard, budgets };
};

/** I6: no day's fills have cost, or turned over, more than the contract's own rules allow of a day; no bucket is fuller than it can be. */
export const valueKept = async (asked: Asked): Promise<readonly Violation[]> => {
  const violations: Violation[] = [];
  for (const portfolio of asked.world.portfolios) {
    const fills = asked.chain.fills.filter((fill) => fill.portfolio === portfolio);
    if (fills.length === 0) continue;
    const charges = await Promise.all(fills.map((fill) => chargeOf(asked, fill)));
    const { guard, budgets } = await limitsOf(asked.world, portfolio);
    const [loss, turnover] = [worstDay(charges, 'lossE18'), worstDay(charges, 'turnoverE18')];
    const lossMax = BigInt(guard.lossBpsPerDay) * BPS_E18;
    const turnoverMax = BigInt(guard.turnoverBpsPerDay) * BPS_E18;
    if (loss > lossMax) violations.push(`I6 a day has cost ${loss} of ${lossMax}`);
    if (turnover > turnoverMax) violations.push(`I6 a day has turned over ${turnover} of ${turnoverMax}`);
    if (
      budgets.lossLevelE18 > budgets.lossCapacityE18 ||
      budgets.turnoverLevelE18 > budgets.turnoverCapacityE18
    )
      violations.push('I6 a bucket is fuller than it can be');
  }
  return violations;
};
