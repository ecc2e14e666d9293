import type { Decoded, LocalTransaction } from '../../lib/api/explorer-dto.ts';
import { Fact } from '../ui/fact.tsx';
import { formatCount, formatInstant } from '../ui/format.ts';
import { Hex } from '../ui/hex.tsx';
import { Section } from '../ui/section.tsx';
import { Word } from '../ui/word.tsx';

const ADDRESS = /^0x[0-9a-fA-F]{40}$/;

function Value({ value }: { readonly value: string }) {
  return ADDRESS.test(value) ? (
    <Hex hex={value.toLowerCase()} kind="address" href={`/address/${value.toLowerCase()}`} />
  ) : (
    <span className="wrap-anywhere">{/^\d+$/.test(value) ? formatCount(value) : value}</span>
  );
}

function Words({ decoded }: { readonly decoded: Decoded }) {
  return (
    <>
      <span className="font-semibold">{decoded.name}</span>
      {decoded.args.map(({ name, value }) => (
        <span key={name} className="block pl-4">
          <span className="text-ink-soft">{name}</span> <Value value={value} />
        </span>
      ))}
    </>
  );
}

function Outcome({ mined }: Pick<LocalTransaction, 'mined'>) {
  if (mined === null)
    return (
      <Word tone="plain" icon="clock" strong>
        Not in a block yet
      </Word>
    );
  return mined.succeeded ? (
    <Word tone="good" icon="check" strong>
      Succeeded
    </Word>
  ) : (
    <Word tone="stop" icon="stop" strong>
      Reverted: nothing of it counts but its fee
    </Word>
  );
}

/** One transaction of the local chain: what was asked for, and what it left in the log. */
export function TransactionPage({ transaction }: { readonly transaction: LocalTransaction }) {
  const { hash, mined, from, to, isCreation, nonce, valueEth, call, data } = transaction;
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">Transaction</h1>
      <p className="pt-1 text-ink-soft">
        <Hex hex={hash} kind="transaction" copy /> on the local chain, as its node tells it
      </p>
      <p className="pt-3 text-sm">
        <Outcome mined={mined} />
      </p>
      <dl className="grid gap-x-10 pt-3 lg:grid-cols-2">
        {mined !== null && (
          <>
            <Fact name="Block">
              {formatCount(mined.blockNumber)}, {formatInstant(mined.blockTimeSeconds)} of the chain’s time
            </Fact>
            <Fact name="Fee">
              {mined.feeEth} ETH for {formatCount(mined.gasUsed)} gas
            </Fact>
          </>
        )}
        <Fact name="From">
          <Hex hex={from} kind="address" copy href={`/address/${from.toLowerCase()}`} />
        </Fact>
        <Fact name={isCreation ? 'Made the contract' : 'To'}>
          {to === null ? (
            'not known yet'
          ) : (
            <Hex hex={to} kind="address" copy href={`/address/${to.toLowerCase()}`} />
          )}
        </Fact>
        <Fact name="Sends along">{valueEth} ETH</Fact>
        <Fact name="Number of the sender’s">{formatCount(nonce)}</Fact>
      </dl>
      <div className="space-y-8 pt-8">
        <Section title="Call" empty="No call that this site knows; its data stands below.">
          {call !== null && (
            <p className="border-t border-line py-2">
              <Words decoded={call} />
            </p>
          )}
        </Section>
        <Section
          title="Log"
          note={mined === null ? undefined : formatCount(mined.logs.length)}
          empty="It left nothing in the log."
        >
          {mined !== null && mined.logs.length > 0 && (
            <ol>
              {mined.logs.map(({ address, event }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a log's place is its name
                <li key={index} className="border-t border-line py-2">
                  {event === null ? 'An event that this site doesn’t know' : <Words decoded={event} />}
                  <span className="block pl-4 text-ink-soft">
                    of <Hex hex={address} kind="address" href={`/address/${address.toLowerCase()}`} />
                  </span>
                </li>
              ))}
            </ol>
          )}
        </Section>
        <details className="border-t border-line pt-1">
          <summary className="cursor-pointer py-1.5 text-accent">Raw data</summary>
          <pre className="max-w-full text-[0.75rem] wrap-anywhere whitespace-pre-wrap">{data}</pre>
        </details>
      </div>
    </>
  );
}
