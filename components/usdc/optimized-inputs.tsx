import type { ReactNode } from 'react';
import type { MarketRiskDto, OptimizedDto, OptimizeVaultDto, ToldDto } from '../../lib/api/optimize.ts';
import { Age } from '../live/live.tsx';
import { formatPercent, formatUsd, formatUsdRough, unbroken } from '../ui/format.ts';
import { Scrolling } from '../ui/scrolling.tsx';
import { TableHead } from '../ui/table-head.tsx';

const RISK_WORDS: Readonly<Record<MarketRiskDto['name'], string>> = {
  'value-fall': 'Fall of value in a week',
  utilisation: 'Lent out',
  concentration: 'Ours of it',
};

function Told({ told, shown }: { readonly told: ToldDto; readonly shown: (value: string) => string }) {
  if (told.value === null || told.atSeconds === null)
    return <p className="text-pretty text-ink-soft">{told.why ?? 'not known'}</p>;
  return (
    <p>
      {shown(told.value)}{' '}
      <span className="text-ink-soft">
        {told.source}, <Age atSeconds={told.atSeconds} /> old
      </span>
    </p>
  );
}

function Named({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <p className="text-ink-soft">{name}</p>
      {children}
    </div>
  );
}

function Vault({ vault }: { readonly vault: OptimizeVaultDto }) {
  return (
    <tr className="border-t border-line align-top">
      <th scope="row" className="py-2.5 pr-6 text-left font-normal">
        <p className="font-semibold">{vault.name}</p>
        <p className="text-ink-soft">
          {vault.protocol} on {vault.chainName}
        </p>
        <p>{formatUsd(vault.amountUsd)} of it there</p>
        {vault.reason !== null && (
          <p className="text-pretty text-ink-soft">
            Takes nothing now: {unbroken(vault.why ?? vault.reason.replaceAll('-', ' '))}
          </p>
        )}
      </th>
      <td className="space-y-1.5 py-2.5 pr-6">
        <Named name="Pays now">
          <Told told={vault.paidNowPercent} shown={formatPercent} />
        </Named>
        <Named name="Grew in a day, as a year">
          <Told told={vault.paidDayPercent} shown={formatPercent} />
        </Named>
        <Named name="Grew in thirty days, as a year">
          <Told told={vault.paidMonthPercent} shown={formatPercent} />
        </Named>
        <Named name="Promises">
          <Told told={vault.promisedPercent} shown={formatPercent} />
        </Named>
      </td>
      <td className="space-y-1.5 py-2.5">
        <Named name="Value locked">
          <Told told={vault.valueLockedUsd} shown={formatUsdRough} />
        </Named>
        <Named name="A week ago">
          <Told told={vault.valueLockedWeekAgoUsd} shown={formatUsdRough} />
        </Named>
        {vault.risks.map(({ name, percentOfLimit, why }) => (
          <Named key={name} name={RISK_WORDS[name]}>
            <p className={percentOfLimit === null ? 'text-pretty text-ink-soft' : ''}>
              {percentOfLimit === null ? why : `${formatPercent(percentOfLimit)} of its limit`}
            </p>
          </Named>
        ))}
      </td>
    </tr>
  );
}

/** What a plan was made of: formulas, and every input with who told it and how old it is. */
export function OptimizedInputs({ told }: { readonly told: OptimizedDto }) {
  const { vaults, formulas, leftOut } = told;
  return (
    <details>
      <summary className="inline-flex min-h-6 cursor-pointer items-center text-accent underline">
        How it is reckoned, and by what
      </summary>
      <dl className="max-w-prose space-y-2 pt-2 text-pretty">
        {(['expected', 'risk', 'costs', 'plan'] as const).map((name) => (
          <div key={name}>
            <dt className="inline font-semibold capitalize">{name}. </dt>
            <dd className="inline text-ink-soft">{formulas[name]}</dd>
          </div>
        ))}
      </dl>
      {vaults.length > 0 && (
        <Scrolling label="Inputs of the plan, as a table" className="relative mt-4 overflow-x-auto">
          <table className="w-full min-w-[44rem] text-left">
            <TableHead heads={['Vault', 'Rates', 'Market, and risk by it']} cell="py-1 pr-6" />
            <tbody>
              {vaults.map((vault) => (
                <Vault key={`${vault.chainId}:${vault.vault}`} vault={vault} />
              ))}
            </tbody>
          </table>
        </Scrolling>
      )}
      {leftOut.map(({ chainId, chainName, why }) => (
        <p key={chainId} className="pt-2 text-ink-soft">
          {chainName ?? `Chain ${chainId}`} is left out: {why}
        </p>
      ))}
    </details>
  );
}
