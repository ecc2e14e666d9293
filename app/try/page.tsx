import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { TryPage } from '../../components/paper/try-page.tsx';
import { PageFrame } from '../../components/shell/page-frame.tsx';
import { tryQuerySchema } from '../../lib/api/try-query.ts';
import { readTryPage } from '../../services/wire/pages/paper-pages.ts';

export const metadata: Metadata = { title: 'Try it on paper' };
export const dynamic = 'force-dynamic';

type Props = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export default async function TryItPage({ searchParams }: Props) {
  const query = tryQuerySchema.parse(await searchParams);
  const page = await readTryPage({ headers: await headers() }, query);
  return (
    <PageFrame width="form">
      <TryPage page={page} query={query} />
    </PageFrame>
  );
}
