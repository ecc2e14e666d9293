import { REASON_WORDS } from '../engine/explain.ts';
import type { LimitName } from '../engine/hold.ts';
import type { TriggerKind } from '../engine/policy.ts';
import type { Reason } from '../engine/reasons.ts';
import type { FactMeasure, Regime, Trend } from '../facts/fact.ts';
import type { RebalanceOutcome } from '../performance/rebalance-statistics.ts';

const TREND_WORDS: Readonly<Record<Trend, string>> = {
  rising: 'rising',
  falling: 'falling',
  sideways: 'going sideways',
};

const REGIME_WORDS: Readonly<Record<Regime, string>> = {
  calm: 'calmer than usual',
  usual: 'as restless as usual',
  turbulent: 'more restless than usual',
};

const PLAN_WORDS = { hold: 'nothing was traded', act: 'a trade was asked for' } as const;

const TRIGGER_WORDS: Readonly<Record<TriggerKind, string>> = {
  absolute: 'an asset had left its band',
  relative: 'an asset had left its band relative to its target',
  hybrid: 'an asset had left its wider band',
  calendar: 'the interval of the policy had passed',
  'calendar-band': 'the interval had passed with an asset outside its band',
  weekly: 'the day of the week had come with an asset outside its band',
  monthly: 'the day of the month had come with an asset outside its band',
  'volatility-band': 'an asset had left the band that volatility sets',
  'cash-flow': 'money had come in or gone out',
};

const LIMIT_WORDS: Readonly<Record<LimitName, string>> = {
  band: 'the band',
  interval: 'the interval between trades',
  cooldown: 'the cooldown',
  'asset-cooldown': 'the cooldown of the asset',
  'min-trade': 'the smallest trade',
  'min-fill': 'the smallest fill',
  'max-trade': 'the largest trade',
  'legs-max': 'the most orders of a plan',
  'daily-volume': 'the daily volume',
  'turnover-bucket': 'the turnover that a day may have',
  'loss-bucket': 'the loss that a day may have',
  'price-age': 'the age of a price',
  'price-disagreement': 'the distance between price sources',
  'price-impact': 'the impact on the market',
  part: 'the size of a part',
  'gas-cost': 'the cost of gas',
  'cost-share': 'the cost beside the benefit',
  allowance: 'the allowance',
  'weight-max': 'the largest weight',
  lock: 'a lock',
  granularity: 'the smallest amount of a token',
  window: 'the trading hours',
  'delegation-period': 'what the delegation allows in its period',
};

const OUTCOME_WORDS: Readonly<Record<RebalanceOutcome, string>> = {
  filled: 'all of it was filled',
  'partly-filled': 'a part of it was filled',
  unfilled: 'nobody filled it',
  open: 'its orders are open',
};

const REASONED: Readonly<Record<Reason, string>> = REASON_WORDS;

/** Which words each measure has that is told by one. */
export const WORDS_OF: Readonly<Partial<Record<FactMeasure, Readonly<Record<string, string>>>>> = {
  trend: TREND_WORDS,
  regime: REGIME_WORDS,
  decision: PLAN_WORDS,
  'decision-reason': REASONED,
  'asset-reason': REASONED,
  'dropped-reason': REASONED,
  'decision-trigger': TRIGGER_WORDS,
  'limit-name': LIMIT_WORDS,
  outcome: OUTCOME_WORDS,
};
