import type {
  DelegatedAccountDto,
  DelegatedPageDto,
  OpenAllowanceDto,
} from '../../lib/api/delegated-page-dto.ts';
import { portfolioHref } from '../portfolio/portfolio-href.ts';
import { PageLink } from '../shell/page-link.tsx';
import { BUTTON } from '../ui/button.ts';
import { explorerHref } from '../ui/explorer-href.ts';
import { Figure } from '../ui/figure.tsx';
import { formatInstant, formatPercent, formatUsd } from '../ui/format.ts';
import { Hex } from '../ui/hex.tsx';
import { Section } from '../ui/section.tsx';
import { Word } from '../ui/word.tsx';
import { OffSwitchLoader } from './off-switch-loader.tsx';
import { amountText, PermissionCard } from './permission-card.tsx';

/** What wallets give as "any amount": the whole of 256 bits, or of the 96 or 128 that some tokens keep. */
const UNLIMITED = 2n ** 95n;

const allowedText = (units: string, of: Pick<OpenAllowanceDto, 'symbol' | 'decimals'>): string =>
  BigInt(units) >= UNLIMITED ? 'any amount' : amountText(units, of);

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

/** What may leave the account past its contract: allowances that it gave before. */
function Allowances({ account: { openAllowances } }: { readonly account: DelegatedAccountDto }) {
  const others = 'A token keeps no list of whom it was allowed to: others are not looked for.';
  if (openAllowances === null)
    return <p>Which allowances are left open isn’t known: the chain doesn’t answer.</p>;
  if (openAllowances.length === 0)
    return <p>No allowance is left open to 1inch’s router, the chain’s spot router or Permit2. {others}</p>;
  return (
    <>
      <p className="text-warn">
        Left open beside the contract, and not bounded by it: whoever is named may take so much at any time.
        End what you don’t use. {others}
      </p>
      <ul aria-label="Open allowances" className="list-disc pl-5 text-ink">
        {openAllowances.map(({ token, symbol, decimals, spender, name, units }) => (
          <li key={`${token} ${spender}`}>
            {symbol ?? <Hex hex={token} kind="address" />}: {allowedText(units, { symbol, decimals })} to{' '}
            {name}
          </li>
        ))}
      </ul>
    </>
  );
}

function Account({ account }: { readonly account: DelegatedAccountDto }) {
  const { chainId, chainName, delegations, clone, guardian, paused, lossPercent, worstDayUsd } = account;
  const { pricesAtSeconds } = account;
  return (
    <section
      id={clone}
      aria-label={`Account ending in ${account.account.slice(-4)}`}
      className="scroll-mt-16"
    >
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
        {account.isPortfolio ? (
          <PageLink href={portfolioHref({ chainId, address: clone })} className="text-accent underline">
            What was decided and traded
          </PageLink>
        ) : (
          <span className="text-ink-soft">Nobody looks after it yet: the bot does not serve it.</span>
        )}
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
          {pricesAtSeconds === null
            ? 'a price isn’t known'
            : `at most, a day, at prices of ${formatInstant(pricesAtSeconds)}`}
        </Figure>
        <Figure
          label="Pauses it"
          value={guardian === account.account ? 'the account' : 'guardian or account'}
        >
          guardian <Hex hex={guardian} kind="address" copy />
        </Figure>
      </dl>
      <ul className="grid gap-4 pt-4 lg:grid-cols-2">
        {delegations.map((one) => (
          <PermissionCard key={one.hash} delegation={one} />
        ))}
      </ul>
      <div className="max-w-prose space-y-2 pt-4 text-ink-soft text-pretty">
        <p>
          All that the account holds of its contract’s tokens is managed, and debts aren’t seen. The contract{' '}
          <Hex hex={clone} kind="address" copy href={explorerHref(chainId, 'address', clone)} /> holds nothing
          itself.
        </p>
        <Allowances account={account} />
      </div>
      <h3 className="pt-5 pb-1 font-semibold">Pause or revoke</h3>
      <OffSwitchLoader
        chainId={chainId}
        account={account.account}
        guardian={guardian}
        paused={paused}
        pause={account.pause}
        unpause={account.unpause}
        revocations={delegations
          .filter(({ status }) => status === 'granted' || status === 'exhausted')
          .map(({ hash, symbol, token, revoke }) => ({ hash, name: symbol ?? token, ...revoke }))}
      />
    </section>
  );
}
