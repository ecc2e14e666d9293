import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { AddressPage } from '../../../components/explorer/address-page.tsx';
import { ChainTrouble } from '../../../components/shell/chain-trouble.tsx';
import { portfolioPlaceSchema } from '../../../lib/api/live-dto.ts';
import { readLocalAddress } from '../../../services/wire/pages/local-explorer.ts';

export const metadata: Metadata = { title: 'Address' };
export const dynamic = 'force-dynamic';

type Props = { readonly params: Promise<{ readonly address: string }> };

/** Of the local chain only: public chains have explorers of their own. */
export default async function LocalAddressPage({ params }: Props) {
  const address = portfolioPlaceSchema.shape.address.safeParse((await params).address);
  if (!address.success) notFound();
  const answer = await readLocalAddress(address.data);
  if (answer.ok && answer.value === null) notFound();
  return (
    <div className="mx-auto max-w-[76rem] px-5 pt-6 pb-16 sm:px-9">
      {answer.ok && answer.value !== null && <AddressPage found={answer.value} />}
      {!answer.ok && <ChainTrouble message={answer.error.message} />}
    </div>
  );
}
