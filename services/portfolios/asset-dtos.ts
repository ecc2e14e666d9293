import type { AssetDto } from '../../lib/api/portfolio-dto.ts';
import type { AssetVerdict } from '../../lib/engine/decision.ts';
import { REASON_WORDS } from '../../lib/engine/explain.ts';
import type { Policy } from '../../lib/engine/policy.ts';
import type { AssetState, Snapshot } from '../../lib/engine/snapshot.ts';
import { surveyPortfolio } from '../../lib/engine/survey.ts';
import { bandShareE18, firstBand, lookAt } from '../../lib/engine/triggers.ts';
import type { LookRecord } from '../../lib/ledger/fleet-record.ts';
import {
  absolute,
  BPS_WHOLE,
  bpsToE18,
  E18,
  e18ToBpsRounded,
  formatDecimal,
  formatDecimalRounded,
} from '../../lib/money/fixed-point.ts';

/** US dollars and cents as exact decimal text. */
export const cents = (usdE18: bigint): string => formatDecimalRounded(usdE18, 18, 2);

/** Significant digits matter, not places: 4 places suit a dollar, 8 a cent's fraction. */
const priceText = (usdE18: bigint): string => formatDecimalRounded(usdE18, 18, usdE18 >= E18 ? 4 : 8);

/** From the target to an edge of the band, as a share; null when the policy has no band, or the portfolio can't be valued. */
type BandWidth = (targetBps: number) => bigint | null;

const bandWidths = (snapshot: Snapshot, policy: Policy): BandWidth => {
  const surveyed = surveyPortfolio(snapshot, policy);
  const band = surveyed.ok ? firstBand(lookAt(snapshot, policy, surveyed.survey)) : null;
  return (targetBps) => (band === null ? null : bandShareE18(band, bpsToE18(targetBps)));
};

/** What is held of an asset, without what open orders will bring or take; null without a price. */
const heldUsdE18 = (verdict: AssetVerdict | undefined): bigint | null =>
  verdict === undefined || verdict.valueUsdE18 === null ? null : verdict.valueUsdE18 - verdict.inFlightUsdE18;

/** The value of all that is held; null while something has no price. */
export const heldNavUsdE18 = ({ decision }: LookRecord): bigint | null =>
  decision.navUsdE18 === null
    ? null
    : decision.assets.reduce((sum, verdict) => sum + (heldUsdE18(verdict) ?? 0n), 0n);

type Held = { readonly usdE18: bigint | null; readonly navUsdE18: bigint | null };

const shareE18 = ({ usdE18, navUsdE18 }: Held): bigint | null =>
  usdE18 === null || navUsdE18 === null || navUsdE18 <= 0n ? null : (usdE18 * E18) / navUsdE18;

type Against = { readonly targetBps: number; readonly widthE18: bigint | null; readonly dustUsdE18: bigint };

/**
 * As the engine judges what is held, by the exact numbers: |held × 10,000 − target × NAV| ≥ width × NAV × 10,000. At the edge is outside;
 * a holding without a target and a band counts from the smallest trade on.
 */
const standingOf = (
  { usdE18, navUsdE18 }: Held,
  { targetBps, widthE18, dustUsdE18 }: Against,
): AssetDto['standing'] => {
  if (usdE18 === null || navUsdE18 === null || navUsdE18 <= 0n) return null;
  if (widthE18 === 0n && usdE18 < dustUsdE18) return 'inside';
  const excess = usdE18 * BigInt(BPS_WHOLE) - BigInt(targetBps) * navUsdE18;
  const edge = (widthE18 ?? 0n) * navUsdE18 * BigInt(BPS_WHOLE);
  if (widthE18 === null || excess === 0n || absolute(excess) * E18 < edge) return 'inside';
  return excess > 0n ? 'over' : 'under';
};

const bandDto = (targetBps: number, widthE18: bigint | null): AssetDto['band'] => {
  if (widthE18 === null) return null;
  const widthBps = e18ToBpsRounded(widthE18);
  return {
    widthBps,
    lowBps: Math.max(0, targetBps - widthBps),
    highBps: Math.min(BPS_WHOLE, targetBps + widthBps),
  };
};

const whyOf = (verdict: AssetVerdict | undefined): string | null => {
  const hold = verdict?.hold;
  if (hold === undefined || hold === null) return null;
  return `${REASON_WORDS[hold.reason]}${hold.detail === null ? '' : `: ${hold.detail}`}`;
};

type Known = { readonly look: LookRecord; readonly width: BandWidth; readonly navUsdE18: bigint | null };

const assetDto = (asset: AssetState, { look, width, navUsdE18 }: Known): AssetDto => {
  const verdict = look.decision.assets.find(({ token }) => token === asset.token);
  const held = { usdE18: heldUsdE18(verdict), navUsdE18 };
  const share = shareE18(held);
  const widthE18 = width(asset.targetBps);
  const { price } = asset;
  return {
    token: asset.token,
    symbol: asset.symbol,
    units: formatDecimal(asset.units, asset.decimals),
    valueUsd: held.usdE18 === null ? null : cents(held.usdE18),
    targetBps: asset.targetBps,
    weightBps: share === null ? null : e18ToBpsRounded(share),
    afterOrdersBps:
      look.snapshot.openOrders.length === 0 || verdict?.weightE18 == null
        ? null
        : e18ToBpsRounded(verdict.weightE18),
    band: bandDto(asset.targetBps, widthE18),
    standing: standingOf(held, {
      targetBps: asset.targetBps,
      widthE18,
      dustUsdE18: look.policy.limits.minTradeUsdE18,
    }),
    action: verdict?.action ?? 'hold',
    plannedUsd: cents(verdict?.plannedUsdE18 ?? 0n),
    reason: verdict?.hold?.reason ?? null,
    why: whyOf(verdict),
    price: price.ok
      ? {
          usd: priceText(price.usdE18),
          source: price.source,
          ageSeconds: Math.max(0, look.snapshot.nowSeconds - price.updatedAtSeconds),
        }
      : null,
  };
};

/** Every asset of a look, the largest target first. */
export const assetDtosOf = (look: LookRecord): AssetDto[] => {
  const { snapshot } = look;
  const known = { look, width: bandWidths(snapshot, look.policy), navUsdE18: heldNavUsdE18(look) };
  return snapshot.assets
    .map((asset) => assetDto(asset, known))
    .sort((a, b) => b.targetBps - a.targetBps || (a.symbol < b.symbol ? -1 : 1));
};
