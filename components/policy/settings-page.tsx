import type { PortfolioSettingsDto } from '../../lib/api/portfolio-settings-dto.ts';
import { BackLink } from '../portfolio/back-link.tsx';
import { portfolioHref } from '../portfolio/portfolio-href.ts';
import { formatCount } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { Permissions } from './permissions.tsx';
import { PolicyEditor } from './policy-editor.tsx';
import { PortfolioDetailsForm } from './portfolio-details-form.tsx';

/** A portfolio's settings: what the bot does with it, who may do what, and what is told of it. */
export function SettingsPage({ settings }: { readonly settings: PortfolioSettingsDto }) {
  const { portfolio, form, mayChange } = settings;
  return (
    <>
      <p>
        <BackLink href={portfolioHref(portfolio)}>{portfolio.name}</BackLink>
      </p>
      <h1 className="pt-1 text-2xl font-semibold tracking-tight">Settings</h1>
      <div className="space-y-10 pt-6">
        <Section
          title="Policy"
          note={
            form === null
              ? undefined
              : `version ${formatCount(form.stored.version)}, by ${form.stored.createdBy}`
          }
          empty="No policy is registered for it yet: register the portfolio first."
        >
          {form !== null && (
            <>
              {!mayChange && (
                <p className="border-t border-line py-2.5 text-pretty text-ink-soft">
                  You may try what another policy would do. To save one, sign in with the account that owns
                  the portfolio.
                  {portfolio.kind === 'delegated' &&
                    ' A smart account signs in nowhere: sign in with the key that owns it on chain and guards its contract.'}
                </p>
              )}
              <PolicyEditor portfolioId={portfolio.id} form={form} mayChange={mayChange} />
            </>
          )}
        </Section>
        <Permissions settings={settings} />
        <Section title="Name, sharing, archive">
          <PortfolioDetailsForm settings={settings} />
        </Section>
      </div>
    </>
  );
}
