import { type PortfolioView, portfolioViewHref } from '../../lib/api/portfolio-view.ts';
import { PageLink } from '../shell/page-link.tsx';

type Props = {
  /** What is looked at now. */
  readonly view: PortfolioView;
  /** The page's address without a view. */
  readonly href: string;
  readonly choices: readonly { readonly name: string; readonly view: PortfolioView }[];
};

/** Ways to look at a part of a portfolio's page; the one that is looked at is marked. */
export function ViewLinks({ view, href, choices }: Props) {
  const here = portfolioViewHref(href, view);
  return (
    <span className="inline-flex flex-wrap gap-x-3">
      {choices.map((choice) => {
        const there = portfolioViewHref(href, choice.view);
        return (
          <PageLink
            key={choice.name}
            href={there}
            scroll={false}
            aria-current={there === here ? 'true' : undefined}
            className={`inline-flex min-h-6 items-center hover:text-ink ${there === here ? 'font-semibold text-ink' : ''}`}
          >
            {choice.name}
          </PageLink>
        );
      })}
    </span>
  );
}
