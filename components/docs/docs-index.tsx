import { PageLink } from '../shell/page-link.tsx';
import { DOC_GROUPS } from './doc-pages.ts';

const LINK = 'text-sm font-semibold text-accent hover:underline';

/** Every document with what it is about, and where the source is. */
export function DocsIndex() {
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">Documentation</h1>
      <p className="max-w-prose pt-2 text-pretty text-ink-soft">
        The same files that lie in the source’s <code className="font-mono">docs</code> folder, of the version
        that runs here.
      </p>
      {DOC_GROUPS.map(({ name, pages }) => (
        <section key={name} aria-label={name} className="pt-8">
          <h2 className="pb-2 text-lg font-semibold tracking-tight">{name}</h2>
          <ul className="grid gap-x-8 sm:grid-cols-2">
            {pages.map(({ slug, title, summary }) => (
              <li key={slug} className="border-t border-line py-2.5">
                <PageLink href={`/docs/${slug}`} className={LINK}>
                  {title}
                </PageLink>
                <p className="text-pretty text-ink-soft">{summary}</p>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <section id="source" aria-label="Source" className="scroll-mt-6 pt-8">
        <h2 className="pb-2 text-lg font-semibold tracking-tight">Source</h2>
        <p className="max-w-prose text-pretty">
          MIT-licensed: contracts, bot, pages and these documents in one repository, of which the operator of
          this site can give you the address. <code className="font-mono">npm run demo</code> starts all of it
          on one machine, without an account anywhere; <code className="font-mono">npm test</code> checks all
          of it.
        </p>
      </section>
    </>
  );
}
