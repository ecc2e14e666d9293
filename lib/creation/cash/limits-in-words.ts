import { CASH_GUARDS } from '../../cash/cash-guards.ts';
import type { CashProfile } from '../../cash/cash-policy.ts';
import { BPS_WHOLE } from '../../money/fixed-point.ts';

const percent = (bps: number): string => `${(bps / 100).toFixed(2).replace(/\.?0+$/, '')} %`;
const times = (bps: number): string => (bps === 2 * BPS_WHOLE ? 'twice' : `${bps / BPS_WHOLE} times`);
const spanText = (seconds: number): string => (seconds === 3_600 ? 'an hour' : `${seconds / 60} minutes`);

/** What the contracts of a profile allow, a sentence each: their own limits, whatever the bot signs. */
export const limitsInWords = (profile: CashProfile): readonly string[] => {
  const guard = CASH_GUARDS[profile];
  const { lossBpsPerDay, bridgeBpsPerDay, maxLossBps, turnoverBpsPerDay, minMoveBps, cooldownSeconds } =
    guard;
  // L ÷ (1 − b), docs/decisions/0080.
  const overAllBps = Math.ceil((lossBpsPerDay * BPS_WHOLE) / (BPS_WHOLE - bridgeBpsPerDay));
  return [
    `Moves may lose at most ${percent(lossBpsPerDay)} of a portfolio’s value in any 24 hours, by the vaults’ marks, even if the bot’s key is stolen; ${percent(overAllBps)} over all chains together.`,
    `One move may lose at most ${percent(maxLossBps)} of what it moves.`,
    `In 24 hours at most ${percent(bridgeBpsPerDay)} of the value goes to other chains, and ${times(turnoverBpsPerDay)} the value into vaults and out of them.`,
    `A move of less than ${percent(minMoveBps)} of the value is refused. Between two transfers, and between going into a vault and out of it, ${spanText(cooldownSeconds)} passes.`,
    'It holds USDC and the vaults that it lists, and sends USDC to nobody but your own portfolios.',
    'Withdrawing, leaving a vault and pausing are yours; neither bot nor this page is needed for them.',
  ];
};
