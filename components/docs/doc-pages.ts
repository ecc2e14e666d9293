/** One document that has a page. `file` lies in docs/. */
export type DocPage = { readonly slug: string; readonly title: string; readonly summary: string };

/** Every document that is shown, in the order of reading. Its file is `docs/<slug>.md`. */
export const DOC_GROUPS: readonly { readonly name: string; readonly pages: readonly DocPage[] }[] = [
  {
    name: 'Begin',
    pages: [
      { slug: 'quickstart', title: 'First steps', summary: 'From nothing to a portfolio that is kept.' },
      {
        slug: 'security',
        title: 'Security model',
        summary: 'Who can do what, and what can be lost at worst.',
      },
      {
        slug: 'policy',
        title: 'Policy',
        summary: 'When it trades, how far, and every reason for not trading.',
      },
    ],
  },
  {
    name: 'How it works',
    pages: [
      {
        slug: 'execution',
        title: 'What a rebalance costs',
        summary: 'How prices walk, and what fills lose.',
      },
      { slug: 'prices', title: 'Prices', summary: 'Where they come from, and what a missing one means.' },
      { slug: 'tokens', title: 'Tokens', summary: 'Which may be held, and how one is tried.' },
      { slug: 'venues', title: 'Venues', summary: 'Where orders go, and what each trusts.' },
      { slug: 'performance', title: 'Returns', summary: 'What each return and statistic means.' },
      { slug: 'backtest', title: 'Back-tests', summary: 'What one assumes, and what it can’t know.' },
      { slug: 'cash', title: 'USDC', summary: 'Where it is to earn, and when it stays.' },
      {
        slug: 'delegated',
        title: 'Your own account',
        summary: 'Traded by permissions, under the same limits.',
      },
      {
        slug: 'index-accounts',
        title: 'Index accounts',
        summary: 'Money that the server’s key can move, and what limits it.',
      },
      { slug: 'stop', title: 'The stop', summary: 'What stopping all trading does, and what it doesn’t.' },
      { slug: 'login', title: 'Signing in', summary: 'What a wallet is asked, and what is refused.' },
    ],
  },
  {
    name: 'Run it',
    pages: [
      { slug: 'deploying', title: 'Deploying', summary: 'Twelve steps, each checked, on two kinds of host.' },
      { slug: 'cli', title: 'Commands', summary: 'Every command with its options.' },
      { slug: 'signers', title: 'Keys of the bot', summary: 'Where they are kept and how one is replaced.' },
      { slug: 'chains', title: 'Chains', summary: 'Which are served, and their nodes.' },
      { slug: 'backup', title: 'Back-up', summary: 'What is kept, and how a lost database comes back.' },
      { slug: 'scaling', title: 'Scaling', summary: 'When more workers or nodes are needed.' },
      {
        slug: 'audit-log',
        title: 'Audit log',
        summary: 'Who did what, chained so that it can’t be changed.',
      },
      { slug: 'architecture', title: 'Architecture', summary: 'The parts, and where a change goes.' },
    ],
  },
];

const PAGES: ReadonlyMap<string, DocPage> = new Map(
  DOC_GROUPS.flatMap(({ pages }) => pages.map((page) => [page.slug, page])),
);

/** The page of this slug; undefined where there is none. */
export const docPage = (slug: string): DocPage | undefined => PAGES.get(slug);

/** A heading's anchor, as the documents' own links spell it. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');

/** Where a link of a document leads on this site; null where what it names has no page here. */
export const docHref = (href: string): string | null => {
  if (/^(https?:\/\/|\/|#)/.test(href)) return href;
  if (href === 'openapi.json') return '/api/openapi.json';
  const [, slug = '', anchor = ''] = /^([a-z-]+)\.md(#.*)?$/.exec(href) ?? [];
  if (slug === 'api') return `/docs/api${anchor}`;
  return PAGES.has(slug) ? `/docs/${slug}${anchor}` : null;
};
