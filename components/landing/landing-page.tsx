import type { ComponentProps, ReactNode } from 'react';
import type { DemoView } from '../../lib/api/demo-view.ts';
import { PageLink } from '../shell/page-link.tsx';
import { BUTTON } from '../ui/button.ts';
import { explorerHref } from '../ui/explorer-href.ts';
import { Hex } from '../ui/hex.tsx';
import { BotPowers } from './bot-powers.tsx';
import { HeroBars } from './hero-bars.tsx';
import { ThreeSteps } from './three-steps.tsx';
import { WorstCase } from './worst-case.tsx';

type Props = ComponentProps<typeof WorstCase> & {
  /** What a portfolio looks like. */
  readonly moment: DemoView;
  /** Where portfolios are made, by chain. */
  readonly factories: readonly {
    readonly chainId: number;
    readonly chain: string;
    readonly address: string;
  }[];
};

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className="pt-14">
      <h2 className="pb-3 text-lg font-semibold tracking-tight">{title}</h2>
      {children}
    </section>
  );
}

function ReadOn({ factories }: Pick<Props, 'factories'>) {
  const link = 'text-accent underline';
  return (
    <ul className="space-y-2">
      <li>
        <PageLink href="/docs" className={link}>
          Documentation
        </PageLink>
        : words, first steps, security, policy and the API.
      </li>
      <li>
        <a href="/rescue.html" className={link}>
          Rescue page
        </a>
        : one file that pauses and withdraws with your wallet and a node alone. Keep a copy.
      </li>
      <li>
        <PageLink href="/status" className={link}>
          Status
        </PageLink>
        : whether the bot runs, and when it looked last.
      </li>
      <li>
        <PageLink href="/docs#source" className={link}>
          Source
        </PageLink>
        : MIT-licensed; it all runs on your own machine.
      </li>
      {factories.map(({ chainId, chain, address }) => (
        <li key={chainId}>
          Contract that makes portfolios on {chain}:{' '}
          <Hex hex={address} kind="address" href={explorerHref(chainId, 'address', address)} />
        </li>
      ))}
    </ul>
  );
}

/** What this is, what it can and can't do, and the three ways in. */
export function LandingPage({ limits, factories, moment }: Props) {
  return (
    <div className="mx-auto max-w-[70rem] px-5 pt-12 pb-20 sm:px-9 sm:pt-20">
      <div className="grid items-center gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,1.35fr)_minmax(0,1fr)]">
        <div>
          {' '}
          <h1 className="text-[2rem] leading-tight font-semibold tracking-tight text-balance sm:text-[2.75rem]">
            Your tokens stay in your own contract, and at the mix you chose.
          </h1>
          <p className="max-w-prose pt-4 text-base text-pretty text-ink-soft">
            1Balancer watches the weights and brings them back by limit orders that anybody may fill. The
            contract, not the bot, guards the money.
          </p>
          <div className="flex flex-wrap gap-2 pt-6 text-sm">
            <PageLink href="/demo" className={BUTTON.accent}>
              Try the demo
            </PageLink>
            <PageLink href="/try" className={BUTTON.quiet}>
              Try with your own holdings
            </PageLink>
            <PageLink
              href="/portfolios#sign-in"
              className={`${BUTTON.quiet} in-data-[session=brought]:hidden`}
            >
              Connect
            </PageLink>
            <PageLink
              href="/portfolios"
              className={`${BUTTON.quiet} [:root:not([data-session=brought])_&]:hidden`}
            >
              To your portfolios
            </PageLink>
          </div>
        </div>
        <HeroBars view={moment} />
      </div>
      <Part title="How it works">
        <ThreeSteps />
      </Part>
      <Part title="What the bot can and cannot do">
        <BotPowers />
      </Part>
      <Part title="If the bot’s key is stolen">
        <WorstCase limits={limits} />
      </Part>
      <Part title="Read on">
        <ReadOn factories={factories} />
      </Part>
    </div>
  );
}
