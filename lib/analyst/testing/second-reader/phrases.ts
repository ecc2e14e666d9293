import type { LimitName } from '../../../engine/hold.ts';
import type { TriggerKind } from '../../../engine/policy.ts';
import type { Reason } from '../../../engine/reasons.ts';
import type { FactMeasure, FactWord } from '../../../facts/fact.ts';

/** What a phrase is about, for who reads a text with nothing but its facts beside it. */
export type Meaning =
  | { readonly is: 'label'; readonly measures: readonly FactMeasure[] }
  | { readonly is: 'limit'; readonly name: LimitName }
  | { readonly is: 'word'; readonly measures: readonly FactMeasure[]; readonly words: readonly FactWord[] }
  | { readonly is: 'than'; readonly sign: 1 | -1 }
  | { readonly is: 'most'; readonly sign: 1 | -1 }
  | { readonly is: 'way'; readonly sign: 1 | -1 }
  | { readonly is: 'whole' | 'now' | 'as-of' | 'cut' | 'glue' };

const label = (...measures: readonly FactMeasure[]): Meaning => ({ is: 'label', measures });
const limit = (name: LimitName): Meaning => ({ is: 'limit', name });
const decided = (one: 'hold' | 'act'): Meaning => ({ is: 'word', measures: ['decision'], words: [one] });
const why = (...words: readonly Reason[]): Meaning => ({
  ...{ is: 'word', measures: ['decision-reason', 'asset-reason', 'dropped-reason'], words },
});
const fired = (one: TriggerKind): Meaning => ({ is: 'word', measures: ['decision-trigger'], words: [one] });
const market = (measure: 'trend' | 'regime', one: FactWord): Meaning => ({
  ...{ is: 'word', measures: [measure], words: [one] },
});

const LABELS: Readonly<Record<string, Meaning>> = {
  ...{ worth: label('value'), value: label('value'), price: label('price'), holds: label('held') },
  ...{ weight: label('weight'), weighs: label('weight'), target: label('target'), drift: label('drift') },
  ...{ 'tracking error': label('tracking-error'), 'average tracking error': label('tracking-error-average') },
  ...{ gain: label('gain'), deposits: label('deposited'), withdrawals: label('withdrawn') },
  ...{ return: label('return'), 'change of the price': label('price-change') },
  ...{ 'price change': label('price-change'), 'return of the basket left alone': label('hold-return') },
  'return beyond the basket left alone': label('versus-hold'),
  ...{ 'deepest fall': label('drawdown'), 'fall from the peak': label('drawdown-now') },
  ...{ contribution: label('contribution'), volatility: label('volatility') },
  ...{ 'correlation with': label('correlation'), correlation: label('correlation') },
  ...{ rebalances: label('rebalances'), 'filled rebalances': label('rebalances-filled') },
  ...{ traded: label('traded'), cost: label('cost'), 'cost of spread': label('cost-spread') },
  ...{ 'cost of impact': label('cost-impact'), 'gas cost': label('cost-gas') },
  'cost of what was traded': label('cost-share'),
  ...{ 'used of the daily loss': label('loss-used'), 'loss budget used': label('loss-used') },
  ...{ 'limit of the daily loss': label('loss-limit'), 'loss limit': label('loss-limit') },
  'used of the daily turnover': label('turnover-used'),
  'limit of the daily turnover': label('turnover-limit'),
  ...{ anomalies: label('anomalies'), 'gap between looks': label('look-gap') },
  ...{ 'decided on': label('decided-at'), 'next look': label('next-look-at') },
  ...{ 'was to be sold': label('planned-sale'), 'was to be bought': label('planned-purchase') },
  ...{ 'planned value': label('planned-value'), 'expected cost': label('expected-cost') },
  ...{ 'was found': label('limit-actual'), 'the limit is': label('limit-allowed') },
};

const LIMITS: Readonly<Record<string, Meaning>> = {
  ...{ 'the band': limit('band'), 'the interval between trades': limit('interval') },
  ...{ 'the cooldown': limit('cooldown'), 'the cooldown of the asset': limit('asset-cooldown') },
  ...{ 'the smallest trade': limit('min-trade'), 'the smallest fill': limit('min-fill') },
  ...{ 'the largest trade': limit('max-trade'), 'the most orders of a plan': limit('legs-max') },
  ...{
    'the daily volume': limit('daily-volume'),
    'the turnover that a day may have': limit('turnover-bucket'),
  },
  ...{ 'the loss that a day may have': limit('loss-bucket'), 'the age of a price': limit('price-age') },
  'the distance between price sources': limit('price-disagreement'),
  ...{ 'the impact on the market': limit('price-impact'), 'the size of a part': limit('part') },
  ...{ 'the cost of gas': limit('gas-cost'), 'the cost beside the benefit': limit('cost-share') },
  ...{ 'the allowance': limit('allowance'), 'the largest weight': limit('weight-max') },
  ...{ 'a lock': limit('lock'), 'the smallest amount of a token': limit('granularity') },
  'the trading hours': limit('window'),
};

