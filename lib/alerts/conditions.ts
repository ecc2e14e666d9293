import { REASON_WORDS } from '../engine/explain.ts';
import type { Reason } from '../engine/reasons.ts';
import { percentText, usdText } from '../money/display.ts';
import type { AlertKind } from './alert-kinds.ts';
import type { Condition } from './judge-alerts.ts';

/** Further from its target than that share of it, an asset's drift is high, where its owner says nothing else. */
export const HIGH_DRIFT_BPS = 2_500;
/** Beyond so many times what was expected, gas is dear. */
const GAS_TIMES_MAX = 2n;
/** Less than that share of a day's budget left is little. */
export const BUDGET_LEFT_BPS_MIN = 2_000;
/** Orders in a row that end without a fill before anybody is told. */
export const UNFILLED_MIN = 3;
/** A loop of seconds may be late by a slow tick without having missed one. */
const GAP_SECONDS_MIN = 15;
const XMIN_AGE_SECONDS_MAX = 600;

/** What is known of one portfolio that may be in trouble. */
export type PortfolioSighting = {
  readonly portfolioId: string;
  /** Own failures in a row; looks of it that went well set it to 0. */
  readonly failures: number;
  /** What its last turn failed with, its own fault or not; null when it went well. */
  readonly failureCode: string | null;
  /** Null unless it is set aside. */
  readonly quarantineReason: string | null;
  /** Of the last look; null when it acted or there is none. */
  readonly reason: Reason | null;
  readonly driftBps: number | null;
  /** From where on its drift is high. */
  readonly highDriftBps: number;
  readonly budgetLeftBps: number | null;
  /** The last orders in a row, of those that ended, that ended without a fill. */
  readonly unfilledOrders: number;
  /** Why the order of the last look was refused before anybody saw it; null when it was not. */
  readonly refusal: string | null;
  /** Of the swaps of its last decision that had any within a day; null where there are none, or a price isn't known. */
  readonly gas: { readonly spentUsdE18: bigint; readonly expectedUsdE18: bigint } | null;
  /** Of the worst fill of the last order that was filled within a day, against the mid; null where there is none, or a price isn't known. */
  readonly fill: { readonly lossBps: number; readonly allowedBps: number } | null;
};

/** What is known of the whole system. */
export type SystemSighting = {
  readonly chainId: number;
  readonly intervalSeconds: number;
  /** Between the beginnings of this tick and the one before it; null for the first. */
  readonly gapSeconds: number | null;
  /** What the tick failed with; null when it did not. */
  readonly failureCode: string | null;
  /** Addresses whose last transaction was refused for want of native coin, and is still wanted. */
  readonly unfundedSigners: readonly string[];
  /** Of the oldest open transaction; null when none is old enough to be told of. */
  readonly xminAgeSeconds: number | null;
};

const OF_REASON: Readonly<Partial<Record<Reason, AlertKind>>> = {
  'price-missing': 'PRICE_ANOMALY',
  'price-stale': 'PRICE_ANOMALY',
  'prices-disagree': 'PRICE_ANOMALY',
  'value-absurd': 'PRICE_ANOMALY',
  'signer-not-authorised': 'SIGNER_NOT_AUTHORISED',
  'no-key': 'SIGNER_NOT_AUTHORISED',
  'venue-unavailable': 'VENUE_DOWN',
  'budget-exhausted': 'BUDGET_NEAR_LIMIT',
  'over-daily-volume': 'BUDGET_NEAR_LIMIT',
  'impact-too-high': 'DRIFT_NOT_REBALANCING',
  'gas-too-high': 'DRIFT_NOT_REBALANCING',
  'allowance-low': 'DRIFT_NOT_REBALANCING',
  'asset-locked': 'DRIFT_NOT_REBALANCING',
  'asset-unhealthy': 'DRIFT_NOT_REBALANCING',
  'token-changed': 'DRIFT_NOT_REBALANCING',
  'signer-too-strong': 'DRIFT_NOT_REBALANCING',
  'delegation-missing': 'DRIFT_NOT_REBALANCING',
  'delegation-revoked': 'DRIFT_NOT_REBALANCING',
  'delegation-expired': 'DRIFT_NOT_REBALANCING',
  'delegation-superseded': 'DRIFT_NOT_REBALANCING',
  'delegation-refused': 'DRIFT_NOT_REBALANCING',
  'delegations-paused': 'DRIFT_NOT_REBALANCING',
};

const CHAIN_BEHIND: Reason = 'chain-lagging';

/** Reasons that alone make a portfolio one to look at. */
export const TROUBLED_REASONS: readonly string[] = [...Object.keys(OF_REASON), CHAIN_BEHIND];

/** What a venue does that a turn failed by; one that wants an order otherwise is not down. */
const VENUE_FAILURES: ReadonlyMap<string, string> = new Map([
  ['venue-unavailable', 'does not answer'],
  ['venue-malformed', 'answers what can’t be read'],
  ['venue-key-refused', 'refuses our key'],
]);

const shareText = (bps: number): string => `${percentText(bps, 1)} %`;

const words = (reason: Reason): string => `Nothing is traded: ${REASON_WORDS[reason]}.`;

const driftText = (driftBps: number, highDriftBps: number): string =>
  `An asset is ${shareText(driftBps)} of its target away from it; its limit is ${shareText(highDriftBps)}.`;

