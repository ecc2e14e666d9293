import { type PortfolioView, portfolioViewHref } from '../../lib/api/portfolio-view.ts';
import { ChoiceLinks } from '../ui/choice-links.tsx';

type Props = {
  /** What is looked at now. */
  readonly view: PortfolioView;
  /** The page's address without a view. */
  readonly href: string;
  readonly choices: readonly { readonly name: string; readonly view: PortfolioView }[];
};

/** Ways to look at a part of a portfolio's page; the one that is looked at is marked. */
export function ViewLinks({ view, href, choices }: Props) {
  return (
    <ChoiceLinks
      here={portfolioViewHref(href, view)}
      choices={choices.map((choice) => ({ name: choice.name, href: portfolioViewHref(href, choice.view) }))}
    />
  );
}
