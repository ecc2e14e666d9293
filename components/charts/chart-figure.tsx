import type { ReactNode } from 'react';
import { formatInstant } from '../ui/format.ts';
import { Scrolling } from '../ui/scrolling.tsx';

/** A chart's numbers, oldest first. */
export type ChartTable = {
  readonly name: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
};

/** A long table says no more than a short one: every n-th row, and always the last. */
const TABLE_ROWS = 30;
const thinned = <T,>(rows: readonly T[]): readonly T[] => {
  const step = Math.max(1, Math.ceil(rows.length / TABLE_ROWS));
  return [...rows].reverse().filter((_, index) => index % step === 0);
};

function Table({ name, heads, rows }: ChartTable) {
  const cell = 'py-1 pl-4 text-right first:pl-0 first:text-left';
  return (
    <Scrolling label={`${name}, as a table`} className="relative max-h-80 overflow-auto">
      <table className="w-full">
        <caption className="sr-only">{name}, newest first</caption>
        <thead className="text-ink-soft">
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col" className={`${cell} font-normal`}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {thinned(rows).map((row) => (
            <tr key={row.join()} className="border-t border-line">
              {row.map((text, index) => (
                <td key={heads[index]} className={cell}>
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}

/** What nearly every chart is drawn over. */
export const CHAINS_TIME = 'the chain’s time';

type Props = {
  /** Whose time the axis tells. */
  readonly clock?: string;
  /** The ends of the scale, as they are written. */
  readonly high: string;
  readonly low: string;
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly legend?: ReactNode;
  readonly table: ChartTable;
  /** The drawing, which says in words what it shows. */
  readonly children: ReactNode;
};

/** A drawing between the ends of its scale, its time below, and its numbers in a table that anybody can open. */
export function ChartFigure(props: Props) {
  const { clock = CHAINS_TIME, high, low, fromSeconds, toSeconds, legend, table, children } = props;
  return (
    <figure>
      <div className="border-t border-line pt-2 text-ink-soft">{high}</div>
      {children}
      <div className="text-ink-soft">{low}</div>
      <figcaption className="border-t border-line pt-1 text-ink-soft">
        <span className="flex flex-wrap justify-between gap-x-4">
          <span>{formatInstant(fromSeconds)}</span>
          <span>
            {formatInstant(toSeconds)} of {clock}
          </span>
        </span>
        {legend !== undefined && (
          <span className="flex flex-wrap gap-x-4 pt-1" aria-hidden="true">
            {legend}
          </span>
        )}
      </figcaption>
      <details className="pt-1">
        <summary className="cursor-pointer py-1.5 text-accent">View as table</summary>
        <Table {...table} />
      </details>
    </figure>
  );
}
