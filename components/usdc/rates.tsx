import type { RatesDto, VaultRatesDto } from '../../lib/api/rates.ts';
import { Age } from '../live/live.tsx';
import { formatUsdRough } from '../ui/format.ts';
import { Hex } from '../ui/hex.tsx';
import { Scrolling } from '../ui/scrolling.tsx';
import { Section } from '../ui/section.tsx';
import { Word } from '../ui/word.tsx';
import { Rate } from './rate-cell.tsx';

function Vault({ vault }: { readonly vault: VaultRatesDto }) {
  const { name, protocol, chainName, vault: address, tvlUsd, realised, promised, trouble } = vault;
  return (
    <tr className="border-t border-line">
      <th scope="row" className="py-2.5 pr-6 text-left align-top font-normal">
        <p className="font-semibold">{name}</p>
        <p className="text-ink-soft">
          {protocol} on {chainName}
        </p>
        <p className="text-ink-soft">
          <Hex hex={address} kind="address" copy />
        </p>
        {trouble !== null && (
          <p className="text-pretty">
            <Word tone="warn" icon="warning">
              not read
            </Word>{' '}
            <span className="text-ink-soft">
              {trouble.why} Tried <Age atSeconds={trouble.atSeconds} /> ago.
            </span>
          </p>
        )}
      </th>
      <Rate rate={realised} />
      <Rate rate={promised} />
      <td className="py-2.5 text-right align-top whitespace-nowrap">
        {tvlUsd === null ? <span className="text-ink-soft">not known</span> : formatUsdRough(tvlUsd)}
      </td>
    </tr>
  );
}

const EMPTY =
  'No vault is listed on the chains that are served here. Whoever runs this site lists them in the file of chains.';

/** What vaults of USDC paid and what they promise, side by side. */
export function Rates({ rates }: { readonly rates: RatesDto }) {
  return (
    <>
      <Section title="Vaults followed here" note="paid beside promised" empty={EMPTY}>
        {rates.vaults.length > 0 && (
          <Scrolling label="Rates of vaults, as a table">
            <table className="w-full min-w-[44rem] text-left">
              <thead className="text-ink-soft">
                <tr>
                  <th scope="col" className="py-1 pr-6 font-normal">
                    Vault
                  </th>
                  <th scope="col" className="w-[28%] py-1 pr-6 font-normal">
                    Paid
                  </th>
                  <th scope="col" className="w-[28%] py-1 pr-6 font-normal">
                    Promised
                  </th>
                  <th scope="col" className="py-1 text-right font-normal">
                    It holds
                  </th>
                </tr>
              </thead>
              <tbody>
                {rates.vaults.map((vault) => (
                  <Vault key={`${vault.chainId}:${vault.vault}`} vault={vault} />
                ))}
              </tbody>
            </table>
          </Scrolling>
        )}
      </Section>
      <p className="border-t border-line pt-3 text-pretty text-ink-soft">
        What a vault paid is read from its own share price on chain; what it promises is what others say of it
        now. Both are simple rates a year, before gas. A rate that is older than 36 hours, negative or above
        15&nbsp;% is shown with that word; nothing is put in by it. For programs:{' '}
        <code className="font-mono">GET /api/rates</code>,{' '}
        <a className="underline" href="/docs/api">
          the API
        </a>
        .
      </p>
    </>
  );
}
