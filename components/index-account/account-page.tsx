import type { IndexAccountDto } from '../../lib/api/index-accounts.ts';
import type { IndexDepositDto } from '../../lib/api/index-deposits.ts';
import type { IndexWithdrawalDto } from '../../lib/api/index-withdrawals.ts';
import type { IndexDto, IndexTradeDto } from '../../lib/api/indexes.ts';
import { BackLink } from '../portfolio/back-link.tsx';
import { formatInstant, formatUsd } from '../ui/format.ts';
import { Hex } from '../ui/hex.tsx';
import { Section } from '../ui/section.tsx';
import { AccountForm } from './account-form.tsx';
import { AccountState } from './account-state.tsx';
import { CustodyWarning } from './custody-warning.tsx';
import { DepositForm } from './deposit-form.tsx';
import { Deposits } from './deposits.tsx';
import { Holdings } from './holdings.tsx';
import { IndexForm } from './index-form.tsx';
import { IndexSection } from './index-section.tsx';
import { KeyExport } from './key-export.tsx';
import { WithdrawLoader } from './withdraw-loader.tsx';
import { Withdrawals } from './withdrawals.tsx';

type Shown = {
  readonly account: IndexAccountDto;
  readonly deposits: readonly IndexDepositDto[];
  readonly index: IndexDto | null;
  readonly trades: readonly IndexTradeDto[];
  readonly withdrawals: readonly IndexWithdrawalDto[];
};
type Props = {
  readonly enabled: boolean;
  /** Null = nobody is signed in, or it is another's. */
  readonly shown: Shown | null;
  /** When the page was read. */
  readonly nowSeconds: number;
};

const OFF =
  'Index accounts are switched off here, so nothing of this one moves and no address is given. You can still export its key.';

function Facts({ account }: { readonly account: IndexAccountDto }) {
  const { capUsd, state, heldWhy, exportedAtSeconds, createdAtSeconds } = account;
  return (
    <div className="space-y-2">
      <p className="flex flex-wrap items-baseline gap-x-6">
        <AccountState state={state} />
        <span className="text-ink-soft">
          takes in up to {formatUsd(capUsd)}, made {formatInstant(createdAtSeconds)}; at the verifier{' '}
          <Hex hex={account.account} kind="address" copy />
        </span>
      </p>
      {heldWhy !== null && (
        <p className="max-w-prose text-pretty text-stop">
          {heldWhy} Nothing is planned for it until you say, below, that you have looked.
        </p>
      )}
      {exportedAtSeconds !== null && (
        <p className="max-w-prose text-pretty text-warn">
          Its key was given out on {formatInstant(exportedAtSeconds)}: whoever has that copy can move
          everything as well.
        </p>
      )}
    </div>
  );
}

/** One index account: who can move it, what it holds by the verifier, what is to come, and what its owner does with it. */
export function AccountPage({ enabled, shown, nowSeconds }: Props) {
  if (shown === null)
    return (
      <>
        <BackLink href="/accounts">Index accounts</BackLink>
        <h1 className="pt-1 pb-6 text-2xl font-semibold tracking-tight">Index account</h1>
        <CustodyWarning />
        <Section
          title="This account"
          empty="There is no account of this address that is yours. Sign in as its owner."
        />
      </>
    );
  const { account, deposits, withdrawals, index, trades } = shown;
  const takes = enabled && account.state !== 'closed';
  return (
    <>
      <BackLink href="/accounts">Index accounts</BackLink>
      <h1 className="pt-1 pb-6 text-2xl font-semibold tracking-tight wrap-anywhere">{account.name}</h1>
      <CustodyWarning />
      <div className="space-y-10">
        <Facts account={account} />
        <Section title="What it holds" empty={OFF}>
          {enabled && <Holdings id={account.id} />}
        </Section>
        <IndexSection index={index} trades={trades} nowSeconds={nowSeconds} />
        {takes && <IndexForm id={account.id} index={index} />}
        <Section title="Deposits" empty="Nothing was deposited yet.">
          {deposits.length > 0 && <Deposits deposits={deposits} />}
        </Section>
        <Section
          title="Deposit"
          empty={enabled ? 'The account is closed: open it, below, to have addresses made again.' : OFF}
        >
          {takes && <DepositForm id={account.id} />}
        </Section>
        <Section title="Withdrawals" empty="Nothing was withdrawn yet.">
          {withdrawals.length > 0 && <Withdrawals withdrawals={withdrawals} />}
        </Section>
        <Section
          title="Withdraw"
          empty={enabled ? 'The account is held: say, below, that you have looked.' : OFF}
        >
          {enabled && account.state !== 'held' && (
            <WithdrawLoader
              id={account.id}
              asked={withdrawals.find(({ choices }) => choices.length > 0)?.id ?? null}
            />
          )}
        </Section>
        <AccountForm account={account} />
        <KeyExport id={account.id} />
      </div>
    </>
  );
}
