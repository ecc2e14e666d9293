import type { Address } from 'viem';
import { resultOf } from '../backtest/backtest-outcome.ts';
import { type BacktestState, openRun, refusedSpec } from '../backtest/backtest-state.ts';
import type { BacktestResult } from '../backtest/backtest-types.ts';
import { type LookedRow, lookAtRow, type MarketRow, stepRow } from '../backtest/step-row.ts';
import type { Decision } from '../engine/decision.ts';
import type { NoPrice, Price } from '../engine/snapshot.ts';
import type { PaperTradeFact } from '../ledger/paper-record.ts';
import type { Result, UnixSeconds } from '../result.ts';
import { type PaperTerms, paperSpec } from './paper-terms.ts';

/** Prices by token, as of one block. A token that isn't in it has none. */
export type PaperPrices = ReadonlyMap<Address, Price | NoPrice>;

const MISSING: NoPrice = { ok: false, fault: 'missing', detail: 'no source has a price of it' };

/** A price that may be traded on at this time, or why there is none. */
export const usablePrice = (
  { token, heartbeatSeconds }: Pick<PaperTerms['assets'][number], 'token' | 'heartbeatSeconds'>,
  prices: PaperPrices,
  atSeconds: UnixSeconds,
): Price | NoPrice => {
  const price = prices.get(token) ?? MISSING;
  if (!price.ok) return price;
  const age = atSeconds - price.updatedAtSeconds;
  return age <= heartbeatSeconds
    ? price
    : {
        ...{ ok: false, fault: 'stale' },
        detail: `its feed is ${age} s old, and ${heartbeatSeconds} s are allowed`,
      };
};

/** Prices of a block as a row of a history: whoever replays it comes to the same. */
export const paperRow = ({ assets }: PaperTerms, prices: PaperPrices, atSeconds: UnixSeconds): MarketRow => {
  const quotes = assets.map((asset) => usablePrice(asset, prices, atSeconds));
  return {
    labelSeconds: atSeconds,
    knownAtSeconds: atSeconds,
    prices: quotes.map((quote) => (quote.ok ? quote.usdE18 : null)),
    faults: new Map(quotes.flatMap((quote, column) => (quote.ok ? [] : [[column, quote] as const]))),
  };
};

/** Opens a paper portfolio at a row. Fails with `backtest-invalid` where nothing is held, or a token has no price to begin with. */
export const openPaper = (terms: PaperTerms, row: MarketRow): Result<BacktestState> => {
  const spec = paperSpec(terms);
  return refusedSpec(spec) ?? openRun(spec, row);
};

/** What the engine would do at this row, without doing it. The state that is given is of no use afterwards. */
export const planPaper = (state: BacktestState, row: MarketRow): LookedRow => lookAtRow(state, row);

/** Moves a paper portfolio on by one row, by the very step of a back-test. */
export const stepPaper = (
  { assets }: PaperTerms,
  state: BacktestState,
  row: MarketRow,
): { readonly decision: Decision; readonly trades: readonly PaperTradeFact[] } => {
  const { decision, trades } = stepRow(state, row);
  const tokenOf = (column: number): Address => assets[column]?.token ?? '0x';
  return {
    decision,
    trades: trades.map(({ sell, buy, sellUnits, boughtUnits, sellUsdE18, costUsdE18 }) => ({
      ...{ sellToken: tokenOf(sell), buyToken: tokenOf(buy), sellUsdE18, costUsdE18 },
      ...{ sellUnitsE18: sellUnits, buyUnitsE18: boughtUnits ?? 0n },
    })),
  };
};

/** What a paper portfolio has come to, beside the same basket held, as a back-test writes it up. */
export const paperResult = (state: BacktestState): BacktestResult => resultOf(state);
