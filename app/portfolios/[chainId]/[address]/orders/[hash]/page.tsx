import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { OrderPage } from '../../../../../../components/detail/order-page.tsx';
import { Live } from '../../../../../../components/live/live.tsx';
import { DatabaseTrouble } from '../../../../../../components/shell/database-trouble.tsx';
import { orderPlaceSchema } from '../../../../../../lib/api/live-dto.ts';
import { pagesFor } from '../../../../../../services/wire/pages/pages.ts';

export const metadata: Metadata = { title: 'Order' };
export const dynamic = 'force-dynamic';

const CHECK_SECONDS = 5;

type Props = { readonly params: Promise<Readonly<Record<string, string>>> };

export default async function OneOrderPage({ params }: Props) {
  const asked = orderPlaceSchema.safeParse(await params);
  if (!asked.success) notFound();
  const { hash, ...place } = asked.data;
  const answer = await pagesFor({ headers: await headers() }).readOrder(place, hash);
  if (answer.ok && answer.value === null) notFound();
  return (
    <Live
      readAtSeconds={answer.ok ? (answer.value?.readAtSeconds ?? 0) : 0}
      version={answer.ok ? (answer.value?.version ?? null) : null}
      versionUrl={`/api/live?of=${place.chainId}:${place.address}`}
      intervalSeconds={CHECK_SECONDS}
    >
      <div className="mx-auto max-w-[76rem] px-5 pt-4 pb-16 sm:px-9">
        {answer.ok && answer.value !== null && <OrderPage detail={answer.value} />}
        {!answer.ok && <DatabaseTrouble message={answer.error.message} />}
      </div>
    </Live>
  );
}
