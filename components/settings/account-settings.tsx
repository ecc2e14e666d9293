'use client';

import { useBrowserSession } from '../session/use-browser-session.ts';
import type { Theme } from '../shell/theme.ts';
import { ThemeSwitch } from '../shell/theme-switch.tsx';
import { Fact } from '../ui/fact.tsx';
import { Section } from '../ui/section.tsx';
import { ApiTokens } from './api-tokens.tsx';
import { type Motion, MotionSwitch } from './motion-switch.tsx';
import { OwnRecords } from './own-records.tsx';
import { Sessions } from './sessions.tsx';

type Props = { readonly theme: Theme; readonly motion: Motion };

function Appearance({ theme, motion }: Props) {
  return (
    <Section title="How it looks" note="kept in this browser">
      <dl>
        <Fact name="Theme">
          <ThemeSwitch initial={theme} />
        </Fact>
        <Fact name="Motion">
          <MotionSwitch initial={motion} />
        </Fact>
        <Fact name="Amounts">US dollars, written as 1,234.56 for everybody</Fact>
        <Fact name="Times">of the chain’s blocks, in UTC</Fact>
      </dl>
    </Section>
  );
}

/** What is kept in this browser, and what the server holds of whoever is signed in. */
export function AccountSettings(props: Props) {
  const session = useBrowserSession();
  return (
    <div className="space-y-10 pt-6">
      <Appearance {...props} />
      {session.kind === 'in' ? (
        <>
          <Sessions key={`sessions ${session.address}`} />
          <ApiTokens key={`tokens ${session.address}`} />
          <OwnRecords key={`records ${session.address}`} address={session.address} />
        </>
      ) : (
        <Section
          title="Your account"
          empty={
            session.kind === 'unknown'
              ? 'Asking who is signed in…'
              : 'Sign in to see where you are signed in, to make tokens for programs, and to fetch or delete what is kept about your address.'
          }
        />
      )}
    </div>
  );
}
