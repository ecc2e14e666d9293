import type { PortfolioSettingsDto } from '../../lib/api/portfolio-settings-dto.ts';
import { ChainAddress, SignerKey } from '../detail/contract-keys.tsx';
import { DelegatedKeys, NothingToWithdraw } from '../detail/delegated-keys.tsx';
import { Limits } from '../detail/safety.tsx';
import { portfolioHref } from '../portfolio/portfolio-href.ts';
import { PageLink } from '../shell/page-link.tsx';
import { Fact } from '../ui/fact.tsx';
import { formatCount, formatUnits } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';

type KeyProps = Pick<PortfolioSettingsDto, 'portfolio' | 'keys' | 'allowances'>;

/** Of a contract that holds what it trades. */
function OwnKeys({ portfolio, keys, allowances }: KeyProps) {
  return (
    <>
      <Fact name="Owner: all, withdraw included">
        <ChainAddress chainId={portfolio.chainId} address={keys.owner} />
      </Fact>
      <Fact name="Signer: sign orders, pause, void orders">
        <SignerKey keys={keys} chainId={portfolio.chainId} nobody="nobody" />
      </Fact>
      {allowances.map(({ token, symbol, allowance }) => (
        <Fact key={token} name={`The protocol may take ${symbol}`}>
          {allowance === null
            ? 'only a fill’s own amount, for its time'
            : `${formatUnits(allowance)} ${symbol}`}
        </Fact>
      ))}
    </>
  );
}

/** Who may do what with the money: keys, allowances by token, and how much of the contract’s budgets is left. */
export function Permissions({ settings }: { readonly settings: PortfolioSettingsDto }) {
  const { keys, guard, guardBlock, allowances, portfolio } = settings;
  return (
    <Section
      title="Who may do what"
      note={guardBlock === null ? undefined : `as read at block ${formatCount(guardBlock)}`}
    >
      <div className="grid gap-x-10 lg:grid-cols-2">
        <dl>
          {portfolio.kind === 'delegated' ? (
            <DelegatedKeys portfolio={portfolio} keys={keys} />
          ) : (
            <OwnKeys portfolio={portfolio} keys={keys} allowances={allowances} />
          )}
        </dl>
        {guard === null ? (
          <p className="border-t border-line py-2.5 text-ink-soft">
            The limits stand here after the first look.
          </p>
        ) : (
          <Limits guard={guard} />
        )}
      </div>
      <p className="max-w-3xl pt-3 text-pretty">
        {portfolio.kind === 'delegated' ? (
          <NothingToWithdraw portfolio={portfolio} />
        ) : (
          <>
            <PageLink href={`${portfolioHref(portfolio)}/manage`} className="text-accent hover:underline">
              Pause, void orders, change or revoke the signer
            </PageLink>
            : each is one call of your wallet.
          </>
        )}
      </p>
    </Section>
  );
}
