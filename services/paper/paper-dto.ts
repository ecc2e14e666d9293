import type { PaperAssetDto, PaperDetailDto, PaperDto, PaperTradeDto } from '../../lib/api/paper.ts';
import { SIMULATED_DECIMALS, valueHoldings } from '../../lib/backtest/simulated-portfolio.ts';
import type { PaperDay, PaperRow, PaperTradeRow } from '../../lib/ledger/paper-record.ts';
import { E18, formatDecimal } from '../../lib/money/fixed-point.ts';
import { readPaperState } from '../../lib/paper/paper-state.ts';
import { paperResult } from '../../lib/paper/paper-step.ts';
import { type PaperTerms, readPaperTerms } from '../../lib/paper/paper-terms.ts';
import { cents } from '../portfolios/asset-dtos.ts';
import { sharesOf } from '../portfolios/plan-dto.ts';
import { policyText } from '../portfolios/policy-text.ts';

const unitsText = (unitsE18: bigint): string => formatDecimal(unitsE18, SIMULATED_DECIMALS);

type Readable = {
  readonly terms: PaperTerms;
  readonly assets: PaperAssetDto[];
  readonly figures: Pick<PaperDto, 'rebalances' | 'costUsd' | 'turnover' | 'drawdown'>;
};

const NO_FIGURES = { rebalances: null, costUsd: null, turnover: null, drawdown: null } as const;

/** Null where what is stored can't be read. */
const readableOf = (row: PaperRow): Readable | null => {
  const terms = readPaperTerms(row.terms);
  const state = terms === null ? null : readPaperState(terms, row.state);
  if (terms === null || state?.ok !== true) return null;
  const { units, feeds } = state.value;
  const { values, navUsdE36 } = valueHoldings(
    units,
    feeds.map(({ lastUsdE18 }) => lastUsdE18),
  );
  const shares = sharesOf(values);
  const { run } = paperResult(state.value);
  return {
    terms,
    assets: terms.assets.map((asset, index) => ({
      ...{ token: asset.token, symbol: asset.symbol, decimals: asset.decimals, targetBps: asset.targetBps },
      ...{ feed: asset.feed, heartbeatSeconds: asset.heartbeatSeconds },
      openingUnits: asset.openingUnits.toString(),
      weightBps: navUsdE36 === 0n ? null : (shares[index] ?? null),
      units: unitsText(units[index] ?? 0n),
      priceUsd: formatDecimal(feeds[index]?.lastUsdE18 ?? 0n, 18),
      valueUsd: cents((values[index] ?? 0n) / E18),
    })),
    figures: {
      ...{ rebalances: run.rebalances, costUsd: cents(run.costUsdE18) },
      ...{ turnover: run.turnover, drawdown: run.drawdown.depth },
    },
  };
};

/** Of what a page shows of one: another one means that it is worth asking for. */
export const paperVersion = ({ steps, quarantineReason }: PaperRow): string =>
  `${steps}${quarantineReason === null ? '' : ' set aside'}`;

const UNREADABLE = 'What is stored of it can’t be read any more.';

/** One paper portfolio as it is shown. */
export const paperDtoOf = (row: PaperRow): PaperDto => {
  const readable = readableOf(row);
  return {
    ...{ id: row.id, chainId: row.chainId, name: row.name, watched: row.watched, preset: row.preset },
    policyText: readable === null ? null : policyText(readable.terms.policy),
    setAside: row.quarantineReason ?? (readable === null ? UNREADABLE : null),
    ...{ openedAtSeconds: row.openedAtSeconds, lookedAtSeconds: row.rowAtSeconds, looks: row.steps },
    ...{ kind: row.kind, reason: row.reason, why: row.why },
    ...{
      openingUsd: cents(row.openingUsdE18),
      valueUsd: cents(row.valueUsdE18),
      heldUsd: cents(row.heldUsdE18),
    },
    ...(readable?.figures ?? NO_FIGURES),
    assets: readable?.assets ?? [],
    ...{ readAtSeconds: row.readAtSeconds, nextTurnAtSeconds: row.nextTurnAtSeconds },
  };
};

const tradeDtoOf = (trade: PaperTradeRow, symbolOf: (token: string) => string): PaperTradeDto => ({
  ...{ atSeconds: trade.atSeconds, leg: trade.leg },
  ...{ sellSymbol: symbolOf(trade.sellToken), buySymbol: symbolOf(trade.buyToken) },
  ...{ sellUnits: unitsText(trade.sellUnitsE18), buyUnits: unitsText(trade.buyUnitsE18) },
  ...{ valueUsd: cents(trade.sellUsdE18), costUsd: cents(trade.costUsdE18) },
});

/** One with its would-be trades and its days. */
export const paperDetailOf = (
  row: PaperRow,
  trades: readonly PaperTradeRow[],
  days: readonly PaperDay[],
): PaperDetailDto => {
  const paper = paperDtoOf(row);
  const symbolOf = (token: string): string =>
    paper.assets.find((asset) => asset.token === token)?.symbol ?? token;
  return {
    paper,
    trades: trades.map((trade) => tradeDtoOf(trade, symbolOf)),
    days: days.map(({ atSeconds, valueUsdE18, heldUsdE18 }) => ({
      ...{ atSeconds, valueUsd: cents(valueUsdE18), heldUsd: cents(heldUsdE18) },
    })),
  };
};
