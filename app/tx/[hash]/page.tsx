import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { TransactionPage } from '../../../components/explorer/transaction-page.tsx';
import { ChainTrouble } from '../../../components/shell/chain-trouble.tsx';
import { hashInPathSchema } from '../../../lib/api/live-dto.ts';
import { readLocalTransaction } from '../../../services/wire/pages/local-explorer.ts';

export const metadata: Metadata = { title: 'Transaction' };
export const dynamic = 'force-dynamic';

type Props = { readonly params: Promise<{ readonly hash: string }> };

/** Of the local chain only: public chains have explorers of their own. */
export default async function LocalTransactionPage({ params }: Props) {
  const hash = hashInPathSchema.safeParse((await params).hash);
  if (!hash.success) notFound();
  const answer = await readLocalTransaction(hash.data);
  if (answer.ok && answer.value === null) notFound();
  return (
    <div className="mx-auto max-w-[76rem] px-5 pt-6 pb-16 sm:px-9">
      {answer.ok && answer.value !== null && <TransactionPage transaction={answer.value} />}
      {!answer.ok && <ChainTrouble message={answer.error.message} />}
    </div>
  );
}
