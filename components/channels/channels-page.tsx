'use client';

import { BackLink } from '../portfolio/back-link.tsx';
import { useBrowserSession } from '../session/use-browser-session.ts';
import { PageLink } from '../shell/page-link.tsx';
import { Section } from '../ui/section.tsx';
import { Channels } from './channels.tsx';

const OUT = {
  unknown: 'Asking who is signed in…',
  out: 'Sign in to see where you are told, and to add a channel.',
} as const;

/** Where whoever is signed in is told of alerts. `canSeal`: whether this installation has a key to seal addresses with. */
export function ChannelsPage({ canSeal }: { readonly canSeal: boolean }) {
  const session = useBrowserSession();
  return (
    <>
      <BackLink href="/settings">Settings</BackLink>
      <h1 className="pt-1 pb-3 text-2xl font-semibold tracking-tight">Channels of alerts</h1>
      <p className="max-w-prose pb-6 text-pretty text-ink-soft">
        An alert is something that is wrong now. All alerts of all your portfolios go to each of your
        channels, once when it begins and once when it has passed.{' '}
        <PageLink href="/docs/alerts" className="text-accent underline">
          What each alert means
        </PageLink>
      </p>
      {session.kind === 'in' ? (
        <Channels key={session.address} canSeal={canSeal} mayOperate={session.role !== 'user'} />
      ) : (
        <Section title="Your channels" empty={OUT[session.kind]} />
      )}
    </>
  );
}
