'use client';

import type { TrackedTransaction } from '../../lib/transactions/tracked-transaction.ts';
import { isSettled } from '../../lib/transactions/transaction-state.ts';
import { transactionWords } from '../../lib/transactions/transaction-words.ts';
import type { IconName } from '../ui/icon.tsx';
import { type Tone, Word } from '../ui/word.tsx';
import { Button } from '../wallet/button.tsx';
import { forgetTransaction, useTransactions } from './transaction-store.ts';
import { type Unread, useTransactionWatch } from './use-transaction-watch.ts';

const ICONS: Readonly<Record<Tone, IconName>> = {
  good: 'check',
  warn: 'warning',
  stop: 'warning',
  plain: 'clock',
};

const UNREAD: Readonly<Record<Unread, (transaction: TrackedTransaction) => string>> = {
  'other-chain': ({ chainId, headNumber }) =>
    `As of block ${headNumber}: your wallet is on another chain. Switch it to chain ${chainId} to see more.`,
  'no-answer': ({ headNumber }) => `As of block ${headNumber}: the wallet’s node does not answer just now.`,
  'no-wallet': ({ headNumber }) =>
    `As of block ${headNumber}: the wallet that sent it is not in this browser any more.`,
};

const hashOf = ({ answer, place }: TrackedTransaction): string | null =>
  place.kind === 'mined' ? place.hash : answer.kind === 'hash' ? answer.hash : null;

function Row({
  transaction,
  unread,
}: {
  readonly transaction: TrackedTransaction;
  readonly unread: Unread | undefined;
}) {
  const { tone, word, sentence } = transactionWords(transaction);
  const hash = hashOf(transaction);
  return (
    <li className="border-b border-line py-3" data-transaction={transaction.id}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <strong className="font-semibold">{transaction.intent}</strong>
        <Word tone={tone} icon={ICONS[tone]} strong>
          {word}
        </Word>
      </div>
      <p className="pt-1 text-pretty">{sentence}</p>
      {unread !== undefined && !isSettled(transaction) && (
        <p className="pt-1 text-warn">{UNREAD[unread](transaction)}</p>
      )}
      {hash !== null && (
        <details className="pt-1 text-ink-soft">
          <summary className="cursor-pointer">Transaction</summary>
          <p className="font-mono break-all">{hash}</p>
          <p className="font-mono break-all">from {transaction.from}</p>
        </details>
      )}
      <div className="pt-2">
        <Button onClick={() => forgetTransaction(transaction.id)}>Take off the list</Button>
      </div>
    </li>
  );
}

/** Every transaction sent from this browser, and what the chain says of it now. */
export function TransactionList() {
  const transactions = useTransactions();
  const unread = useTransactionWatch();
  return (
    <section aria-labelledby="transactions-title" className="pt-8">
      <h2 id="transactions-title" className="text-base font-semibold">
        Transactions
      </h2>
      <p className="text-ink-soft">
        Sent from this browser. What is said of them comes from the chain, through your wallet.
      </p>
      <div role="status" aria-live="polite">
        {transactions.length === 0 ? (
          <p className="py-3">None yet.</p>
        ) : (
          <ul>
            {transactions.map((transaction) => (
              <Row key={transaction.id} transaction={transaction} unread={unread.get(transaction.id)} />
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
