import { PageLink } from '../shell/page-link.tsx';
import { BUTTON } from '../ui/button.ts';

/** Says what would stand here and how it gets here. */
export function EmptyList({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered)
    return (
      <p className="py-6 text-sm">
        None is in this state now.{' '}
        <PageLink href="/portfolios" className="text-accent underline">
          Show all
        </PageLink>
      </p>
    );
  return (
    <section aria-label="No portfolios" className="max-w-xl pt-8 text-sm">
      <h2 className="text-lg font-semibold">No portfolio yet</h2>
      <p className="pt-2 text-pretty">
        A portfolio is one Balancer contract that you own, with its targets and its band. The bot finds every
        contract that the factory creates and that names the bot as its signer; it appears here at the next
        tick.
      </p>
      <p className="pt-4">
        <PageLink href="/portfolios/new" className={BUTTON.accent}>
          Create a portfolio
        </PageLink>{' '}
        <PageLink href="/try" className={BUTTON.quiet}>
          Try it on paper first
        </PageLink>
      </p>
      <p className="pt-3 text-pretty text-ink-soft">
        To watch three of them at work on a local chain, run{' '}
        <code className="font-mono text-ink">npm run demo</code>.
      </p>
    </section>
  );
}
