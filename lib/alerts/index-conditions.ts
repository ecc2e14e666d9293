import { percentText, unitsText, usdText } from '../money/display.ts';
import { mulDivDown, mulDivUp } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import { formatUtcDate, formatUtcTime } from '../time/utc.ts';
import type { AlertKind } from './alert-kinds.ts';
import type { Condition } from './judge-alerts.ts';

/** A deposit of an index account as it was seen last; times by the database's clock. */
export type DepositSighting = {
  readonly id: string;
  readonly accountId: string;
  /** As its owner calls the account. */
  readonly name: string;
  readonly symbol: string;
  readonly decimals: number;
  readonly amountUnits: bigint;
  readonly leastUnits: bigint;
  /** At its address; null = nobody says. */
  readonly seenUnits: bigint | null;
  readonly memo: string | null;
  readonly state: string;
  readonly deadSeconds: UnixSeconds;
  /** Since when something of it has been seen; null = nothing has. */
  readonly firstSeenSeconds: UnixSeconds | null;
  readonly endedSeconds: UnixSeconds | null;
};

/** What an index was worth at its last look. */
export type BalanceSighting = {
  readonly accountId: string;
  readonly name: string;
  readonly valueUsdE18: bigint;
  /** The smallest of its shares. */
  readonly shareBps: number;
  /** The least that its policy trades. */
  readonly minTradeUsdE18: bigint;
};

/** A withdrawal of a share whose owner has to say what becomes of it. */
export type ChoiceSighting = {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  /** What is to leave, as people call it. */
  readonly symbol: string;
  readonly shareBps: number;
  readonly asksWhy: 'not-all-sold' | 'not-shown';
  readonly asksSinceSeconds: UnixSeconds;
};

const HOUR = 3_600;
const DAY = 24 * HOUR;
/** Six blocks of Bitcoin are an hour; what is on its way for twice as long stands still. */
export const ON_ITS_WAY_SECONDS_MAX = 2 * HOUR;
/** What has to be sent back is, once its address is dead; after a day it stands still. */
export const BACK_SECONDS_MAX = DAY;
/** What nothing can be done about is told for a week and no longer. */
export const TOLD_SECONDS_MAX = 7 * DAY;

type Wrong = { readonly kind: AlertKind; readonly words: string };

const at = (seconds: UnixSeconds): string => `${formatUtcDate(seconds)} ${formatUtcTime(seconds)} UTC`;

const stuck = (words: string): Wrong => ({ kind: 'DEPOSIT_STUCK', words });

const unseen = ({ deadSeconds, memo }: DepositSighting): Wrong => ({
  kind: 'DEPOSIT_UNSEEN',
  words: `has not been seen, and its address died on ${at(deadSeconds)}. If something was sent, it was another asset${memo === null ? '' : ` or had not the memo ${memo}`}, and nothing of it counts`,
});

const tooLittle = (sighting: DepositSighting, nowSeconds: UnixSeconds): Wrong => {
  const { seenUnits, leastUnits, decimals, symbol, deadSeconds } = sighting;
  const came = seenUnits === null ? 'less' : `${unitsText(seenUnits, decimals)} ${symbol}`;
  const rest =
    nowSeconds > deadSeconds
      ? 'it is to be sent back'
      : `what is missing can be sent until ${at(deadSeconds)}, or it is sent back`;
  return {
    kind: 'DEPOSIT_TOO_LITTLE',
    words: `is too little: ${came} came, ${unitsText(leastUnits, decimals)} is the least; ${rest}`,
  };
};

/** What has to come back and doesn't. */
const overdueBack = ({ deadSeconds, firstSeenSeconds }: DepositSighting, nowSeconds: UnixSeconds): boolean =>
  nowSeconds > Math.max(deadSeconds, firstSeenSeconds ?? 0) + BACK_SECONDS_MAX;

