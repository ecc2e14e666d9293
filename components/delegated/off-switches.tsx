'use client';

import { useState } from 'react';
import { type Address, type Hex, zeroAddress } from 'viem';
import { delegatedRefusalOf } from '../../lib/creation/delegated/delegated-errors.ts';
import { signOperation } from '../../lib/creation/delegated/hybrid-operation.ts';
import type { OwnerAct, WalletAct } from '../../lib/owner/owner-act.ts';
import { ActDialog, type Prepare } from '../owner/act-dialog.tsx';
import { TransactionList } from '../transactions/transaction-list.tsx';
import { Button } from '../wallet/button.tsx';
import { type ConnectedWallet, useWallet } from '../wallet/use-wallet.ts';
import { WalletBar } from '../wallet/wallet-bar.tsx';
import { WalletRoot } from '../wallet/wallet-root.tsx';

type Call = { readonly to: string; readonly data: string };

export type OffSwitchProps = {
  readonly chainId: number;
  readonly account: string;
  readonly guardian: string;
  /** Null: not known. */
  readonly paused: boolean | null;
  readonly pause: Call;
  /** Lets it go on; null where it isn't paused. */
  readonly unpause: Call | null;
  readonly revocations: readonly (Call & { readonly hash: string; readonly name: string })[];
};

const callOf = ({ to, data }: Call) => ({ to: to as Address, data: data as Hex, valueWei: 0n });
const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

const pauseAct = (pause: Call): OwnerAct => ({
  ...{ id: 'pause', title: 'Pause', intent: 'Pause the account’s contract', call: callOf(pause) },
  effects: [
    'All trading of the account stops at once, and what was signed is void. No token moves.',
    'Only the account lets it go on.',
  ],
  ...{ confirmBy: null, grave: true },
});

type AccountAct = Pick<OwnerAct, 'id' | 'title' | 'effects' | 'grave'> & { readonly call: Call };

/** What the account alone may do: an upgraded one sends it itself; a smart account by what its owner signs. */
const accountAct = (
  { call, ...act }: AccountAct,
  { account, chainId }: OffSwitchProps,
  { ask, account: owner }: ConnectedWallet,
): WalletAct => {
  const words = { ...act, intent: act.title, confirmBy: null };
  if (same(owner, account)) return { ...words, call: callOf(call) };
  return {
    ...{
      ...words,
      id: `sign-${act.id}`,
      title: `Sign to ${act.title.replace(/^./, (one) => one.toLowerCase())}`,
    },
    effects: ['You sign for your smart account; then your wallet sends it. It costs gas, and nothing else.'],
    sign: async () => {
      const of = { chainId, account: account as Address, owner, call: callOf(call) };
      return { ...words, call: await signOperation(ask, of) };
    },
  };
};

const revocationOf = ({ name, hash, ...call }: OffSwitchProps['revocations'][number]): AccountAct => ({
  ...{ id: `revoke-${hash}`, title: `Revoke ${name}`, grave: true, call },
  effects: [
    `Nothing of ${name} is moved by this delegation any more. No token moves now.`,
    'The account can enable it again.',
  ],
});

const resumption = (call: Call): AccountAct => ({
  ...{ id: 'unpause', title: 'Let it go on', grave: false, call },
  effects: ['The contract trades again, by proposals that are signed from now on. No token moves now.'],
});

const prepared =
  (act: WalletAct, wallet: ConnectedWallet, chainId: number): Prepare =>
  async () => ({
    act,
    refusalOf: delegatedRefusalOf,
    facts: {
      ...{
        chainId,
        portfolio: zeroAddress,
        blockNumber: 0n,
        paused: false,
        publicBook: false,
        generation: 0,
      },
      ...{ owner: wallet.account, pendingOwner: zeroAddress, signer: zeroAddress, assets: [] },
    },
  });

/** Pause by the guardian, revoke by the account: each tried, shown, and then sent by the wallet. */
export function OffSwitches(props: OffSwitchProps & { readonly chooses: boolean }) {
  return (
    <WalletRoot>
      <Switches {...props} />
    </WalletRoot>
  );
}

function Switches({ chooses, ...props }: OffSwitchProps & { readonly chooses: boolean }) {
  const { chainId, account, guardian, paused, pause, unpause, revocations } = props;
  const wallet = useWallet();
  const [act, setAct] = useState<WalletAct | null>(null);
  if (wallet === null) return <WalletBar chainId={chainId} chooses={chooses} what="the account is" />;
  const isHere = wallet.chainId === chainId;
  const mayStop = same(wallet.account, account) || same(wallet.account, guardian);
  return (
    <>
      <WalletBar chainId={chainId} what="the account is" />
      {mayStop ? (
        <div className="flex flex-wrap gap-3 pb-2">
          <Button look="grave" disabled={!isHere || paused === true} onClick={() => setAct(pauseAct(pause))}>
            {paused === true ? 'Paused' : 'Pause'}
          </Button>
          {unpause !== null && (
            <Button disabled={!isHere} onClick={() => setAct(accountAct(resumption(unpause), props, wallet))}>
              Let it go on
            </Button>
          )}
          {revocations.map((one) => (
            <Button
              key={one.hash}
              look="grave"
              disabled={!isHere}
              onClick={() => setAct(accountAct(revocationOf(one), props, wallet))}
            >
              Revoke {one.name}
            </Button>
          ))}
        </div>
      ) : (
        <p className="pb-2 text-warn text-pretty">
          This wallet is neither the account nor its guardian: it can end nothing here.
        </p>
      )}
      <TransactionList />
      {act !== null && (
        <ActDialog
          wallet={wallet}
          chainId={chainId}
          prepare={prepared(act, wallet, chainId)}
          onClose={() => setAct(null)}
        />
      )}
    </>
  );
}
