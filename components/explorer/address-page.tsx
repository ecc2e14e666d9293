import type { LocalAddress } from '../../lib/api/explorer-dto.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Fact } from '../ui/fact.tsx';
import { formatCount, formatUnits } from '../ui/format.ts';
import { Hex } from '../ui/hex.tsx';
import { Section } from '../ui/section.tsx';

/** One address of the local chain. */
export function AddressPage({ found }: { readonly found: LocalAddress }) {
  const { address, blockNumber, isContract, balanceEth, sent, transactions, blocksSearched } = found;
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">{isContract ? 'Contract' : 'Account'}</h1>
      <p className="pt-1 font-mono text-[0.8125rem] wrap-anywhere text-ink-soft">
        {address} <CopyButton text={address} what="the address" />
      </p>
      <dl className="grid gap-x-10 pt-4 lg:grid-cols-2">
        <Fact name={`Holds, at block ${formatCount(blockNumber)}`}>{formatUnits(balanceEth)} ETH</Fact>
        <Fact name="Transactions sent by it">{formatCount(sent)}</Fact>
      </dl>
      <div className="pt-8">
        <Section
          title="Transactions"
          note={`of the last ${formatCount(blocksSearched)} blocks`}
          empty="None from it or to it in these blocks."
        >
          {transactions.length > 0 && (
            <ul>
              {transactions.map((transaction) => (
                <li key={transaction.hash} className="border-t border-line py-2">
                  <Hex hex={transaction.hash} kind="transaction" copy href={`/tx/${transaction.hash}`} />{' '}
                  <span className="text-ink-soft">
                    {transaction.isSender ? 'sent by it' : 'sent to it'} · block{' '}
                    {formatCount(transaction.blockNumber)}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Section>
      </div>
    </>
  );
}
