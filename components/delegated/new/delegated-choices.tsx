'use client';

import type { Address } from 'viem';
import {
  chosenOf,
  type DelegatedCreationChain,
  type DelegatedDraft,
  type DelegatedHolding,
} from '../../../lib/creation/delegated/delegated-draft.ts';
import { hybridAddress } from '../../../lib/creation/delegated/hybrid-account.ts';
import { ASSETS_MAX, WIZARD_PRESETS } from '../../../lib/creation/draft.ts';
import { Field } from '../../owner/field.tsx';
import { Form } from '../../owner/form.tsx';
import { Button } from '../../wallet/button.tsx';
import type { ConnectedWallet } from '../../wallet/use-wallet.ts';
import { TokenWarnings } from '../../wizard/token-warnings.tsx';
import { DelegatedLimits } from './delegated-limits.tsx';

const SELECT = 'mt-1 block min-h-11 w-full max-w-md rounded border border-ink-soft bg-raised px-3';

const WAYS = {
  own: [
    'My own account, upgraded',
    'Your tokens stay where they are; your wallet gives the account code (EIP-7702).',
  ],
  hybrid: ['A smart account of my own', 'Your wallet deploys it, owns it and guards it; you put tokens in.'],
} as const;

type Props = {
  readonly chains: readonly DelegatedCreationChain[];
  readonly draft: DelegatedDraft;
  readonly change: (part: Partial<DelegatedDraft>) => void;
  /** The one that is chosen, with all tokens that are known of it. */
  readonly chain: DelegatedCreationChain | null;
  readonly wallet: ConnectedWallet;
  readonly signer: Address;
};

