import type { CashTransferDto } from '../../lib/api/cash.ts';
import { Age } from '../live/live.tsx';
import { Fact } from '../ui/fact.tsx';
import { formatUsd } from '../ui/format.ts';
import { Hex } from '../ui/hex.tsx';
import { Section } from '../ui/section.tsx';
import { Word } from '../ui/word.tsx';
import { STEP_WORDS } from './cash-words.ts';

/** How anybody brings it to its end without us. */
function MintYourself({ transfer }: { readonly transfer: CashTransferDto }) {
  const { state, to, data, gas, askPath } = transfer.mintYourself;
  if (state === 'done' || state === 'not-burnt')
    return (
      <p className="pt-2 text-pretty text-ink-soft">
        {state === 'done'
          ? 'It was minted: nothing is left to do.'
          : 'Nothing was burnt yet: there is nothing to mint.'}
      </p>
    );
  return (
    <>
      <p className="pt-2 text-pretty text-ink-soft">
        {state === 'ready'
          ? `With any wallet on ${transfer.toChainName}, send these bytes to Circle’s contract. Whoever sends them, the USDC goes to your portfolio.`
          : 'Ask Circle’s API at this path until it answers “complete”; then message and attestation go into receiveMessage of Circle’s contract.'}
      </p>
      <dl>
        {to !== null && (
          <Fact name="Contract">
            <Hex hex={to} kind="address" copy />
          </Fact>
        )}
        {gas !== null && <Fact name="Gas, at least">{gas}</Fact>}
        {askPath !== null && (
          <Fact name="Path">
            <code className="font-mono text-[0.75rem] wrap-anywhere">{askPath}</code>
          </Fact>
        )}
        {data !== null && (
          <Fact name="Bytes">
            <code className="block max-h-32 overflow-y-auto font-mono text-[0.75rem] wrap-anywhere">
              {data}
            </code>
          </Fact>
        )}
      </dl>
    </>
  );
}

function Transfer({ transfer }: { readonly transfer: CashTransferDto }) {
  const { amountUsd, fromChainName, toChainName, step, begunAtSeconds, overdue, why } = transfer;
  return (
    <li className="border-t border-line py-2.5">
      <p className="flex flex-wrap justify-between gap-x-4">
        <span>
          <span className="font-semibold">{formatUsd(amountUsd)}</span> from {fromChainName} to {toChainName}
        </span>
        <span className="text-ink-soft">
          begun <Age atSeconds={begunAtSeconds} /> ago
        </span>
      </p>
      <p className="text-pretty">
        <Word tone={overdue ? 'warn' : 'plain'} icon={overdue ? 'warning' : 'clock'}>
          {overdue ? 'overdue' : 'on its way'}
        </Word>{' '}
        <span className="text-ink-soft">
          {STEP_WORDS[step]}.{why !== null && ` ${why}`}
        </span>
      </p>
      <details className="pt-1">
        <summary className="inline-flex min-h-6 cursor-pointer items-center text-accent underline">
          Mint it yourself
        </summary>
        <MintYourself transfer={transfer} />
      </details>
    </li>
  );
}

/** USDC between two chains, each with its step and the way to end it oneself. */
export function CashTransfers({ transfers }: { readonly transfers: readonly CashTransferDto[] }) {
  return (
    <Section title="On its way" note="counted where it goes, once" empty="Nothing is between two chains.">
      {transfers.length > 0 && (
        <ul>
          {transfers.map((transfer) => (
            <Transfer key={transfer.id} transfer={transfer} />
          ))}
        </ul>
      )}
    </Section>
  );
}
