import NextLink from 'next/link';
import type { ComponentProps } from 'react';

/**
 * A link to one of our pages. Nothing behind it is fetched ahead: every page is read from the database when it is opened, and a page that is
 * drawn anew at each change would have all that it links to drawn as well (25 requests a change on a portfolio's page).
 */
export function PageLink(props: Omit<ComponentProps<typeof NextLink>, 'prefetch'>) {
  return <NextLink {...props} prefetch={false} />;
}
