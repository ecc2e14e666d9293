import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { Live } from '../../components/live/live.tsx';
import { NotAnOperator, OperatorPage } from '../../components/operator/operator-page.tsx';
import { DatabaseTrouble } from '../../components/shell/database-trouble.tsx';
import { operatorViewSchema } from '../../lib/api/operator-dto.ts';
import { readOperatorPage } from '../../services/wire/operation/operator-page.ts';

export const metadata: Metadata = { title: 'Operator' };
export const dynamic = 'force-dynamic';

/** Every portfolio is gone through for it. */
const CHECK_SECONDS = 60;

type Props = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export default async function OperatorOverviewPage({ searchParams }: Props) {
  const view = operatorViewSchema.parse(await searchParams);
  const read = await readOperatorPage({ headers: await headers() }, view);
  return (
    <Live
      readAtSeconds={read.ok ? read.value.readAtSeconds : 0}
      version={null}
      versionUrl="/api/live?of=status"
      intervalSeconds={CHECK_SECONDS}
    >
      <div className="mx-auto max-w-[76rem] px-5 pt-6 pb-16 sm:px-9">
        {read.ok && <OperatorPage overview={read.value} />}
        {!read.ok && read.error.code === 'forbidden' && <NotAnOperator />}
        {!read.ok && read.error.code !== 'forbidden' && (
          <>
            <h1 className="text-2xl font-semibold tracking-tight">Operator</h1>
            <DatabaseTrouble message={read.error.message} />
          </>
        )}
      </div>
    </Live>
  );
}