const WORDS: Readonly<Record<string, Meaning>> = {
  ...{ 'nothing was traded': decided('hold'), 'a trade was asked for': decided('act') },
  'every asset is inside its band': why('in-band'),
  'the last rebalance was too recent': why('cooldown'),
  'the trade would be too small': why('below-minimum'),
  'the daily volume is used up': why('over-daily-volume'),
  'an order is already open': why('order-open'),
  'an asset has no usable price': why('price-missing'),
  ...{ 'a price is too old': why('price-stale'), 'the price sources disagree': why('prices-disagree') },
  'the trade would move the market too much': why('impact-too-high'),
  'gas would cost too much': why('gas-too-high'),
  'the trade would cost more than it is worth': why('cost-exceeds-benefit'),
  ...{
    'the allowance is too low': why('allowance-low'),
    'the asset it needs is locked': why('asset-locked'),
  },
  'the asset it needs is not healthy': why('asset-unhealthy'),
  'the portfolio is paused': why('paused'),
  'the bot is not the signer of this portfolio': why('signer-not-authorised'),
  "the contract's daily budget is used up": why('budget-exhausted'),
  ...{
    'the portfolio holds nothing': why('unfunded'),
    'there is nowhere to trade now': why('venue-unavailable'),
  },
  'the chain data is too old or contradicts itself': why('chain-lagging'),
  'all trading is stopped by an administrator': why('halted'),
  'it is outside the trading hours': why('outside-window'),
  'the bot has no key to sign with': why('no-key'),
  'the portfolio is not registered with this bot': why('not-registered'),
  'the portfolio failed too often and is set aside': why('quarantined'),
  'its value is beyond belief': why('value-absurd'),
  'what was read of the portfolio contradicts itself': why('snapshot-contradiction'),
  'the plan already has as many orders as the policy allows': why('legs-max'),
  'a token is no longer what it was when it was accepted': why('token-changed'),
  "the signing key could also act as the portfolio's owner": why('signer-too-strong'),
  'this part of the trade is done, and the next one comes at its time': why('part-traded'),
  ...{ 'an asset had left its band': fired('absolute'), 'an asset had left its wider band': fired('hybrid') },
  'an asset had left its band relative to its target': fired('relative'),
  'an asset had left the band that volatility sets': fired('volatility-band'),
  'the interval of the policy had passed': fired('calendar'),
  'the interval had passed with an asset outside its band': fired('calendar-band'),
  ...{ rising: market('trend', 'rising'), falling: market('trend', 'falling') },
  'going sideways': market('trend', 'sideways'),
  'calmer than usual': market('regime', 'calm'),
  'as restless as usual': market('regime', 'usual'),
  'more restless than usual': market('regime', 'turbulent'),
};

const more: Meaning = { is: 'than', sign: 1 };
const less: Meaning = { is: 'than', sign: -1 };
const most: Meaning = { is: 'most', sign: 1 };
const least: Meaning = { is: 'most', sign: -1 };
const up: Meaning = { is: 'way', sign: 1 };
const down: Meaning = { is: 'way', sign: -1 };
const cut: Meaning = { is: 'cut' };
const glue: Meaning = { is: 'glue' };

const PLAIN: Readonly<Record<string, Meaning>> = {
  ...{ 'more than': more, above: more, 'ahead of': more, 'less than': less, below: less },
  ...{ largest: most, highest: most, smallest: least, lowest: least },
  ...{ rose: up, grew: up, fell: down, shrank: down },
  ...{ 'the portfolio': { is: 'whole' }, now: { is: 'now' }, 'as of': { is: 'as-of' } },
  ...{ ',': cut, ';': cut, ':': cut, and: cut, while: cut },
  ...Object.fromEntries(
    'the a an of is was its has had by in with at that for'.split(' ').map((one) => [one, glue]),
  ),
};

/** Every phrase that is understood, the longest first; what is none of them is a claim that nobody can check. */
export const PHRASES: readonly (readonly [phrase: string, meaning: Meaning])[] = Object.entries({
  ...{ ...PLAIN, ...LABELS },
  ...{ ...LIMITS, ...WORDS },
}).sort(([one], [other]) => other.length - one.length);
