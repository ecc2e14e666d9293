import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { SettingsPage } from '../../../../../components/policy/settings-page.tsx';
import { DatabaseTrouble } from '../../../../../components/shell/database-trouble.tsx';
import { portfolioPlaceSchema } from '../../../../../lib/api/live-dto.ts';
import { settingsViewSchema } from '../../../../../lib/api/portfolio-settings-dto.ts';
import { pagesFor } from '../../../../../services/wire/pages/pages.ts';

export const metadata: Metadata = { title: 'Settings' };
export const dynamic = 'force-dynamic';

type Props = {
  readonly params: Promise<Readonly<Record<string, string>>>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
};

/** Isn't kept current by itself: what somebody types must not change under their hands. */
export default async function PortfolioSettingsPage({ params, searchParams }: Props) {
  const place = portfolioPlaceSchema.safeParse(await params);
  if (!place.success) notFound();
  const view = settingsViewSchema.parse(await searchParams);
  const answer = await pagesFor({ headers: await headers() }).readSettings(place.data, view);
  if (answer.ok && answer.value === null) notFound();
  return (
    <div className="mx-auto max-w-[76rem] px-5 pt-4 pb-16 sm:px-9">
      {answer.ok && answer.value !== null && <SettingsPage settings={answer.value} />}
      {!answer.ok && <DatabaseTrouble message={answer.error.message} />}
    </div>
  );
}
