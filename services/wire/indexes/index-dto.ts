import type { IndexDto, IndexLookDto, IndexTradeDto } from '../../../lib/api/indexes.ts';
import { explain } from '../../../lib/engine/explain.ts';
import { assetOfToken, tokensByAsset } from '../../../lib/index-portfolio/asset-of-token.ts';
import { type Index, scheduleOf } from '../../../lib/index-portfolio/index-policy.ts';
import { SWAP_ENDS } from '../../../lib/intents/swap.ts';
import { E18_PER_BPS, formatDecimalRounded } from '../../../lib/money/fixed-point.ts';
import type { OwnIndex, OwnTrade, StoredIndexLook } from '../../store/indexes/index-wishes.ts';

const CENTS = 2;

const usd = (usdE18: bigint | null): string | null =>
  usdE18 === null ? null : formatDecimalRounded(usdE18, 18, CENTS);
const bps = (shareE18: bigint): number => Number(shareE18 / E18_PER_BPS);

/** A look in words, with its assets by the verifier's names for them. */
export const indexLookDto = ({ decision, tokens }: NonNullable<StoredIndexLook>): IndexLookDto => {
  const byAsset = tokensByAsset(tokens);
  const { plan, decidedAt, navUsdE18, assets } = decision;
  return {
    ...{ decidedAtSeconds: decidedAt, kind: plan.kind, sentence: explain(decision).sentence },
    ...{ reason: plan.kind === 'hold' ? plan.hold.reason : null, valueUsd: usd(navUsdE18) },
    rows: assets.map(({ token, symbol, targetE18, weightE18, valueUsdE18 }) => ({
      ...{ token: byAsset.get(token) ?? token, symbol, targetBps: bps(targetE18) },
      ...{ weightBps: weightE18 === null ? null : bps(weightE18), valueUsd: usd(valueUsdE18) },
    })),
  };
};

export const indexDto = (
  { version, lookedAtSeconds, nextLookAtSeconds, lastLook }: Omit<OwnIndex, 'index'>,
  { name, allocations, policy }: Index,
): IndexDto => ({
  ...{ name, version, allocations: [...allocations], schedule: scheduleOf(policy) },
  ...{ lookedAtSeconds, nextLookAtSeconds, lastLook: lastLook && indexLookDto(lastLook) },
});

type SwapRow = Pick<OwnTrade, 'end' | 'why'> & { readonly isSigned: boolean };

const stateOf = ({ end, isSigned }: SwapRow): IndexTradeDto['state'] =>
  end ?? (isSigned ? 'under-way' : 'planned');

const wordsOf = ({ end, why, isSigned }: SwapRow): string => {
  if (end === 'not-sent' && !isSigned)
    return 'It was never signed, so nothing of it was sent: its prices had grown old.';
  if (end !== null) return SWAP_ENDS[end].words;
  if (why !== null) return `It waits: ${why}${why.endsWith('.') ? '' : '.'}`;
  return isSigned ? 'It is signed and handed in.' : 'It is planned, and nothing of it is signed yet.';
};

/** How far a swap is, as a state and in words. */
export const swapTold = (row: SwapRow): Pick<IndexTradeDto, 'state' | 'words'> => ({
  ...{ state: stateOf(row), words: wordsOf(row) },
});

export const indexTradeDto = (row: OwnTrade): IndexTradeDto => ({
  ...{ id: row.id, purpose: row.purpose, from: row.from, to: row.to },
  fromSymbol: row.symbols[assetOfToken(row.from)] ?? null,
  toSymbol: row.symbols[assetOfToken(row.to)] ?? null,
  ...{ amountUnits: `${row.amount}`, leastOutUnits: `${row.least}`, valueUsd: usd(row.value) },
  ...{
    ...swapTold({ ...row, isSigned: row.signedAtSeconds !== null }),
    isOverdue: row.overdue && row.end === null,
  },
  ...{ plannedAtSeconds: row.plannedAtSeconds, signedAtSeconds: row.signedAtSeconds },
  ...{ endedAtSeconds: row.endedAtSeconds, intentHash: row.intentHash, depositAddress: row.depositAddress },
});
