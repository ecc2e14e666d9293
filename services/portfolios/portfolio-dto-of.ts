import type { AssetDto, FillDto, LookDto, OpenOrderDto, PortfolioDto } from '../../lib/api/portfolio-dto.ts';
import type { AssetVerdict } from '../../lib/engine/decision.ts';
import { explain } from '../../lib/engine/explain.ts';
import type { Policy } from '../../lib/engine/policy.ts';
import type { AssetState, Snapshot } from '../../lib/engine/snapshot.ts';
import { surveyPortfolio } from '../../lib/engine/survey.ts';
import { bandShareE18, firstBand, lookAt } from '../../lib/engine/triggers.ts';
import type { Placed } from '../../lib/ledger/action.ts';
import type { FillRecord, LookRecord, PortfolioRecord } from '../../lib/ledger/fleet-record.ts';
import { isLive } from '../../lib/ledger/lifecycle.ts';
import {
  BPS_WHOLE,
  bpsToE18,
  e18ToBpsDown,
  formatDecimal,
  formatDecimalRounded,
} from '../../lib/money/fixed-point.ts';
import type { UnixSeconds } from '../../lib/result.ts';
import { policyText } from './policy-text.ts';
import { portfolioState } from './portfolio-state.ts';

type BandRange = { readonly lowBps: number; readonly highBps: number };

/**
 * For drawing: between which weights an asset may drift, by its target, cut to 0–100 %. Null when the policy has no band, or when
 * the portfolio can't be valued.
 */
function bandRanges(snapshot: Snapshot, policy: Policy): (targetBps: number) => BandRange | null {
  const surveyed = surveyPortfolio(snapshot, policy);
  const band = surveyed.ok ? firstBand(lookAt(snapshot, policy, surveyed.survey)) : null;
  if (band === null) return () => null;
  return (targetBps) => {
    const width = e18ToBpsDown(bandShareE18(band, bpsToE18(targetBps)));
    return { lowBps: Math.max(0, targetBps - width), highBps: Math.min(BPS_WHOLE, targetBps + width) };
  };
}

const cents = (usdE18: bigint): string => formatDecimalRounded(usdE18, 18, 2);

/** Significant digits matter, not places: 4 places suit a dollar, 8 a cent's fraction. */
const priceText = (usdE18: bigint): string => formatDecimalRounded(usdE18, 18, usdE18 >= 10n ** 18n ? 4 : 8);

type Token = { readonly symbol: string; readonly decimals: number };

function tokensOf(look: LookRecord | null): ReadonlyMap<string, Token> {
  return new Map((look?.snapshot.assets ?? []).map((asset) => [asset.token, asset]));
}

/** A token that no look has seen yet shows by its address and raw units. */
const tokenAt = (tokens: ReadonlyMap<string, Token>, address: string): Token =>
  tokens.get(address) ?? { symbol: `${address.slice(0, 6)}…${address.slice(-4)}`, decimals: 0 };

function pairText(
  tokens: ReadonlyMap<string, Token>,
  {
    sellToken,
    buyToken,
    sellUnits,
    buyUnits,
  }: Pick<FillRecord, 'sellToken' | 'buyToken' | 'sellUnits' | 'buyUnits'>,
) {
  const sold = tokenAt(tokens, sellToken);
  const bought = tokenAt(tokens, buyToken);
  return {
    sellSymbol: sold.symbol,
    buySymbol: bought.symbol,
    sellUnits: formatDecimal(sellUnits, sold.decimals),
    buyUnits: formatDecimal(buyUnits, bought.decimals),
  };
}

const orderDtos = (tokens: ReadonlyMap<string, Token>, placed: Placed): readonly OpenOrderDto[] => {
  const { leg, body, status, statusReason, filledSellUnits } = placed;
  if (!isLive(status)) return [];
  const { makingAmount: sellUnits, takingAmount: buyUnits } = body.order;
  return [
    {
      orderHash: body.orderHash,
      ...pairText(tokens, { ...leg, sellUnits, buyUnits }),
      filledBps: Number((filledSellUnits * 10_000n) / sellUnits),
      status,
      statusReason,
      expiresAtSeconds: body.expiresAtSeconds,
    },
  ];
};

const fillDto = (tokens: ReadonlyMap<string, Token>, fill: FillRecord): FillDto => ({
  id: `${fill.txHash}-${fill.logIndex}`,
  txHash: fill.txHash,
  ...pairText(tokens, fill),
  taker: fill.taker,
  blockNumber: fill.blockNumber.toString(),
  blockTimeSeconds: fill.blockTimeSeconds,
});

type AssetView = {
  readonly asset: AssetState;
  readonly verdict: AssetVerdict | undefined;
  readonly band: BandRange | null;
  readonly nowSeconds: UnixSeconds;
};

function assetDto({ asset, verdict, band, nowSeconds }: AssetView): AssetDto {
  const { price } = asset;
  return {
    token: asset.token,
    symbol: asset.symbol,
    units: formatDecimal(asset.units, asset.decimals),
    valueUsd: verdict?.valueUsdE18 == null ? null : cents(verdict.valueUsdE18),
    targetBps: asset.targetBps,
    weightBps: verdict?.weightE18 == null ? null : e18ToBpsDown(verdict.weightE18),
    band,
    action: verdict?.action ?? 'hold',
    plannedUsd: cents(verdict?.plannedUsdE18 ?? 0n),
    reason: verdict?.hold?.reason ?? null,
    price: price.ok
      ? {
          usd: priceText(price.usdE18),
          source: price.source,
          ageSeconds: Math.max(0, nowSeconds - price.updatedAtSeconds),
        }
      : null,
  };
}

function lookDto(look: LookRecord): LookDto {
  const { snapshot, decision } = look;
  const verdicts = new Map(decision.assets.map((verdict) => [verdict.token, verdict]));
  const bandOf = bandRanges(snapshot, look.policy);
  const { nowSeconds } = snapshot;
  return {
    blockNumber: snapshot.blockNumber.toString(),
    blockTimeSeconds: nowSeconds,
    lookedAtSeconds: look.lookedAtSeconds,
    valueUsd: decision.navUsdE18 === null ? null : cents(decision.navUsdE18),
    trackingErrorBps: decision.trackingErrorBps,
    isHalted: snapshot.halted,
    sentence: explain(decision).sentence,
    nextLookAtSeconds: decision.nextLookAt,
    assets: snapshot.assets
      .map((asset) =>
        assetDto({ asset, verdict: verdicts.get(asset.token), band: bandOf(asset.targetBps), nowSeconds }),
      )
      .sort((a, b) => b.targetBps - a.targetBps || (a.symbol < b.symbol ? -1 : 1)),
  };
}

/** A portfolio as pages and the API show it: amounts as exact decimal text, weights in basis points. */
export function portfolioDtoOf(portfolio: PortfolioRecord): PortfolioDto {
  const tokens = tokensOf(portfolio.look);
  const { state, detail } = portfolioState(portfolio);
  return {
    id: portfolio.id,
    chainId: portfolio.chainId,
    address: portfolio.address,
    name: portfolio.name === '' ? `Portfolio ${portfolio.id}` : portfolio.name,
    simulated: portfolio.simulated,
    policyText: portfolio.look === null ? null : policyText(portfolio.look.policy),
    state,
    stateDetail: detail,
    look: portfolio.look === null ? null : lookDto(portfolio.look),
    openOrders: portfolio.liveOrders.flatMap((order) => orderDtos(tokens, order)),
    lastFills: portfolio.lastFills.map((fill) => fillDto(tokens, fill)),
    fillCount: portfolio.fillCount,
  };
}
