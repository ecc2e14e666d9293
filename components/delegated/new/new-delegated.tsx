'use client';

import type { Address } from 'viem';
import {
  type Chosen,
  chosenOf,
  type DelegatedCreationChain,
  withListings,
} from '../../../lib/creation/delegated/delegated-draft.ts';
import { hybridAddress } from '../../../lib/creation/delegated/hybrid-account.ts';
import { TransactionList } from '../../transactions/transaction-list.tsx';
import { Button } from '../../wallet/button.tsx';
import { useSession } from '../../wallet/use-session.ts';
import { type ConnectedWallet, useWallet } from '../../wallet/use-wallet.ts';
import { WalletBar } from '../../wallet/wallet-bar.tsx';
import { WalletRoot } from '../../wallet/wallet-root.tsx';
import { useSimulatedListings } from '../../wizard/use-simulated-listings.ts';
import { DelegatedChoices } from './delegated-choices.tsx';
import { type DelegatedDraftStore, useDelegatedDraft } from './delegated-draft-store.ts';
import { DelegatedLimits } from './delegated-limits.tsx';
import { DelegatedSteps } from './delegated-steps.tsx';
import { useDelegatedCreation } from './use-delegated-creation.ts';

type Props = {
  readonly chains: readonly DelegatedCreationChain[];
  readonly signer: Address;
  readonly chooses: boolean;
};

/** Has an account delegate: what is chosen, then what is sent, then what is signed. Goes on where it was left. */
export function NewDelegated(props: Props) {
  return (
    <WalletRoot>
      <Creation {...props} />
    </WalletRoot>
  );
}

function Creation({ chains, signer, chooses }: Props) {
  const wallet = useWallet();
  const store = useDelegatedDraft();
  const { draft, change } = store;
  const served = chains.find(({ id }) => id === draft.chainId) ?? null;
  const more = useSimulatedListings(wallet, served ?? undefined);
  const chain = served === null ? null : withListings(served, more);
  if (wallet === null)
    return (
      <>
        <WalletBar chainId={draft.chainId ?? chains[0]?.id ?? 0} chooses={chooses} />
        <DelegatedLimits preset={draft.preset} />
      </>
    );
  const chosen = chosenOf(draft, chain);
  if (draft.begun === null || chain === null || !chosen.ok)
    return (
      <>
        <WalletBar chainId={draft.chainId ?? wallet.chainId} what="the account will be" />
        <DelegatedChoices
          chains={chains}
          chain={chain}
          draft={draft}
          change={change}
          wallet={wallet}
          signer={signer}
        />
      </>
    );
  if (draft.begun.owner.toLowerCase() !== wallet.account.toLowerCase())
    return <OtherOwner chainId={chain.id} owner={draft.begun.owner} startOver={store.startOver} />;
  return <UnderWay wallet={wallet} chain={chain} chosen={chosen} begunBy={draft.begun} store={store} />;
}

type OtherProps = {
  readonly chainId: number;
  readonly owner: Address;
  readonly startOver: () => void;
};

function OtherOwner({ chainId, owner, startOver }: OtherProps) {
  return (
    <>
      <WalletBar chainId={chainId} what="the account is" />
      <p role="alert" className="pb-2 text-warn text-pretty">
        This was begun by <span className="font-mono break-all">{owner}</span>. Go back to that account, or
        start over with this one.
      </p>
      <Button onClick={startOver}>Start over</Button>
    </>
  );
}

type UnderWayProps = {
  readonly wallet: ConnectedWallet;
  readonly chain: DelegatedCreationChain;
  readonly chosen: Extract<Chosen, { readonly ok: true }>;
  readonly begunBy: { readonly owner: Address; readonly signer: Address };
  readonly store: DelegatedDraftStore;
};

function UnderWay({ wallet, chain, chosen, begunBy, store }: UnderWayProps) {
  const { draft, startOver } = store;
  const { owner, signer } = begunBy;
  const salt = draft.way === 'hybrid' ? (draft.salt as `0x${string}`) : null;
  const account = salt === null ? owner : hybridAddress({ accounts: chain.accounts, owner, salt });
  const terms = {
    ...{ chain, account, signer, preset: draft.preset, tokens: chosen.tokens },
    guardian: chosen.guardian ?? owner,
  };
  const session = useSession(wallet);
  const isSignedIn = session.address === wallet.account.toLowerCase();
  const view = useDelegatedCreation(wallet, terms, isSignedIn);
  return (
    <>
      <WalletBar chainId={chain.id} what="the account is" />
      <dl className="pt-2">
        <dt className="font-semibold">{salt === null ? 'Your account' : 'Your smart account'}</dt>
        <dd className="font-mono break-all">{account}</dd>
        <dt className="pt-2 font-semibold">Its contract</dt>
        <dd className="font-mono break-all">
          {view.seen === null
            ? 'not known yet'
            : view.seen.clone.isMade
              ? view.seen.clone.current
              : view.seen.clone.next}
        </dd>
        <dt className="pt-2 font-semibold">Guardian</dt>
        <dd className="font-mono break-all">{terms.guardian}</dd>
      </dl>
      <DelegatedLimits preset={draft.preset} />
      <p role="status" className="text-warn text-pretty">
        {view.trouble !== null && `${view.trouble} Trying again.`}
      </p>
      <DelegatedSteps
        wallet={wallet}
        terms={terms}
        salt={salt}
        days={chosen.days}
        isSignedIn={isSignedIn}
        view={view}
      />
      <p className="pt-4 pb-2 text-ink-soft text-pretty">
        Starting over forgets this list alone: what was made stays yours, and what was granted holds until you
        revoke it.
      </p>
      <Button onClick={startOver}>Start over</Button>
      <TransactionList />
    </>
  );
}