const wrongWith = (sighting: DepositSighting, nowSeconds: UnixSeconds): Wrong | null => {
  const { state, deadSeconds, firstSeenSeconds, endedSeconds } = sighting;
  switch (state) {
    case 'address-dead':
      return nowSeconds > deadSeconds + TOLD_SECONDS_MAX ? null : unseen(sighting);
    case 'too-little':
      return overdueBack(sighting, nowSeconds)
        ? stuck('was too little, and has not come back in a day')
        : tooLittle(sighting, nowSeconds);
    case 'too-late':
      return overdueBack(sighting, nowSeconds)
        ? stuck('came too late, and has not come back in a day')
        : {
            kind: 'DEPOSIT_TOO_LATE',
            words: `was seen only after its address had died on ${at(deadSeconds)}: it is to be sent back`,
          };
    case 'failed':
      return nowSeconds > (endedSeconds ?? 0) + TOLD_SECONDS_MAX
        ? null
        : stuck('is called failed by the provider, which does not say where the money is');
    case 'seen':
    case 'on-its-way':
    case 'unclear':
      return firstSeenSeconds !== null && nowSeconds > firstSeenSeconds + ON_ITS_WAY_SECONDS_MAX
        ? stuck(`has been on its way since ${at(firstSeenSeconds)}`)
        : null;
    default:
      return null;
  }
};

/** What is wrong with deposits, one condition each at most. Pure; a state that isn't known is no condition. */
export const depositConditions = (
  sightings: readonly DepositSighting[],
  nowSeconds: UnixSeconds,
): readonly Condition[] =>
  sightings.flatMap((sighting): Condition[] => {
    const wrong = wrongWith(sighting, nowSeconds);
    if (wrong === null) return [];
    const { id, accountId, name, symbol, decimals, amountUnits } = sighting;
    const what = `The deposit of ${unitsText(amountUnits, decimals)} ${symbol} into “${name}”`;
    return [
      {
        ...{ kind: wrong.kind, subject: `index-deposit:${id}`, portfolioId: null },
        ...{ indexAccountId: accountId, sentence: `${what} ${wrong.words}.` },
      },
    ];
  });

const BPS_WHOLE = 10_000n;

/**
 * Indexes that hold too little to be what they are: their smallest share is worth less than the least trade of their policy, so that no swap
 * into it is ever made. One that holds nothing is empty, which is nothing wrong.
 */
export const balanceConditions = (sightings: readonly BalanceSighting[]): readonly Condition[] =>
  sightings.flatMap(({ accountId, name, valueUsdE18, shareBps, minTradeUsdE18 }): Condition[] => {
    const share = mulDivDown(valueUsdE18, BigInt(shareBps), BPS_WHOLE);
    if (valueUsdE18 <= 0n || shareBps <= 0 || share >= minTradeUsdE18) return [];
    const enough = mulDivUp(minTradeUsdE18, BPS_WHOLE, BigInt(shareBps));
    return [
      {
        ...{ kind: 'INDEX_LOW_BALANCE', subject: `index-account:${accountId}`, portfolioId: null },
        indexAccountId: accountId,
        sentence: `“${name}” is worth ${usdText(valueUsdE18)}. Its smallest share is ${percentText(shareBps, 2)} % of that, and its policy trades nothing below ${usdText(minTradeUsdE18)}: it is brought to its shares from ${usdText(enough)} on.`,
      },
    ];
  });

const OF_ASKS_WHY: Readonly<Record<ChoiceSighting['asksWhy'], string>> = {
  'not-all-sold': 'not all that was to be sold for it was',
  'not-shown': 'the verifier shows less than the provider says has arrived',
};

/** Withdrawals that rest until their owner has chosen, one condition each: nothing ever chooses for them, so none ends by age. */
export const choiceConditions = (sightings: readonly ChoiceSighting[]): readonly Condition[] =>
  sightings.map(
    ({ id, accountId, name, symbol, shareBps, asksWhy, asksSinceSeconds }): Condition => ({
      ...{ kind: 'WITHDRAWAL_WAITS', subject: `index-withdrawal:${id}`, portfolioId: null },
      indexAccountId: accountId,
      sentence: `The withdrawal of ${percentText(shareBps, 2)} % of “${name}” as ${symbol} has waited for you since ${at(asksSinceSeconds)}: ${OF_ASKS_WHY[asksWhy]}. Say on the account’s page whether what has arrived leaves or all of it is kept.`,
    }),
  );
