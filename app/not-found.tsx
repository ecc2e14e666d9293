import { PageLink } from '../components/shell/page-link.tsx';

export default function NotFound() {
  return (
    <div className="mx-auto max-w-[70rem] px-5 pt-6 pb-16 text-sm sm:px-9">
      <h1 className="text-2xl font-semibold tracking-tight">There is no such page</h1>
      <p className="pt-3">
        Go to the{' '}
        <PageLink href="/portfolios" className="text-accent underline">
          portfolios
        </PageLink>
        .
      </p>
    </div>
  );
}
