import * as z from 'zod/mini';
import { BPS_WHOLE, E18, formatDecimal, mulDivDown, parseDecimal } from '../../lib/money/fixed-point.ts';
import { formatUnits, formatUsd } from '../ui/format.ts';
import { bpsOf } from './typed-shares.ts';

export const heldAssetSchema = z.object({
  ...{ asset: z.string(), symbol: z.string(), chain: z.string(), decimals: z.number() },
  ...{ units: z.string(), valueUsd: z.nullable(z.string()) },
});
/** An asset that an account holds, by the verifier's word. */
export type HeldAsset = z.infer<typeof heldAssetSchema>;
type Valued = Pick<HeldAsset, 'valueUsd'>;

/** What a test is of: below the most that counts as one. */
const TEST_USD = 20n;

const valueE18 = ({ valueUsd }: Valued): bigint | null =>
  valueUsd === null ? null : parseDecimal(valueUsd, 18);

/** What all of it is worth; null where one has no price. */
export const worthOf = (held: readonly Valued[]): Valued => {
  const sum = held
    .map(valueE18)
    .reduce((sofar, one) => (sofar === null || one === null ? null : sofar + one), 0n);
  return { valueUsd: sum === null ? null : formatDecimal(sum, 18) };
};

/** The share of it that is worth about a test, rounded down; null = all of it is, none is so little, or it has no price. */
export const testShareOf = (held: Valued): number | null => {
  const value = valueE18(held);
  if (value === null || value <= TEST_USD * E18) return null;
  const bps = Number(mulDivDown(TEST_USD * E18, BigInt(BPS_WHOLE), value));
  return bps === 0 ? null : bps;
};

const part = (whole: bigint, bps: number): bigint => mulDivDown(whole, BigInt(bps), BigInt(BPS_WHOLE));

/** "$ 18.00": what so much of it is worth, rounded down; null = no share is typed. */
export const shareWorth = (held: Valued, typed: string): string | null => {
  const [bps, value] = [bpsOf(typed), valueE18(held)];
  if (bps === null) return null;
  return value === null ? 'no price' : formatUsd(formatDecimal(part(value, bps), 18));
};

/** "0.0003 BTC, $ 18.00": so much of it as is typed, rounded down; null = no share is. */
export const shareWords = (held: HeldAsset, typed: string): string | null => {
  const bps = bpsOf(typed);
  if (bps === null) return null;
  const amount = formatUnits(formatDecimal(part(BigInt(held.units), bps), held.decimals));
  return `${amount} ${held.symbol}, ${shareWorth(held, typed)}`;
};
