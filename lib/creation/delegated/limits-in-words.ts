import { GUARD_PRESETS } from '../../policy/guard-presets.ts';
import type { DelegatedDraft } from './delegated-draft.ts';

const percent = (bps: number): string => `${(bps / 100).toFixed(2).replace(/\.?0+$/, '')} %`;

/** What the contract of an account keeps, whatever is signed with the bot’s key, and what it can’t: a sentence each. */
export const delegatedLimits = (preset: DelegatedDraft['preset']): readonly string[] => {
  const { lossBpsPerDay, maxSlippageBps, turnoverBpsPerDay } = GUARD_PRESETS[preset];
  return [
    `Whoever steals the bot’s key can cost the account at most ${percent(lossBpsPerDay)} of what it holds of these tokens in any 24 hours, at the feeds’ prices.`,
    `No trade is worse than ${percent(maxSlippageBps)} under the feeds, and at most ${percent(turnoverBpsPerDay)} of the value is sold a day.`,
    'All that the account holds of these tokens is managed, whatever it was meant for. Debts aren’t seen: list no token that stands for one.',
    'Other doors of the account stay open, old allowances above all: end those of these tokens first.',
    'The amounts a day bound what a fault of the contract could move; each may go through twice in 24 hours. The limits above are the promise.',
  ];
};
