'use client';

import type { Address } from 'viem';
import { nextCashStep } from '../../../lib/creation/cash/cash-creation-steps.ts';
import {
  type CashCreationChain,
  chainIdsOf,
  keptOf,
  USDC_DECIMALS,
  unitsOn,
} from '../../../lib/creation/cash/cash-draft.ts';
import { exactUnits } from '../../../lib/owner/exact-units.ts';
import { TransactionList } from '../../transactions/transaction-list.tsx';
import { Button } from '../../wallet/button.tsx';
import { type ConnectedWallet, useWallet } from '../../wallet/use-wallet.ts';
import { WalletBar } from '../../wallet/wallet-bar.tsx';
import { WalletRoot } from '../../wallet/wallet-root.tsx';
import { CashChoices } from './cash-choices.tsx';
import { type CashDraftStore, useCashDraft } from './cash-draft-store.ts';
import { CashSteps } from './cash-steps.tsx';
import { Limits } from './limits.tsx';
import { useCashCreation } from './use-cash-creation.ts';

type Props = {
  readonly chains: readonly CashCreationChain[];
  readonly signer: Address;
  readonly chooses: boolean;
};

/** Makes portfolios of USDC: what is chosen, then the transactions, as the command prints them. Goes on where it was left. */
export function NewCash(props: Props) {
  return (
    <WalletRoot>
      <Creation {...props} />
    </WalletRoot>
  );
}

function Creation({ chains, signer, chooses }: Props) {
  const wallet = useWallet();
  const store = useCashDraft();
  const { draft, update } = store;
  if (wallet === null)
    return (
      <>
        <WalletBar chainId={draft.mainChainId ?? chains[0]?.id ?? 0} chooses={chooses} />
        <Limits profile={draft.profile} />
      </>
    );
  if (draft.begun === null)
    return (
      <>
        <WalletBar chainId={wallet.chainId} />
        <CashChoices
          chains={chains}
          draft={draft}
          change={(part) => update((now) => ({ ...now, ...part }))}
          owner={wallet.account}
          signer={signer}
        />
      </>
    );
  return <UnderWay wallet={wallet} chains={chains} owner={draft.begun.owner} store={store} />;
}

type UnderWayProps = {
  readonly wallet: ConnectedWallet;
  readonly chains: readonly CashCreationChain[];
  readonly owner: Address;
  readonly store: CashDraftStore;
};

function UnderWay({ wallet, chains, owner, store }: UnderWayProps) {
  const { draft, startOver } = store;
  if (owner.toLowerCase() !== wallet.account.toLowerCase())
    return (
      <>
        <WalletBar chainId={wallet.chainId} />
        <p role="alert" className="pb-2 text-warn text-pretty">
          This was begun by <span className="font-mono break-all">{owner}</span>. Go back to that account, or
          start over with this one.
        </p>
        <Button onClick={startOver}>Start over</Button>
      </>
    );
  return <Steps wallet={wallet} chains={chains} store={store} key={draft.begun?.owner} />;
}

function Steps({ wallet, chains, store }: Omit<UnderWayProps, 'owner'>) {
  const { draft, startOver } = store;
  const view = useCashCreation(wallet, chains, store);
  const next = nextCashStep(view.steps, wallet.chainId);
  const ids = chainIdsOf(draft);
  return (
    <>
      <WalletBar chainId={next?.chainId ?? wallet.chainId} what="the next step is" />
      <Chosen chains={chains} store={store} />
      <p role="status" className="text-warn text-pretty">
        {view.trouble !== null && `${view.trouble} Trying again.`}
      </p>
      {ids.length > 0 && <CashSteps wallet={wallet} chains={chains} view={view} profile={draft.profile} />}
      <p className="pt-4 text-ink-soft text-pretty">
        Starting over forgets this list alone: what was created stays yours, and is found by the bot.
      </p>
      <Button onClick={startOver}>Start over</Button>
      <TransactionList />
    </>
  );
}

function Chosen({ chains, store: { draft } }: Pick<UnderWayProps, 'chains' | 'store'>) {
  const names = chainIdsOf(draft).map((id) => {
    const name = chains.find((chain) => chain.id === id)?.name ?? `chain ${id}`;
    return { id, name, kept: keptOf(draft, id), units: unitsOn(draft, id) };
  });
  return (
    <>
      <Limits profile={draft.profile} />
      <h2 className="pt-4 font-semibold">Where they will be</h2>
      <ul>
        {names.map(({ id, name, kept, units }) => (
          <li key={id} className="border-b border-line py-2">
            {name}, {exactUnits(units, USDC_DECIMALS)} USDC{' '}
            {kept === null ? (
              <span className="block text-ink-soft">Its address is known once your wallet is there.</span>
            ) : (
              <span className="block font-mono break-all text-ink-soft">{kept.portfolio}</span>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
