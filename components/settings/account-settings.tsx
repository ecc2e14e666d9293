'use client';

import { useBrowserSession } from '../session/use-browser-session.ts';
import type { NumberForm } from '../shell/number-form.ts';
import { PageLink } from '../shell/page-link.tsx';
import type { Theme } from '../shell/theme.ts';
import { ThemeSwitch } from '../shell/theme-switch.tsx';
import { Fact } from '../ui/fact.tsx';
import { Section } from '../ui/section.tsx';
import { ApiTokens } from './api-tokens.tsx';
import { type Motion, MotionSwitch } from './motion-switch.tsx';
import { NodeChoice } from './node-choice.tsx';
import { NumberChoice } from './number-choice.tsx';
import { OwnRecords } from './own-records.tsx';
import { Sessions } from './sessions.tsx';

type Props = { readonly theme: Theme; readonly motion: Motion; readonly numbers: NumberForm };

function Appearance({ theme, motion, numbers }: Props) {
  return (
    <Section title="How it looks" note="kept in this browser">
      <dl>
        <Fact name="Theme">
          <ThemeSwitch initial={theme} />
        </Fact>
        <Fact name="Motion">
          <MotionSwitch initial={motion} />
        </Fact>
        <Fact name="Numbers">
          <NumberChoice initial={numbers} />
        </Fact>
        <Fact name="Amounts">US dollars; where you type one, decimals come after a point</Fact>
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
      <NodeChoice />
      {session.kind === 'in' ? (
        <>
          <Sessions key={`sessions ${session.address}`} />
          <Section title="Where you are told of alerts">
            <p className="border-t border-line py-3 text-pretty">
              By a webhook, Discord, Slack, Telegram or a mailbox:{' '}
              <PageLink href="/settings/channels" className="text-accent underline">
                your channels
              </PageLink>
              .
            </p>
          </Section>
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
