import { PageLink } from '../components/shell/page-link.tsx';

export default function NotFound() {
  return (
    <div className="mx-auto max-w-[76rem] px-5 pt-6 pb-16 text-sm sm:px-9">
      <h1 className="text-2xl font-semibold tracking-tight">There is no such page</h1>
      <p className="max-w-prose pt-3 text-pretty">
        The address may be mistyped, or what it showed is not yours to see. Go to the{' '}
        <PageLink href="/portfolios" className="text-accent underline">
          portfolios
        </PageLink>{' '}
        or the{' '}
        <PageLink href="/status" className="text-accent underline">
          status
        </PageLink>
        .
      </p>
    </div>
  );
}
