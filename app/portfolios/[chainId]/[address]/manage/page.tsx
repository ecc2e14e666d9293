import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getAddress, isAddress } from 'viem';
import { CONNECT_FIRST, EmergencyBox } from '../../../../../components/owner/emergency-box.tsx';
import { ManageLoader } from '../../../../../components/owner/manage-loader.tsx';
import { BackLink } from '../../../../../components/portfolio/back-link.tsx';
import { PageFrame } from '../../../../../components/shell/page-frame.tsx';

export const metadata: Metadata = { title: 'Manage a portfolio' };

type Props = { readonly params: Promise<{ readonly chainId: string; readonly address: string }> };

/** Asks no server of ours: what it shows comes from the chain through the wallet, and works while our database is down. */
export default async function ManagePage({ params }: Props) {
  const { chainId, address } = await params;
  if (!/^[1-9]\d{0,14}$/.test(chainId) || !isAddress(address, { strict: false })) notFound();
  const portfolio = getAddress(address);
  return (
    <PageFrame width="form">
      <BackLink href={`/portfolios/${chainId}/${address.toLowerCase()}`}>The portfolio</BackLink>
      <h1 className="text-2xl font-semibold tracking-tight">Manage</h1>
      <p className="font-mono break-all text-ink-soft">
        {portfolio} on chain {chainId}
      </p>
      <ManageLoader chainId={Number(chainId)} portfolio={portfolio}>
        <EmergencyBox blocked={CONNECT_FIRST} chainId={Number(chainId)} address={portfolio} />
      </ManageLoader>
    </PageFrame>
  );
}
