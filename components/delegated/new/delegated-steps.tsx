'use client';

import { useRef, useState } from 'react';
import { type Address, zeroAddress } from 'viem';
import type { GivenPermission } from '../../../lib/creation/delegated/ask-permission.ts';
import type { CloneTerms } from '../../../lib/creation/delegated/delegated-calls.ts';
import { delegatedRefusalOf } from '../../../lib/creation/delegated/delegated-errors.ts';
import { type DelegatedStep, delegatedSteps } from '../../../lib/creation/delegated/delegated-steps.ts';
import type { AccountSeen } from '../../../lib/creation/delegated/read-account.ts';
import type { WalletAct } from '../../../lib/owner/owner-act.ts';
import { ActDialog, type Prepare } from '../../owner/act-dialog.tsx';
import { PageLink } from '../../shell/page-link.tsx';
import { BUTTON } from '../../ui/button.ts';
import type { ConnectedWallet } from '../../wallet/use-wallet.ts';
import { CreationStepRow } from '../../wizard/creation-step-row.tsx';
import { useUnderWay } from '../../wizard/use-under-way.ts';
import { grantAct } from './grant-act.ts';
import type { DelegatedView } from './use-delegated-creation.ts';

type Props = {
  readonly wallet: ConnectedWallet;
  readonly terms: CloneTerms;
  /** Of the smart account; null: the wallet’s own. */
  readonly salt: `0x${string}` | null;
  readonly days: number;
  readonly isSignedIn: boolean;
  readonly view: DelegatedView;
};

/** Listed as they are, so that the dialog can name what moves; there is no portfolio yet whose facts could be read. */
const prepared =
  (act: WalletAct, wallet: ConnectedWallet, { chain, tokens }: CloneTerms): Prepare =>
  async () => ({
    act,
    refusalOf: delegatedRefusalOf,
    facts: {
      ...{ chainId: chain.id, portfolio: chain.factory, blockNumber: 0n, paused: false, publicBook: false },
      ...{ generation: 0, owner: wallet.account, pendingOwner: zeroAddress, signer: zeroAddress },
      assets: tokens.map(({ listing: { token, symbol, decimals }, targetBps }) => ({
        ...{ token, symbol, decimals, targetBps, held: null },
      })),
    },
  });

/** What is granted, token by token, once the contract is there and whoever grants is signed in. */
const grantSteps = (
  { wallet, terms, days, isSignedIn, view }: Props,
  seen: AccountSeen,
  signed: Map<Address, GivenPermission>,
): readonly DelegatedStep[] =>
  terms.tokens.map((token) => ({
    ...{ id: `grant-${token.listing.token}`, title: `Grant ${token.listing.symbol}` },
    isDone: view.granted?.has(token.listing.token.toLowerCase()) ?? false,
    fault: !seen.clone.isMade || isSignedIn ? null : 'Sign in above first: what is granted is kept for you.',
    act: grantAct({ wallet, terms, clone: seen.clone.current, token, days, signed }),
  }));

/** What an account needs until it delegates, step by step, each tried before it is sent. */
export function DelegatedSteps(props: Props) {
  const { wallet, terms, salt, view } = props;
  const [act, setAct] = useState<WalletAct | null>(null);
  const signed = useRef(new Map<Address, GivenPermission>());
  const isUnderWay = useUnderWay(wallet);
  const { seen } = view;
  if (seen === null) return <p className="pt-4 text-ink-soft">Reading the chain…</p>;
  const sent = delegatedSteps({ ask: wallet.ask, terms, owner: wallet.account, salt, seen });
  const steps = [...sent, ...grantSteps(props, seen, signed.current)];
  const next = wallet.chainId === terms.chain.id ? steps.find(({ isDone }) => !isDone) : undefined;
  return (
    <>
      {seen.isOtherCode && (
        <p className="pt-3 text-warn text-pretty">
          Your account has code of another maker. Whether it takes delegations is tried when you grant; if it
          doesn’t, you are told, and nothing is kept.
        </p>
      )}
      <ol aria-label="Steps" className="pt-3">
        {steps.map((step, index) => (
          <CreationStepRow
            key={step.id}
            number={index + 1}
            title={step.title}
            isDone={step.isDone}
            isUnderWay={!step.isDone && isUnderWay(step.title)}
            isNext={step === next}
            fault={step === next ? step.fault : null}
            isLong
            onGo={() => setAct(step.act)}
          />
        ))}
      </ol>
      {steps.every(({ isDone }) => isDone) && (
        <p className="pt-4">
          <PageLink href="/delegated" className={BUTTON.accent}>
            See what you have granted
          </PageLink>
        </p>
      )}
      {act !== null && (
        <ActDialog
          wallet={wallet}
          chainId={terms.chain.id}
          prepare={prepared(act, wallet, terms)}
          onClose={() => {
            setAct(null);
            view.readAgain();
          }}
        />
      )}
    </>
  );
}
