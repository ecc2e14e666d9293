import type { OptimizedDto } from '../../lib/api/optimize.ts';
import { Age } from '../live/live.tsx';
import { Fact } from '../ui/fact.tsx';
import { Figure } from '../ui/figure.tsx';
import { formatPercent, formatUsd, unbroken } from '../ui/format.ts';
import { TableHead } from '../ui/table-head.tsx';
import { PlannedMoves, Votes } from './cash-decision.tsx';
import { OptimizedInputs } from './optimized-inputs.tsx';

const STRATEGY_WORDS: Readonly<Record<OptimizedDto['strategy'], string>> = {
  'never-worse': 'As this project decides, within the limits',
  'highest-promised': 'All where most is promised, without limits',
  'on-hand': 'Left on hand',
};

const apy = ({ apyPercent }: OptimizedDto['expected']): string =>
  apyPercent === null ? 'not known' : formatPercent(apyPercent);

function Compared({ compared }: Pick<OptimizedDto, 'compared'>) {
  return (
    <table className="w-full text-left">
      <TableHead
        heads={['The same money', 'Expected APY', 'Risk']}
        numbers={['Expected APY', 'Risk']}
        cell="py-1 pr-4 last:pr-0"
      />
      <tbody>
        {compared.map(({ strategy, expected, riskScore }) => (
          <tr key={strategy} className="border-t border-line">
            <th scope="row" className="py-2 pr-4 text-left font-normal">
              {STRATEGY_WORDS[strategy]}
            </th>
            <td className="py-2 pr-4 text-right whitespace-nowrap">{apy(expected)}</td>
            <td className="py-2 text-right whitespace-nowrap">
              {riskScore === null ? 'not known' : `${riskScore} of 100`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Costs({ costs }: Pick<OptimizedDto, 'costs'>) {
  return (
    <dl>
      <Fact name="Gas of it all">{costs.gasUsd === null ? 'not known' : formatUsd(costs.gasUsd)}</Fact>
      <Fact name="Circle’s fee">
        {costs.transferFeeUsd === null ? 'asked when it begins' : formatUsd(costs.transferFeeUsd)}
      </Fact>
      {costs.chains.map(({ chainId, chainName, nativeUsd, gasPriceWei, dataFeesWei, atSeconds, why }) => (
        <Fact key={chainId} name={`Gas on ${chainName}`}>
          {gasPriceWei === null || nativeUsd === null || atSeconds === null ? (
            <span className="text-ink-soft">not known: {why}</span>
          ) : (
            <>
              {(Number(gasPriceWei) / 1e9).toPrecision(3)} gwei at {formatUsd(nativeUsd)} a coin
              {dataFeesWei !== null && ', and what it charges for bytes'}, <Age atSeconds={atSeconds} /> old
            </>
          )}
        </Fact>
      ))}
    </dl>
  );
}

/** What an amount would do: figures, plan, costs, every input with its source and age. */
export function Optimized({ told }: { readonly told: OptimizedDto }) {
  const { expected, risk, plan, costs } = told;
  return (
    <div className="space-y-6 pt-4">
      <dl className="grid grid-cols-2 gap-x-8 gap-y-4 border-y border-line py-4 lg:grid-cols-[1.4fr_1fr_1fr_1fr]">
        <Figure label={`Expected APY of ${formatUsd(told.amountUsd)}`} value={apy(expected)} large>
          {expected.why === null
            ? `${formatPercent(expected.ratePercent ?? '0')} simple, before gas`
            : unbroken(expected.why)}
        </Figure>
        <Figure
          label="In a year"
          value={expected.yearUsd === null ? 'not known' : formatUsd(expected.yearUsd)}
        >
          if rates stayed
        </Figure>
        <Figure label="Risk" value={risk.score === null ? 'not known' : `${risk.score}`}>
          {risk.why ?? 'of 100, the nearest limit'}
        </Figure>
        <Figure label="Costs" value={costs.gasUsd === null ? 'not known' : formatUsd(costs.gasUsd)}>
          {costs.why === null
            ? 'gas of its moves, and what a chain charges for their bytes'
            : 'without what isn’t known'}
        </Figure>
      </dl>
      <p className="text-pretty">{unbroken(plan.why)}</p>
      <div className="grid gap-x-10 gap-y-6 lg:grid-cols-2">
        <div>
          <h3 className="pb-1 text-ink-soft">{plan.moves.length === 0 ? 'No move' : 'Its moves'}</h3>
          <PlannedMoves moves={plan.moves} />
          <dl>
            <Fact name="Stays on hand">{formatUsd(plan.onHandUsd)}</Fact>
          </dl>
        </div>
        <div>
          <h3 className="pb-1 text-ink-soft">Three scorers, of the first move</h3>
          <Votes votes={plan.votes} />
        </div>
        <Compared compared={told.compared} />
        <Costs costs={costs} />
      </div>
      <OptimizedInputs told={told} />
    </div>
  );
}
