'use client';

import { useState } from 'react';
import type { Address } from 'viem';
import { exactUnits } from '../../lib/owner/exact-units.ts';
import { unpauseAct } from '../../lib/owner/money-actions.ts';
import type { ActMaker } from '../../lib/owner/owner-act.ts';
import { type PortfolioFacts, readPortfolio } from '../../lib/owner/read-portfolio.ts';
import { PageLink } from '../shell/page-link.tsx';
import { BatchList } from '../transactions/batch-list.tsx';
import { TransactionList } from '../transactions/transaction-list.tsx';
import { Word } from '../ui/word.tsx';
import { Button } from '../wallet/button.tsx';
import { useWallet } from '../wallet/use-wallet.ts';
import { WalletBar } from '../wallet/wallet-bar.tsx';
import { WalletRoot } from '../wallet/wallet-root.tsx';
import { ActDialog, type Prepare } from './act-dialog.tsx';
import { DepositForm } from './deposit-form.tsx';
import { CONNECT_FIRST, EmergencyBox } from './emergency-box.tsx';
import { FillProof } from './fill-proof.tsx';
import { OwnershipForm } from './ownership-form.tsx';
import { PublicBookForm } from './public-book-form.tsx';
import { SignerForm } from './signer-form.tsx';
import { TargetsForm } from './targets-form.tsx';
import { type FactsState, usePortfolioFacts } from './use-portfolio-facts.ts';
import { WithdrawForm } from './withdraw-form.tsx';

type Props = {
  readonly chainId: number;
  readonly portfolio: Address;
  /** Whether somebody waits for the list of wallets. */
  readonly chooses: boolean;
};

/** Everything an owner does with a portfolio, on facts that come from the chain through the wallet. */
export function ManagePortfolio(props: Props) {
  return (
    <WalletRoot>
      <Manage {...props} />
    </WalletRoot>
  );
}

const BLOCKED: Readonly<Record<Exclude<FactsState['kind'], 'read'>, string>> = {
  'no-wallet': CONNECT_FIRST,
  'other-chain': 'Your wallet is on another chain.',
  reading: 'The portfolio is being read.',
  failed: 'The portfolio could not be read.',
};

const blockedBy = (state: FactsState): string | null =>
  state.kind !== 'read'
    ? BLOCKED[state.kind]
    : state.stale
      ? 'The chain does not answer just now: what is shown may be old.'
      : null;

function Manage({ chainId, portfolio, chooses }: Props) {
  const wallet = useWallet();
  const { state, readAgain } = usePortfolioFacts(wallet, { chainId, portfolio });
  const [prepare, setPrepare] = useState<Prepare | null>(null);
  const blocked = blockedBy(state);
  const onPrepare = (next: Prepare): void => setPrepare(() => next);
  const onAct = (maker: ActMaker): void =>
    onPrepare(async ({ ask, account }) => {
      const facts = await readPortfolio(ask, portfolio);
      return { facts, act: maker(facts, account) };
    });
  const close = (): void => {
    setPrepare(null);
    readAgain();
  };
  return (
    <>
      <WalletBar chainId={chainId} chooses={chooses} />
      <Facts state={state} account={wallet?.account ?? null} onAct={onAct} />
      <EmergencyBox blocked={blocked} chainId={chainId} address={portfolio} onAct={onAct} />
      {state.kind === 'read' && (
        <>
          <FillProof wallet={wallet} facts={state.facts} />
          <DepositForm facts={state.facts} blocked={blocked !== null} onPrepare={onPrepare} />
          <WithdrawForm assets={state.facts.assets} blocked={blocked !== null} onAct={onAct} />
          <TargetsForm assets={state.facts.assets} blocked={blocked !== null} onAct={onAct} />
          <SignerForm blocked={blocked !== null} onAct={onAct} />
          <PublicBookForm
            facts={state.facts}
            blocked={blocked !== null}
            onPrepare={onPrepare}
            onAct={onAct}
          />
          <OwnershipForm
            facts={state.facts}
            account={wallet?.account ?? null}
            blocked={blocked !== null}
            onAct={onAct}
          />
        </>
      )}
      <BatchList />
      <TransactionList />
      {prepare !== null && wallet !== null && (
        <ActDialog wallet={wallet} chainId={chainId} prepare={prepare} onClose={close} />
      )}
    </>
  );
}

function roleOf({ owner, signer }: PortfolioFacts, account: Address | null): string {
  const is = (other: Address): boolean => account?.toLowerCase() === other.toLowerCase();
  if (is(owner)) return 'You own it.';
  return is(signer)
    ? 'You are its signer: you may pause and void orders.'
    : 'You don’t own it: the contract will refuse what you try.';
}

type FactsProps = {
  readonly state: FactsState;
  readonly account: Address | null;
  readonly onAct: (maker: ActMaker) => void;
};

function Facts({ state, account, onAct }: FactsProps) {
  if (state.kind === 'reading') return <p role="status">Reading the portfolio from the chain…</p>;
  if (state.kind === 'failed')
    return (
      <p role="alert" className="text-stop">
        {state.message} Trying again. A contract that serves an account with tokens of its own takes no
        deposit and knows no withdrawal: it is paused and revoked on its{' '}
        <PageLink href="/delegated" className="underline">
          permission cards
        </PageLink>
        .
      </p>
    );
  if (state.kind !== 'read') return null;
  const { facts } = state;
  return (
    <section aria-labelledby="facts-title" className="pb-2">
      <h2 id="facts-title" className="text-base font-semibold">
        As the chain says at block {facts.blockNumber.toString()}
      </h2>
      <p className="py-1">
        {facts.paused ? (
          <Word tone="stop" icon="pause" strong>
            Paused
          </Word>
        ) : (
          <Word tone="good" icon="check" strong>
            May trade
          </Word>
        )}{' '}
        {roleOf(facts, account)} Generation {facts.generation}.{' '}
        {BigInt(facts.signer) === 0n ? (
          'No signer.'
        ) : (
          <>
            Signer <span className="font-mono break-all">{facts.signer}</span>.
          </>
        )}
      </p>
      <ul>
        {facts.assets.map((asset) => (
          <li key={asset.token}>
            {asset.held === null
              ? `${asset.symbol ?? asset.token}: the token doesn’t say what is held`
              : `${exactUnits(asset.held, asset.decimals)} ${asset.symbol ?? asset.token}`}
          </li>
        ))}
      </ul>
      {facts.paused && (
        <div className="pt-2">
          <Button onClick={() => onAct(unpauseAct)}>Unpause</Button>
        </div>
      )}
    </section>
  );
}
