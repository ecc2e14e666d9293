import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { Live } from '../../components/live/live.tsx';
import { DatabaseTrouble } from '../../components/shell/database-trouble.tsx';
import { UsdcPage } from '../../components/usdc/usdc-page.tsx';
import { usdcQuerySchema } from '../../lib/api/usdc-query.ts';
import { readUsdcPage } from '../../services/wire/usdc-page.ts';

export const metadata: Metadata = { title: 'What USDC earns' };
export const dynamic = 'force-dynamic';

/** Share prices are read a few times an hour. */
const CHECK_SECONDS = 60;

type Props = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export default async function UsdcRoute({ searchParams }: Props) {
  const query = usdcQuerySchema.parse(await searchParams);
  const read = await readUsdcPage({ headers: await headers() }, query);
  return (
    <Live
      readAtSeconds={read.ok ? read.value.rates.readAtSeconds : 0}
      version={null}
      versionUrl="/api/live?of=status"
      intervalSeconds={CHECK_SECONDS}
    >
      <div className="mx-auto max-w-[76rem] px-5 pt-6 pb-16 sm:px-9">
        {read.ok ? (
          <UsdcPage {...read.value} query={query} />
        ) : (
          <>
            <h1 className="text-2xl font-semibold tracking-tight">What USDC earns</h1>
            <DatabaseTrouble message={read.error.message} />
          </>
        )}
      </div>
    </Live>
  );
}
