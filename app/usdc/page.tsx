import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { LivePage } from '../../components/live/live-page.tsx';
import { UsdcPage } from '../../components/usdc/usdc-page.tsx';
import { usdcQuerySchema } from '../../lib/api/usdc-query.ts';
import { readUsdcPage } from '../../services/wire/cash/usdc-page.ts';

export const metadata: Metadata = { title: 'What USDC earns' };
export const dynamic = 'force-dynamic';

/** Share prices are read a few times an hour. */
const CHECK_SECONDS = 60;

type Props = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export default async function UsdcRoute({ searchParams }: Props) {
  const query = usdcQuerySchema.parse(await searchParams);
  return (
    <LivePage
      title="What USDC earns"
      read={await readUsdcPage({ headers: await headers() }, query)}
      readAtOf={({ rates }) => rates.readAtSeconds}
      checkSeconds={CHECK_SECONDS}
      width="wide"
    >
      {(page) => <UsdcPage {...page} query={query} />}
    </LivePage>
  );
}
