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
import { AskForLook } from './ask-for-look.tsx';
import { CustodyWarning } from './custody-warning.tsx';
import { DepositForm } from './deposit-form.tsx';
import { Deposits } from './deposits.tsx';
import { Holdings } from './holdings.tsx';
import { IndexForm } from './index-form.tsx';
import { IndexSection, SwapsSection } from './index-section.tsx';
import { KeyExport } from './key-export.tsx';
import { OpenAgain } from './open-again.tsx';
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
        <>
          <p className="max-w-prose text-pretty text-stop">
            {heldWhy} Nothing is planned for it until you say that you have looked.
          </p>
          <OpenAgain id={account.id} />
        </>
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

/** Whoever comes to change shares that there are opens them first: the page is about what they make. */
function Shares({ id, index }: Pick<Shown, 'index'> & { readonly id: string }) {
  if (index === null) return <IndexForm id={id} index={null} />;
  return (
    <>
      <AskForLook id={id} />
      <details className="pt-3">
        <summary className="min-h-6 w-fit cursor-pointer text-accent max-sm:min-h-11">
          Change its shares
        </summary>
        <div className="pt-3">
          {/* What was changed is read anew. */}
          <IndexForm key={index.version} id={id} index={index} />
        </div>
      </details>
    </>
  );
}

type PartProps = Shown & { readonly enabled: boolean };

function MoneyIn({ account, deposits, enabled }: PartProps) {
  const takes = enabled && account.state !== 'closed';
  return (
    <Section
      title="Deposit"
      empty={enabled ? 'The account is closed: open it, below, to have addresses made again.' : OFF}
    >
      {takes && <DepositForm id={account.id} />}
      {deposits.length > 0 && (
        <div className="pt-6">
          <Deposits deposits={deposits} />
        </div>
      )}
    </Section>
  );
}

function MoneyOut({ account, withdrawals, enabled }: PartProps) {
  return (
    <Section
      title="Withdraw"
      empty={enabled ? 'The account is held: look why, and say above that you have.' : OFF}
    >
      {enabled && account.state !== 'held' && (
        <WithdrawLoader
          id={account.id}
          asked={withdrawals.find(({ choices }) => choices.length > 0)?.id ?? null}
        />
      )}
      {withdrawals.length > 0 && (
        <div className="pt-6">
          <Withdrawals withdrawals={withdrawals} />
        </div>
      )}
    </Section>
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
  const { account, index, trades, withdrawals } = shown;
  const nameOf = (token: string) => withdrawals.find(({ asset }) => asset === token)?.symbol ?? null;
  return (
    <>
      <BackLink href="/accounts">Index accounts</BackLink>
      <h1 className="pt-1 pb-6 text-2xl font-semibold tracking-tight wrap-anywhere">{account.name}</h1>
      <CustodyWarning />
      <div className="space-y-10">
        <Facts account={account} />
        <Section title="What it holds" empty={OFF}>
          {enabled && (
            <Holdings id={account.id} wanted={(index?.allocations ?? []).map(({ token }) => token)} />
          )}
        </Section>
        <IndexSection index={index} nowSeconds={nowSeconds}>
          {enabled && account.state !== 'closed' && <Shares id={account.id} index={index} />}
        </IndexSection>
        <SwapsSection trades={trades} nowSeconds={nowSeconds} nameOf={nameOf} />
        <MoneyIn {...shown} enabled={enabled} />
        <MoneyOut {...shown} enabled={enabled} />
        <AccountForm account={account} />
        <KeyExport id={account.id} />
      </div>
    </>
  );
}