/** What its trades cost beyond what was expected and allowed. */
const overpaid = ({ gas, fill }: PortfolioSighting): ReadonlyMap<AlertKind, string> => {
  const wrong = new Map<AlertKind, string>();
  if (gas !== null && gas.spentUsdE18 > gas.expectedUsdE18 * GAS_TIMES_MAX) {
    const [spent, expected] = [usdText(gas.spentUsdE18), usdText(gas.expectedUsdE18)];
    wrong.set('HIGH_GAS_COST', `The gas of its last swap cost ${spent}; ${expected} was expected.`);
  }
  if (fill !== null && fill.lossBps > fill.allowedBps) {
    const [lost, allowed] = [percentText(fill.lossBps, 2), percentText(fill.allowedBps, 2)];
    wrong.set(
      'SLIPPAGE_BREACH',
      `A fill of its last order lost ${lost} % against the mid; ${allowed} % is allowed.`,
    );
  }
  return wrong;
};

/** `[kind, sentence]` of everything that is wrong with one portfolio. */
const wrongWith = (sighting: PortfolioSighting): ReadonlyMap<AlertKind, string> => {
  const { failures, quarantineReason, reason, driftBps, highDriftBps } = sighting;
  const { budgetLeftBps, unfilledOrders, refusal } = sighting;
  const wrong = new Map(overpaid(sighting));
  const venueDoes = VENUE_FAILURES.get(sighting.failureCode ?? '');
  if (venueDoes !== undefined) wrong.set('VENUE_DOWN', `The venue of its orders ${venueDoes}.`);
  const kind = reason === null ? undefined : OF_REASON[reason];
  if (reason !== null && kind !== undefined) wrong.set(kind, words(reason));
  if (driftBps !== null && driftBps > highDriftBps)
    wrong.set('HIGH_DRIFT', driftText(driftBps, highDriftBps));
  if (budgetLeftBps !== null && budgetLeftBps < BUDGET_LEFT_BPS_MIN)
    wrong.set('BUDGET_NEAR_LIMIT', `${shareText(budgetLeftBps)} of the contract’s budget of a day is left.`);
  if (unfilledOrders >= UNFILLED_MIN && reason !== 'in-band')
    wrong.set('ORDER_UNFILLED', `The last ${unfilledOrders} orders ended without a fill.`);
  if (refusal !== null)
    wrong.set('REBALANCE_FAILED', `Its order was refused before it was shown: ${refusal}.`);
  if (quarantineReason !== null) wrong.set('QUARANTINED', `It is set aside: ${quarantineReason}`);
  else if (failures > 0)
    wrong.set('REBALANCE_FAILED', `It failed ${failures === 1 ? 'once' : `${failures} times in a row`}.`);
  return wrong;
};

const SENTENCE_LENGTH_MAX = 400;

const cut = (sentence: string): string =>
  sentence.length <= SENTENCE_LENGTH_MAX ? sentence : `${sentence.slice(0, SENTENCE_LENGTH_MAX - 1)}…`;

/** Everything that is wrong with these portfolios. */
export const portfolioConditions = (sightings: readonly PortfolioSighting[]): readonly Condition[] =>
  sightings.flatMap((sighting) =>
    [...wrongWith(sighting)].map(([kind, sentence]) => ({
      ...{ kind, subject: `portfolio:${sighting.portfolioId}`, portfolioId: sighting.portfolioId },
      sentence: cut(sentence),
    })),
  );

const isChainFailure = (code: string): boolean => code.startsWith('chain-') || code === 'wrong-chain';

type System = { readonly system: SystemSighting; readonly portfolios: readonly PortfolioSighting[] };

const chainTrouble = ({ system: { chainId, failureCode }, portfolios }: System): string | null => {
  if (failureCode !== null && isChainFailure(failureCode))
    return `The tick of chain ${chainId} ended with ${failureCode}.`;
  return portfolios.some(({ reason }) => reason === CHAIN_BEHIND)
    ? `The head of chain ${chainId} is too old, or behind what was seen before.`
    : null;
};

/** Everything that is wrong with the system. */
export const systemConditions = (seen: System): readonly Condition[] => {
  const { chainId, intervalSeconds, gapSeconds, unfundedSigners, xminAgeSeconds } = seen.system;
  const conditions: Condition[] = [];
  const add = (kind: AlertKind, subject: string, sentence: string) =>
    conditions.push({ kind, subject, portfolioId: null, sentence: cut(sentence) });
  if (gapSeconds !== null && gapSeconds > Math.max(2 * intervalSeconds, GAP_SECONDS_MIN))
    add(
      'MISSED_RUN',
      'ticks',
      `No tick began for ${Math.round(gapSeconds)} s; one is due every ${intervalSeconds} s.`,
    );
  const trouble = chainTrouble(seen);
  if (trouble !== null) add('RPC_LAGGING', `chain:${chainId}`, trouble);
  for (const address of unfundedSigners)
    add(
      'SIGNER_LOW_GAS',
      `signer:${chainId}:${address}`,
      `${address} can’t pay for gas on chain ${chainId}.`,
    );
  if (xminAgeSeconds !== null && xminAgeSeconds > XMIN_AGE_SECONDS_MAX)
    add(
      'LEASE_XMIN_HELD',
      'database',
      `A transaction has been open for ${Math.round(xminAgeSeconds / 60)} minutes.`,
    );
  return conditions;
};
