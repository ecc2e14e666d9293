import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

const MANIFEST = resolve(import.meta.dirname, '../../.next/app-path-routes-manifest.json');

/** Something real for a page's address. */
export type Place = {
  readonly address: string;
  readonly owner: string;
  readonly decisionId: string;
  readonly orderHash: string;
  readonly txHash: string;
};

const portfolio = ({ address }: Place): string => `/portfolios/31337/${address}`;

/** Every page of the web app by its route, with an address that shows it full. A page that is missing here fails the run. */
export const PAGE_PATHS: Readonly<Record<string, (place: Place) => string>> = {
  '/': () => '/',
  '/_not-found': () => '/there-is-no-such-page',
  '/accounts': () => '/accounts',
  '/accounts/[id]': () => '/accounts/00000000-0000-4000-8000-000000000000',
  '/address/[address]': ({ owner }) => `/address/${owner}`,
  '/demo': () => '/demo',
  '/docs': () => '/docs',
  '/docs/[page]': () => '/docs/security',
  '/docs/alerts': () => '/docs/alerts',
  '/docs/api': () => '/docs/api',
  '/docs/glossary': () => '/docs/glossary',
  '/gallery': () => '/gallery',
  '/operator': () => '/operator',
  '/p/[chainId]/[address]': ({ address }) => `/p/31337/${address}`,
  '/portfolios': () => '/portfolios',
  '/portfolios/[chainId]/[address]': portfolio,
  '/portfolios/[chainId]/[address]/alerts': (place) => `${portfolio(place)}/alerts`,
  '/portfolios/[chainId]/[address]/activity': (place) => `${portfolio(place)}/activity`,
  '/portfolios/[chainId]/[address]/decisions/[id]': (place) =>
    `${portfolio(place)}/decisions/${place.decisionId}`,
  '/portfolios/[chainId]/[address]/manage': (place) => `${portfolio(place)}/manage`,
  '/portfolios/[chainId]/[address]/orders/[hash]': (place) => `${portfolio(place)}/orders/${place.orderHash}`,
  '/portfolios/[chainId]/[address]/performance': (place) => `${portfolio(place)}/performance`,
  '/portfolios/[chainId]/[address]/reports': (place) => `${portfolio(place)}/reports`,
  '/portfolios/[chainId]/[address]/reports/bands': (place) => `${portfolio(place)}/reports/bands`,
  '/portfolios/[chainId]/[address]/reports/compliance': (place) => `${portfolio(place)}/reports/compliance`,
  '/portfolios/[chainId]/[address]/reports/lots': (place) => `${portfolio(place)}/reports/lots`,
  '/portfolios/[chainId]/[address]/settings': (place) => `${portfolio(place)}/settings`,
  '/delegated': () => '/delegated',
  '/delegated/new': () => '/delegated/new',
  '/portfolios/new': () => '/portfolios/new',
  '/settings': () => '/settings',
  '/settings/channels': () => '/settings/channels',
  '/status': () => '/status',
  '/try': ({ owner }) => `/try?address=${owner}`,
  '/try/[id]': () => '/try/00000000-0000-4000-8000-000000000000',
  '/tx/[hash]': ({ txHash }) => `/tx/${txHash}`,
  '/usdc': () => '/usdc?amount=10000',
  '/usdc/new': () => '/usdc/new',
  '/usdc/score': () => '/usdc/score',
};

/** The page that is shown when the whole app has failed; no address leads there. */
const UNREACHABLE = '/_global-error';

/** The routes of all pages that the build has. */
export function builtPages(): readonly string[] {
  const manifest = z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(MANIFEST, 'utf8')));
  return Object.entries(manifest)
    .filter(([file, route]) => file.endsWith('/page') && route !== UNREACHABLE)
    .map(([, route]) => route)
    .sort();
}
