import type { DelegatedAccountDto, DelegatedPageDto } from '../../lib/api/delegated-page-dto.ts';
import { Age } from '../live/live.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { BUTTON } from '../ui/button.ts';
import { explorerHref } from '../ui/explorer-href.ts';
import { Figure } from '../ui/figure.tsx';
import { formatPercent, formatUsd } from '../ui/format.ts';
import { Hex } from '../ui/hex.tsx';
import { Section } from '../ui/section.tsx';
import { Word } from '../ui/word.tsx';
import { OffSwitchLoader } from './off-switch-loader.tsx';
import { PermissionCard } from './permission-card.tsx';

const NEW = (
  <PageLink href="/delegated/new" className={BUTTON.accent}>
    Let an account be rebalanced
  </PageLink>
);

/** What accounts have granted, with what it allows and how each is ended. */
export function DelegatedPage({ page: { accounts } }: { readonly page: DelegatedPageDto }) {
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-8 gap-y-3 pb-6">
        <div>
          <h1 className="text-2xl font-semibold tracking-tight">What your accounts have granted</h1>
          <p className="max-w-prose pt-1 text-ink-soft text-pretty">
            Tokens that stay in your own account, traded by permissions that you end whenever you like.{' '}
            <PageLink href="/docs/delegated" className="text-accent underline">
              How it works
            </PageLink>
            .
          </p>
        </div>
        {accounts !== null && accounts.length > 0 && NEW}
      </div>
      {accounts === null || accounts.length === 0 ? (
        <Section title="Your accounts">
          <div className="border-t border-line py-2.5">
            <p className="max-w-prose text-pretty text-ink-soft">
              {accounts === null
                ? 'Sign in to see what is yours. '
                : 'No account that you own or guard has granted anything here. '}
              What an account grants is shown here with what it allows, what a thief of the bot’s key could
              cost, and every way to end it.
            </p>
            <p className="pt-3">{NEW}</p>
          </div>
        </Section>
      ) : (
        <div className="space-y-10">
          {accounts.map((one) => (
            <Account key={`${one.chainId}:${one.clone}`} account={one} />
          ))}
        </div>
      )}
    </>
  );
}

function Account({ account }: { readonly account: DelegatedAccountDto }) {
  const { chainId, chainName, delegations, clone, guardian, paused, lossPercent, worstDayUsd } = account;
  const { pricesAtSeconds } = account;
  return (
    <section aria-label={`Account ending in ${account.account.slice(-4)}`}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 pb-3">
        <h2 className="text-lg font-semibold">
          Account{' '}
          <Hex
            hex={account.account}
            kind="address"
            copy
            href={explorerHref(chainId, 'address', account.account)}
          />{' '}
          <span className="font-normal text-ink-soft">on {chainName}</span>
        </h2>
        {paused !== null && (
          <Word tone={paused ? 'warn' : 'good'} icon={paused ? 'pause' : 'check'}>
            {paused ? 'Paused' : 'May trade'}
          </Word>
        )}
      </div>
      <dl className="grid gap-x-8 gap-y-5 border-y border-line py-5 sm:grid-cols-3">
        <Figure
          label="A thief of the bot’s key costs at most"
          value={lossPercent === null ? 'not known' : `${formatPercent(lossPercent)} a day`}
        >
          {lossPercent === null ? 'the chain doesn’t answer' : 'of what it holds, in any 24 hours'}
        </Figure>
        <Figure
          label="That is, of what is held now"
          value={worstDayUsd === null ? 'not known' : formatUsd(worstDayUsd)}
        >
          {pricesAtSeconds === null ? (
            'a price isn’t known'
          ) : (
            <>
              at most, a day; price <Age atSeconds={pricesAtSeconds} /> old
            </>
          )}
        </Figure>
        <Figure
          label="Pauses it"
          value={guardian === account.account ? 'the account' : 'guardian or account'}
        >
          guardian <Hex hex={guardian} kind="address" copy />
        </Figure>
      </dl>
      <p className="pt-3 text-ink-soft text-pretty">
        All that the account holds of its contract’s tokens is managed, and debts aren’t seen. The contract{' '}
        <Hex hex={clone} kind="address" copy href={explorerHref(chainId, 'address', clone)} /> holds nothing
        itself.
      </p>
      <OffSwitchLoader
        chainId={chainId}
        account={account.account}
        guardian={guardian}
        paused={paused}
        pause={account.pause}
        revocations={delegations
          .filter(({ status }) => status === 'granted' || status === 'exhausted')
          .map(({ hash, symbol, token, revoke }) => ({ hash, name: symbol ?? token, ...revoke }))}
      />
      <ul className="grid gap-4 pt-4 lg:grid-cols-2">
        {delegations.map((one) => (
          <PermissionCard key={one.hash} delegation={one} />
        ))}
      </ul>
    </section>
  );
}
