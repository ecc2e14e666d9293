import { formatDecimalRounded } from '../money/fixed-point.ts';
import type { AlertKind } from './alert-kinds.ts';
import type { Condition } from './judge-alerts.ts';

/** A vault whose yield was one when money was put in, and is another now: simple rates a year in 18 decimals. */
export type YieldSeen = { readonly name: string; readonly thenE18: bigint; readonly nowE18: bigint };

/** What is known of one portfolio of an owner's cash that may be in trouble. */
export type CashSighting = {
  readonly portfolioId: string;
  /** Own failures of looks at the owner's cash in a row. */
  readonly failures: number;
  /** What it was set aside by; null = it is looked at. */
  readonly asideCode: string | null;
  /** The transfer from here that has been on its way for longest, and too long; null = there is none. */
  readonly overdue: {
    readonly units: bigint;
    readonly toChainId: number;
    readonly ageSeconds: number;
  } | null;
  /** Of vaults that something is held in. */
  readonly yields: readonly YieldSeen[];
};

const PERCENT_DECIMALS = 16;
const USDC_DECIMALS = 6;
const HOUR = 3_600;

const percent = (rateE18: bigint): string => `${formatDecimalRounded(rateE18, PERCENT_DECIMALS, 2)} %`;

/** Below nothing, or less than half of what it was. */
const hasDropped = ({ thenE18, nowE18 }: YieldSeen): boolean => nowE18 < 0n || nowE18 * 2n < thenE18;

const overdueText = ({ units, toChainId, ageSeconds }: NonNullable<CashSighting['overdue']>): string => {
  const hours = Math.floor(ageSeconds / HOUR);
  const time = hours === 1 ? 'an hour' : `${hours} hours`;
  return `${formatDecimalRounded(units, USDC_DECIMALS, 2)} USDC to chain ${toChainId} have been on their way for ${time}.`;
};

const wrongWith = ({
  failures,
  asideCode,
  overdue,
  yields,
}: CashSighting): ReadonlyMap<AlertKind, string> => {
  const wrong = new Map<AlertKind, string>();
  if (overdue !== null) wrong.set('TRANSFER_OVERDUE', overdueText(overdue));
  const dropped = yields.filter(hasDropped);
  if (dropped.length > 0) {
    const told = dropped.map(
      ({ name, thenE18, nowE18 }) =>
        `${name} pays ${percent(nowE18)} a year, and ${percent(thenE18)} when it was entered`,
    );
    wrong.set('YIELD_DROP', `${told.join('; ')}.`);
  }
  if (asideCode !== null)
    wrong.set('QUARANTINED', `Its owner’s USDC is not looked at any more: ${asideCode}.`);
  else if (failures > 0)
    wrong.set(
      'REBALANCE_FAILED',
      `The look at its owner’s USDC failed ${failures === 1 ? 'once' : `${failures} times in a row`}.`,
    );
  return wrong;
};

const SENTENCE_LENGTH_MAX = 400;

/** Everything that is wrong with these portfolios of cash. */
export const cashConditions = (sightings: readonly CashSighting[]): readonly Condition[] =>
  sightings.flatMap((sighting) =>
    [...wrongWith(sighting)].map(([kind, sentence]) => ({
      ...{ kind, subject: `portfolio:${sighting.portfolioId}`, portfolioId: sighting.portfolioId },
      sentence: sentence.slice(0, SENTENCE_LENGTH_MAX),
    })),
  );