function WayChoice({ draft, change }: Pick<Props, 'draft' | 'change'>) {
  return (
    <fieldset className="pt-3">
      <legend className="font-semibold">Whose tokens</legend>
      {(['own', 'hybrid'] as const).map((way) => (
        <label key={way} className="flex min-h-11 items-start gap-3 py-1.5">
          <input
            type="radio"
            name="way"
            className="mt-0.5 size-5 shrink-0"
            checked={draft.way === way}
            onChange={() => change({ way })}
          />
          <span>
            {WAYS[way][0]} <span className="block text-ink-soft text-pretty">{WAYS[way][1]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

type TokenProps = {
  readonly listing: DelegatedCreationChain['listings'][number];
  readonly holding: DelegatedHolding | null;
  readonly isFunded: boolean;
  /** No other one may be added. */
  readonly isFull: boolean;
  readonly set: (part: Partial<DelegatedHolding> | null) => void;
};

function TokenChoice({ listing: { symbol, token }, holding, isFunded, isFull, set }: TokenProps) {
  return (
    <div className="border-b border-line py-2">
      <label className="flex min-h-11 items-center gap-3">
        <input
          type="checkbox"
          className="size-5"
          checked={holding !== null}
          disabled={holding === null && isFull}
          onChange={({ target }) => set(target.checked ? { token } : null)}
        />
        {symbol} <span className="font-mono break-all text-ink-soft">{token}</span>
      </label>
      {holding !== null && (
        <div className="grid gap-x-4 pb-2 sm:grid-cols-3">
          <Field
            label={`${symbol}, in %`}
            value={holding.target}
            onChange={(target) => set({ target })}
            fault={null}
            inputMode="decimal"
          />
          <Field
            label={`${symbol}, at most a day`}
            value={holding.aDay}
            onChange={(aDay) => set({ aDay })}
            fault={null}
            inputMode="decimal"
          />
          {isFunded && (
            <Field
              label={`${symbol}, to put in`}
              value={holding.amount}
              onChange={(amount) => set({ amount })}
              fault={null}
              inputMode="decimal"
            />
          )}
        </div>
      )}
    </div>
  );
}

const isListed = ({ holdings }: DelegatedDraft, token: Address): boolean =>
  holdings.some((held) => held.token.toLowerCase() === token.toLowerCase());

function Tokens({
  chain,
  draft,
  change,
}: { readonly chain: DelegatedCreationChain } & Pick<Props, 'draft' | 'change'>) {
  const { holdings } = draft;
  const set = (token: Address, part: Partial<DelegatedHolding> | null): void => {
    const others = holdings.filter((one) => one.token !== token);
    const now = holdings.find((one) => one.token === token) ?? { token, target: '', aDay: '', amount: '' };
    const next =
      part === null
        ? others
        : holdings.includes(now)
          ? holdings.map((one) => (one === now ? { ...one, ...part } : one))
          : [...holdings, { ...now, ...part }];
    change({ holdings: next });
  };
  return (
    <fieldset className="pt-4">
      <legend className="font-semibold">Tokens, their targets, and what may be moved of each a day</legend>
      {chain.listings.length === 0 && (
        <p className="text-ink-soft">
          {chain.simulated
            ? 'Connect a wallet on this chain: its tokens are read from the portfolios that are there.'
            : 'No token of this chain has a feed that is known here.'}
        </p>
      )}
      {chain.listings.map((listing) => (
        <TokenChoice
          key={listing.token}
          listing={listing}
          holding={holdings.find(({ token }) => token === listing.token) ?? null}
          isFunded={draft.way === 'hybrid'}
          isFull={holdings.length >= ASSETS_MAX}
          set={(part) => set(listing.token, part)}
        />
      ))}
      <p className="pt-1 text-ink-soft text-pretty">
        An amount a day that is too small stops a trade. Leave out tokens that stand for a debt, as receipts
        of lending markets do: to sell them could have you liquidated.
      </p>
    </fieldset>
  );
}

function Guardian({ draft, change, owner }: Pick<Props, 'draft' | 'change'> & { readonly owner: Address }) {
  if (draft.way === 'hybrid') return null;
  return (
    <Field
      label="Guardian, who may pause it too"
      value={draft.guardian}
      onChange={(guardian) => change({ guardian: guardian.slice(0, 60) })}
      fault={null}
      hint={`Left empty, it is your own account (${owner.slice(0, 8)}…). Another key of yours is better: it can stop all, and move nothing.`}
    />
  );
}

/** What is chosen before anything is sent or signed. */
export function DelegatedChoices({ chains, chain, draft, change, wallet, signer }: Props) {
  const { account: owner } = wallet;
  const chosen = chosenOf(draft, chain);
  const begin = (): void => {
    if (chosen.ok) change({ begun: { owner, signer } });
  };
  return (
    <Form onSubmit={begin}>
      <WayChoice draft={draft} change={change} />
      <label className="block pt-3">
        <span className="font-semibold">Chain</span>
        <select
          value={draft.chainId ?? ''}
          onChange={({ target }) =>
            change({
              chainId: chains.find(({ id }) => String(id) === target.value)?.id ?? null,
              holdings: [],
            })
          }
          className={SELECT}
        >
          <option value="">Choose a chain</option>
          {chains.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {chain !== null && draft.way === 'hybrid' && (
        <p className="pt-3 text-pretty">
          Its address will be{' '}
          <span className="font-mono break-all">
            {hybridAddress({ accounts: chain.accounts, owner, salt: draft.salt as `0x${string}` })}
          </span>
          : nothing is there yet, and nothing is sent before you press for it.
        </p>
      )}
      {chain !== null && <Tokens chain={chain} draft={draft} change={change} />}
      {chain !== null && (
        <TokenWarnings
          listings={chain.listings.filter(({ token }) => isListed(draft, token))}
          chainId={chain.id}
          wallet={wallet}
        />
      )}
      <label className="block pt-4">
        <span className="font-semibold">Limits</span>
        <select
          value={draft.preset}
          onChange={({ target }) =>
            change({ preset: WIZARD_PRESETS.find((one) => one === target.value) ?? draft.preset })
          }
          className={SELECT}
        >
          {WIZARD_PRESETS.map((preset) => (
            <option key={preset} value={preset}>
              {preset}
            </option>
          ))}
        </select>
      </label>
      <DelegatedLimits preset={draft.preset} />
      <Guardian draft={draft} change={change} owner={owner} />
      <Field
        label="It expires after so many days"
        value={draft.days}
        onChange={(days) => change({ days: days.slice(0, 4) })}
        fault={null}
        inputMode="numeric"
      />
      <p role="status" className="pt-3 text-ink-soft">
        {chosen.ok ? null : chosen.sentence}
      </p>
      <Button submit look="accent" disabled={!chosen.ok}>
        Go on to the transactions
      </Button>
    </Form>
  );
}
