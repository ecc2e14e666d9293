import type { ReactNode } from 'react';
import { PageLink } from '../shell/page-link.tsx';
import { DOC_GROUPS } from './doc-pages.ts';

const FIXED = [
  { slug: 'glossary', title: 'Glossary' },
  { slug: 'alerts', title: 'Alerts' },
  { slug: 'api', title: 'API' },
] as const;

type Props = {
  /** The page that is shown; null on the one that lists them. */
  readonly here: string | null;
  readonly children: ReactNode;
};

/** The ways between the documents, beside one of them on a wide page and above it on a narrow one. */
export function DocsFrame({ here, children }: Props) {
  const link = (slug: string, title: string): ReactNode => (
    <li key={slug}>
      <PageLink
        href={`/docs/${slug}`}
        aria-current={here === slug ? 'page' : undefined}
        className={`inline-flex min-h-8 min-w-6 items-center ${here === slug ? 'font-semibold text-ink' : 'text-ink-soft hover:text-ink'}`}
      >
        {title}
      </PageLink>
    </li>
  );
  const lists = (
    <>
      {DOC_GROUPS.map(({ name, pages }) => (
        <div key={name} className="pb-4">
          <h2 className="font-semibold">{name}</h2>
          <ul>{pages.map(({ slug, title }) => link(slug, title))}</ul>
        </div>
      ))}
      <div>
        <h2 className="font-semibold">Look up</h2>
        <ul>{FIXED.map(({ slug, title }) => link(slug, title))}</ul>
      </div>
    </>
  );
  return (
    <div className="mx-auto max-w-[76rem] gap-x-12 px-5 pt-6 pb-16 sm:px-9 lg:grid lg:grid-cols-[11rem_minmax(0,1fr)]">
      <nav aria-label="Documentation" className="max-lg:hidden">
        {lists}
      </nav>
      <details className="border-b border-line pb-2 lg:hidden">
        <summary className="cursor-pointer py-2 text-accent">All documents</summary>
        <nav aria-label="All documents">{lists}</nav>
      </details>
      <article className="min-w-0 max-lg:pt-4" data-as-written>
        {children}
      </article>
    </div>
  );
}
