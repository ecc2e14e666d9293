import type { IndexAccountDto } from '../../../lib/api/index-accounts.ts';
import type { IndexAccountDetailDto, IndexDepositDto } from '../../../lib/api/index-deposits.ts';
import type { IndexWithdrawalDto } from '../../../lib/api/index-withdrawals.ts';
import { centsUp } from '../../../lib/intents/ask-deposit.ts';
import { depositState } from '../../../lib/intents/deposit.ts';
import { shareWithdrawalState } from '../../../lib/intents/share-state.ts';
import { withdrawalState } from '../../../lib/intents/withdrawal.ts';
import { formatDecimal } from '../../../lib/money/fixed-point.ts';
import type { UnixSeconds } from '../../../lib/result.ts';
import type { HeldNow } from '../../intents/quote-deposit.ts';
import type { IndexAccountRow } from '../../store/indexes/index-accounts.ts';
import type { IndexDepositRow } from '../../store/indexes/index-deposits.ts';
import type { IndexWithdrawalRow } from '../../store/indexes/index-withdrawals.ts';
import { swapTold } from './index-dto.ts';

const CENT_PLACES = 2;

export const usdOfCents = (cents: bigint): string => formatDecimal(cents, CENT_PLACES);

export const indexAccountDto = ({ owner: _, capCents, ...row }: IndexAccountRow): IndexAccountDto => ({
  ...row,
  capUsd: usdOfCents(capCents),
});

const textOf = (units: bigint | null): string | null => (units === null ? null : `${units}`);

/** As its owner is told of it; what it is now is judged anew from what was seen, so that its words are of now. */
export const indexDepositDto = (row: IndexDepositRow, nowSeconds: UnixSeconds): IndexDepositDto => {
  const { id, asset, into, symbol, chain, decimals, address, memo, refundTo, deadSeconds } = row;
  const { leastUnits, isLate, createdAtSeconds: fromSeconds } = row;
  const awaited = { leastUnits, memo, fromSeconds, deadSeconds, isLate };
  const { state, words, ageSeconds, seenUnits, backUnits } = depositState(awaited, row.report, nowSeconds);
  return {
    ...{ id, asset, into, symbol, chain, decimals, address, memo, refundTo, deadSeconds },
    ...{ amountUnits: `${row.amountUnits}`, leastUnits: `${row.leastUnits}`, usd: usdOfCents(row.usdCents) },
    ...{ createdAtSeconds: row.createdAtSeconds, lookedAtSeconds: row.lookedAtSeconds },
    ...{ state, words, ageSeconds, seenUnits: textOf(seenUnits), backUnits: textOf(backUnits) },
  };
};

type Sell = NonNullable<IndexWithdrawalRow['share']>['sells'][number];

const sellDto = ({ id, asset, symbol, decimals, ...sell }: Sell): IndexWithdrawalDto['sells'][number] => ({
  ...{ id, asset, symbol, decimals, amountUnits: `${sell.amountUnits}`, arrivedUnits: textOf(sell.outUnits) },
  ...{ ...swapTold(sell), isOverdue: sell.isOverdue && sell.end === null },
});

/** What leaves by its swap; before that, of a share, its own part and what has arrived. */
const leavingUnits = ({ exitUnits, share }: IndexWithdrawalRow): bigint =>
  exitUnits ??
  (share?.sells ?? []).reduce((sum, { outUnits }) => sum + (outUnits ?? 0n), share?.ownUnits ?? 0n);

/** As its owner is told of it, from the swap by which it leaves and from what is sold for it. */
export const indexWithdrawalDto = (row: IndexWithdrawalRow): IndexWithdrawalDto => {
  const { id, asset, to, chain, symbol, decimals, isTest, share, exit } = row;
  const told = share === null ? withdrawalState(exit) : shareWithdrawalState({ ...share, symbol }, exit);
  return {
    ...{ id, asset, to, chain, symbol, decimals, isTest, createdAtSeconds: row.createdAtSeconds },
    ...{
      endedAtSeconds: row.endedAtSeconds,
      amountUnits: `${leavingUnits(row)}`,
      usd: usdOfCents(row.usdCents),
    },
    ...{ ...told, of: share === null ? 'asset' : 'index', shareBps: share?.shareBps ?? null },
    ...{
      sells: (share?.sells ?? []).map(sellDto),
      choices: told.state === 'choose' ? ['leave', 'keep'] : [],
    },
  };
};

/** What the verifier says, for people. */
export const heldDto = ({
  atSeconds,
  holdings,
  unlisted,
  usdE18,
}: HeldNow): NonNullable<IndexAccountDetailDto['held']> => ({
  atSeconds,
  rows: holdings.map(({ token, units, usdE18: worth }) => ({
    ...{ asset: token.assetId, symbol: token.symbol, chain: token.blockchain, decimals: token.decimals },
    ...{ units: `${units}`, valueUsd: worth === null ? null : usdOfCents(centsUp(worth)) },
  })),
  unlisted: unlisted?.map(({ token, units }) => ({ asset: token, units: `${units}` })) ?? null,
  valueUsd: usdE18 === null ? null : usdOfCents(centsUp(usdE18)),
});
