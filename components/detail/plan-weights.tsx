import type { PlanRowDto } from '../../lib/api/portfolio-detail-dto.ts';
import { percentText } from '../../lib/money/display.ts';
import { formatUsd } from '../ui/format.ts';
import { TableHead } from '../ui/table-head.tsx';

const CELL = 'py-1.5 pr-3 last:pr-0';

/** What each asset weighs before and after a plan; both columns sum to 100 %. */
export function PlanWeights({ rows }: { readonly rows: readonly PlanRowDto[] }) {
  const percent = (bps: number): string => `${percentText(bps, 2)} %`;
  const sum = (of: (row: PlanRowDto) => number): number => rows.reduce((total, row) => total + of(row), 0);
  return (
    <table className="w-full text-right">
      <caption className="pb-1 text-left font-semibold">Before and after</caption>
      <TableHead heads={['Asset', 'Before', 'Trade', 'After', 'Target']} cell={`${CELL} first:text-left`} />
      <tbody>
        {rows.map((row) => (
          <tr key={row.symbol} className="border-t border-line">
            <th scope="row" className={`${CELL} text-left font-semibold`}>
              {row.symbol}
            </th>
            <td className={CELL}>{percent(row.beforeBps)}</td>
            <td className={CELL}>{Number(row.tradeUsd) === 0 ? '–' : formatUsd(row.tradeUsd)}</td>
            <td className={CELL}>{percent(row.afterBps)}</td>
            <td className={`${CELL} text-ink-soft`}>{percent(row.targetBps)}</td>
          </tr>
        ))}
        <tr className="border-t border-ink">
          <th scope="row" className={`${CELL} text-left font-normal`}>
            Sum
          </th>
          <td className={CELL}>{percent(sum(({ beforeBps }) => beforeBps))}</td>
          <td />
          <td className={CELL} data-sum-after>
            {percent(sum(({ afterBps }) => afterBps))}
          </td>
          <td className={`${CELL} text-ink-soft`}>{percent(sum(({ targetBps }) => targetBps))}</td>
        </tr>
      </tbody>
    </table>
  );
}
