import type { CashChainDto, CashLeftAloneDto, HeldVaultDto } from '../../lib/api/cash.ts';
import { formatPercent, formatUsd, unbroken } from '../ui/format.ts';
import { Hex } from '../ui/hex.tsx';
import { Scrolling } from '../ui/scrolling.tsx';
import { Section } from '../ui/section.tsx';
import { TableHead } from '../ui/table-head.tsx';
import { Word } from '../ui/word.tsx';
import { Rate } from './rate-cell.tsx';

const UNLISTED = {
  ...{ percent: null, source: null, atSeconds: null, ageSeconds: null, overDays: null },
  fault: { word: 'missing', why: 'this site doesn’t follow the vault' },
} as const;
const NO_RATE = <td className="py-2.5 pr-6 text-ink-soft">–</td>;

function Held({ vault }: { readonly vault: HeldVaultDto }) {
  return (
    <tr className="border-t border-line">
      <th scope="row" className="py-2.5 pr-6 text-left align-top font-normal">
        <p className="font-semibold">{vault.name}</p>
        {vault.fault !== null && (
          <p>
            <Word tone="warn" icon="warning">
              {vault.fault === 'unreadable' ? 'can’t be read' : 'below its mark'}
            </Word>{' '}
            <span className="text-ink-soft">and counts nothing</span>
          </p>
        )}
        {vault.fault === null && vault.reason !== null && (
          <p className="text-pretty text-ink-soft">
            Takes nothing now: {unbroken(vault.why ?? vault.reason.replaceAll('-', ' '))}
          </p>
        )}
      </th>
      <td className="py-2.5 pr-6 text-right align-top whitespace-nowrap">{formatUsd(vault.heldUsd)}</td>
      <Rate rate={vault.realised ?? UNLISTED} />
      <Rate rate={vault.promised ?? UNLISTED} />
      <td className="py-2.5 text-right align-top whitespace-nowrap">
        {vault.expectedPercent === null ? 'not known' : formatPercent(vault.expectedPercent)}
        <p className="text-ink-soft">
          {vault.riskPercent === null ? 'risk not known' : `${formatPercent(vault.riskPercent)} of a limit`}
        </p>
      </td>
    </tr>
  );
}

function Line({ name, usd }: { readonly name: string; readonly usd: string }) {
  return (
    <tr className="border-t border-line">
      <th scope="row" className="py-2 pr-6 text-left font-normal">
        {name}
      </th>
      <td className="py-2 pr-6 text-right whitespace-nowrap">{formatUsd(usd)}</td>
      {NO_RATE}
      {NO_RATE}
      <td />
    </tr>
  );
}

function Chain({ chain }: { readonly chain: CashChainDto }) {
  const { chainName, address, valueUsd, onHandUsd, arrivingUsd, paused, lagging, vaults } = chain;
  return (
    <tbody>
      <tr className="border-t border-ink-soft">
        <th scope="rowgroup" colSpan={5} className="pt-3 pb-1 text-left font-normal">
          <span className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
            <span className="font-semibold">{chainName}</span>
            <span>{valueUsd === null ? 'not looked at yet' : formatUsd(valueUsd)}</span>
            {address !== null && (
              <span className="text-ink-soft">
                <Hex hex={address} kind="address" copy />
              </span>
            )}
            {paused && (
              <Word tone="stop" icon="pause">
                paused
              </Word>
            )}
            {lagging && (
              <Word tone="warn" icon="warning">
                the chain doesn’t answer
              </Word>
            )}
          </span>
        </th>
      </tr>
      {vaults.map((vault) => (
        <Held key={vault.vault} vault={vault} />
      ))}
      {onHandUsd !== null && <Line name="USDC on hand" usd={onHandUsd} />}
      {arrivingUsd !== null && arrivingUsd !== '0' && <Line name="On its way here" usd={arrivingUsd} />}
    </tbody>
  );
}

function LeftAlone({ contracts }: { readonly contracts: readonly CashLeftAloneDto[] }) {
  return (
    <ul aria-label="Contracts of yours that nothing looks after" className="pt-2">
      {contracts.map(({ address, chainName, why }) => (
        <li key={address} className="border-t border-line py-2.5">
          <span className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
            <span className="font-semibold">{chainName}</span>
            <span className="text-ink-soft">
              <Hex hex={address} kind="address" copy />
            </span>
            <Word tone="plain" icon="pause">
              not looked after
            </Word>
          </span>
          <p className="max-w-prose text-pretty text-ink-soft">{why}</p>
        </li>
      ))}
    </ul>
  );
}

type CashChainsProps = {
  readonly chains: readonly CashChainDto[];
  readonly leftAlone: readonly CashLeftAloneDto[];
};

/** Where an owner's USDC is: by chains, what is held beside what it paid and what is promised. */
export function CashChains({ chains, leftAlone }: CashChainsProps) {
  return (
    <Section title="Where it is" note="as the last look saw it" empty="No contract of yours was found yet.">
      {chains.length > 0 && (
        <Scrolling label="Your USDC by chains and vaults, as a table">
          <table className="w-full min-w-[52rem] text-left">
            <TableHead
              heads={['Vault', 'Held', 'Paid', 'Promised', 'Expected']}
              numbers={['Held', 'Expected']}
              cell="py-1 pr-6 last:pr-0"
            />
            {chains.map((chain) => (
              <Chain key={chain.chainId} chain={chain} />
            ))}
          </table>
        </Scrolling>
      )}
      {leftAlone.length > 0 && <LeftAlone contracts={leftAlone} />}
    </Section>
  );
}
