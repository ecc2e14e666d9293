/** One USD in 18 decimals. */
const E18 = 10n ** 18n;

/** What turns raw units of a token into dollars, by the taker's own opinion. */
export type Valuation = {
  /** USD per whole token, 18 decimals, above zero. */
  readonly priceUsdE18: bigint;
  readonly decimals: number;
};

/** Value in USD (18 decimals), rounded down: what the taker gets. */
export const valueUsdE18Down = (units: bigint, { priceUsdE18, decimals }: Valuation): bigint =>
  (units * priceUsdE18) / 10n ** BigInt(decimals);

/** Value in USD (18 decimals), rounded up: what the taker gives. */
export const valueUsdE18Up = (units: bigint, { priceUsdE18, decimals }: Valuation): bigint => {
  const scale = 10n ** BigInt(decimals);
  return (units * priceUsdE18 + scale - 1n) / scale;
};

/** Exact dollars as plain decimal text: 1500000000000000000n → "1.5". */
export const usdText = (valueUsdE18: bigint): string => {
  const magnitude = valueUsdE18 < 0n ? -valueUsdE18 : valueUsdE18;
  const cents = (magnitude % E18).toString().padStart(18, '0').replace(/0+$/, '');
  const text = cents === '' ? `${magnitude / E18}` : `${magnitude / E18}.${cents}`;
  return valueUsdE18 < 0n ? `-${text}` : text;
};
