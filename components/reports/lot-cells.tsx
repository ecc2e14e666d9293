import { grouped } from '../../lib/money/display.ts';
import { formatUsd, formatUsdDifference } from '../ui/format.ts';

export const NUMBER_CELL = 'py-2 pr-4 text-right whitespace-nowrap';

/** Units in full: a tax form wants them to the last one. */
export const amountText = ({
  amount,
  units,
}: {
  readonly amount: string | null;
  readonly units: string;
}): string => (amount === null ? `${grouped(units)} base units` : grouped(amount));

/** "$ 12.30"; a dash where it isn't known. */
export const usdOrDash = (usd: string | null): string => (usd === null ? '–' : formatUsd(usd));

/** "+$ 12.30", "−$ 3.00"; a dash where it isn't known. */
export const gainOrDash = (usd: string | null): string =>
  usd === null ? '–' : formatUsdDifference(usd, '0');
