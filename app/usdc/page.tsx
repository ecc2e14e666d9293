import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { Live } from '../../components/live/live.tsx';
import { DatabaseTrouble } from '../../components/shell/database-trouble.tsx';
import { RatesPage } from '../../components/usdc/rates-page.tsx';
import { asAsked } from '../../services/wire/pages.ts';
import { readRates } from '../../services/wire/rates-page.ts';

export const metadata: Metadata = { title: 'What USDC earns' };
export const dynamic = 'force-dynamic';

/** Share prices are read a few times an hour. */
const CHECK_SECONDS = 60;

export default async function UsdcPage() {
  const read = await asAsked({ headers: await headers() }, readRates);
  return (
    <Live
      readAtSeconds={read.ok ? read.value.readAtSeconds : 0}
      version={null}
      versionUrl="/api/live?of=status"
      intervalSeconds={CHECK_SECONDS}
    >
      <div className="mx-auto max-w-[76rem] px-5 pt-6 pb-16 sm:px-9">
        {read.ok ? (
          <RatesPage rates={read.value} />
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
