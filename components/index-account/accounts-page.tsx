import type { IndexAccountDto } from '../../lib/api/index-accounts.ts';
import { PageLink } from '../shell/page-link.tsx';
import { formatInstant, formatUsd } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { AccountState } from './account-state.tsx';
import { CustodyWarning } from './custody-warning.tsx';
import { NewAccount } from './new-account.tsx';

const OFF =
  'Index accounts are switched off here: none can be made, and nothing of those there are moves. Its operator switches them on with INDEX_ACCOUNTS.';

function Line({
  account: { id, name, capUsd, state, createdAtSeconds },
}: {
  readonly account: IndexAccountDto;
}) {
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-t border-line py-2.5">
      <span className="min-w-0 wrap-anywhere">
        <PageLink href={`/accounts/${id}`} className="font-semibold text-accent hover:underline">
          {name}
        </PageLink>
        <span className="block text-ink-soft">
          takes in up to {formatUsd(capUsd)}, made {formatInstant(createdAtSeconds)}
        </span>
      </span>
      <AccountState state={state} />
    </li>
  );
}

const emptyWords = (enabled: boolean, isSignedIn: boolean): string => {
  if (!isSignedIn)
    return enabled ? 'Sign in to see what is yours, and to make one.' : 'Sign in to see what is yours.';
  return enabled
    ? 'You have none yet. Make one below: it gets a key of its own, and then addresses to pay in to.'
    : 'You have none.';
};

type Props = {
  readonly enabled: boolean;
  /** Null = nobody is signed in. */
  readonly accounts: readonly IndexAccountDto[] | null;
};

/** Somebody's index accounts, and a new one. */
export function AccountsPage({ enabled, accounts }: Props) {
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">Index accounts</h1>
      <p className="max-w-prose pt-1 pb-6 text-pretty text-ink-soft">
        For coins of chains that no wallet here speaks: one deposit from any chain, swaps inside NEAR Intents,
        one withdrawal to any chain.
      </p>
      {!enabled && <p className="max-w-prose pb-6 text-pretty">{OFF}</p>}
      <CustodyWarning />
      <div className="space-y-10">
        <Section title="Your accounts" empty={emptyWords(enabled, accounts !== null)}>
          {accounts !== null && accounts.length > 0 && (
            <ul>
              {accounts.map((account) => (
                <Line key={account.id} account={account} />
              ))}
            </ul>
          )}
        </Section>
        {enabled && accounts !== null && <NewAccount />}
      </div>
    </>
  );
}
