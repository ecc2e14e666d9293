import { formatDecimal } from '../money/decimal-text.ts';
import type { UnixSeconds } from '../result.ts';
import { formatUtcDate } from '../time/utc.ts';
import type { PriceFile } from './price-file.ts';

const DAY = 86_400;

const isoText = (time: UnixSeconds): string => {
  const second = time - Math.floor(time / DAY) * DAY;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${formatUtcDate(time)}T${two(second / 3_600)}:${two((second % 3_600) / 60)}:${two(second % 60)}Z`;
};

/** How the first column is headed: by the candle's opening, or where rows are dated by their close, by when it was known. */
const headOf = ({ rows }: PriceFile, isDaily: boolean): string => {
  const [first] = rows;
  if (first !== undefined && first.knownAtSeconds === first.labelSeconds) return 'known_at';
  return isDaily ? 'date' : 'time';
};

/**
 * A price file in the project's own form, line by line: `date`, `time` or `known_at`, one column per asset, plain decimals with every
 * digit, empty cells where there is no price. Reading it gives the same rows.
 */
export function* priceCsvLines(file: PriceFile): Generator<string> {
  const isDaily = file.rows.every(({ labelSeconds }) => labelSeconds % DAY === 0);
  const label = isDaily ? formatUtcDate : isoText;
  yield [headOf(file, isDaily), ...file.columns].join(',');
  for (const { labelSeconds, prices } of file.rows)
    yield [
      label(labelSeconds),
      ...prices.map((price) => (price === null ? '' : formatDecimal(price, 18))),
    ].join(',');
}
