import type { ReactNode } from 'react';
import { PageLink } from '../shell/page-link.tsx';

type Props = { readonly href: string; readonly children: ReactNode };

/** The way back, above a page's title. */
export function BackLink({ href, children }: Props) {
  return (
    <PageLink href={href} className="inline-flex min-h-6 items-center text-ink-soft hover:text-ink">
      {children}
    </PageLink>
  );
}
