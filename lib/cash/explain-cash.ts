import { percentText } from '../money/display.ts';
import { e18ToBpsRounded } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import { formatUtcDate, formatUtcTime, startOfUtcDay } from '../time/utc.ts';
import type { CashDecision, CashShift, CashStay, VaultVerdict } from './cash-decision.ts';
import { CASH_REASON_WORDS } from './cash-reasons.ts';
import { usdcText } from './scorers.ts';

/** A decision on cash in words: one sentence, and one for each vault that takes nothing now. */
export type CashExplanation = {
  /** What was decided and why, without when it is looked at again. */
  readonly why: string;
  /** The same with the next look. */
  readonly sentence: string;
  readonly vaults: readonly { readonly name: string; readonly why: string }[];
};

const yearText = (rateE18: bigint | null): string =>
  rateE18 === null ? 'an unknown rate' : `${percentText(e18ToBpsRounded(rateE18), 2)} % a year`;

const when = (time: UnixSeconds, now: UnixSeconds): string =>
  startOfUtcDay(time) === startOfUtcDay(now)
    ? `${formatUtcTime(time)} UTC`
    : `${formatUtcDate(time)} ${formatUtcTime(time)} UTC`;

const nameOf = ({ vaults }: CashDecision, chainId: number, vault: string | null): string =>
  vault === null
    ? 'hand'
    : (vaults.find((one) => one.chainId === chainId && one.vault === vault)?.name ?? vault);

const shiftWords = (decision: CashDecision, { from, to, units }: CashShift): string => {
  const source = nameOf(decision, from.chainId, from.vault);
  return `${usdcText(units)} from ${source} to ${nameOf(decision, to.chainId, to.vault)}`;
};

/** "Stay" is an answer with a figure, wherever one could be reckoned. */
const stayWords = ({ reason, detail, bestNetUnits, neededUnits }: CashStay): string => {
  const words = `${CASH_REASON_WORDS[reason]}${detail === null ? '' : `: ${detail}`}`;
  if (bestNetUnits === null || neededUnits === null) return words;
  const figure =
    bestNetUnits < 0n
      ? `it would lose ${usdcText(-bestNetUnits)}`
      : `it would gain ${usdcText(bestNetUnits)}, at least ${usdcText(neededUnits)} is asked for`;
  return `${words} (${figure})`;
};

const whyOf = (decision: CashDecision): string => {
  const { plan } = decision;
  if (plan.kind === 'stay') {
    const earns = decision.rateE18 === null ? '' : ` It earns ${yearText(decision.rateE18)}.`;
    return `Stay: ${stayWords(plan.stay)}.${earns}`;
  }
  const words = plan.shifts.slice(0, 3).map((shift) => shiftWords(decision, shift));
  const more = plan.shifts.length > 3 ? `, and ${plan.shifts.length - 3} more` : '';
  return `Move ${words.join(', ')}${more}. Expected ${yearText(decision.rateE18)} → ${yearText(decision.rateAfterE18)}.`;
};

const vaultWhy = ({ reason, detail }: VaultVerdict): string | null =>
  reason === null ? null : `Takes nothing: ${detail ?? CASH_REASON_WORDS[reason]}.`;

/** Says a decision on cash in one plain sentence, from its numbers alone. */
export const explainCash = (decision: CashDecision): CashExplanation => {
  const why = whyOf(decision);
  return {
    why,
    sentence: `${why} Next look ${when(decision.nextLookAt, decision.decidedAt)}.`,
    vaults: decision.vaults.flatMap((vault) => {
      const words = vaultWhy(vault);
      return words === null ? [] : [{ name: vault.name, why: words }];
    }),
  };
};
