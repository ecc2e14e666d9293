'use client';

import type { Address } from 'viem';
import { CASH_PROFILES } from '../../../lib/cash/cash-policy.ts';
import {
  type CashCreationChain,
  type CashDraft,
  cashDraftFault,
} from '../../../lib/creation/cash/cash-draft.ts';
import { Field } from '../../owner/field.tsx';
import { Form } from '../../owner/form.tsx';
import { Button } from '../../wallet/button.tsx';
import { Limits } from './limits.tsx';

const PROFILE_WORDS = {
  conservative: 'Conservative: looked at weekly, a fifth of the value a day to other chains',
  balanced: 'Balanced: daily, a third of the value a day to other chains',
  aggressive: 'Aggressive: four times a day, half of the value a day to other chains',
} as const;

type Props = {
  readonly chains: readonly CashCreationChain[];
  readonly draft: CashDraft;
  readonly change: (part: Partial<CashDraft>) => void;
  readonly owner: Address;
  readonly signer: Address;
};

function Others({ chains, draft, change }: Pick<Props, 'chains' | 'draft' | 'change'>) {
  const others = chains.filter(({ id }) => id !== draft.mainChainId);
  if (draft.mainChainId === null || others.length === 0) return null;
  const toggle = (id: number, isChosen: boolean): void =>
    change({
      otherChainIds: isChosen
        ? [...draft.otherChainIds, id]
        : draft.otherChainIds.filter((other) => other !== id),
    });
  return (
    <fieldset className="mt-4">
      <legend className="font-semibold">It may also go to</legend>
      {others.map(({ id, name, vaults }) => (
        <label key={id} className="flex min-h-11 items-center gap-3">
          <input
            type="checkbox"
            className="size-5"
            checked={draft.otherChainIds.includes(id)}
            onChange={({ target }) => toggle(id, target.checked)}
          />
          <span>
            {name} <span className="text-ink-soft">{vaults.map((vault) => vault.name).join(', ')}</span>
          </span>
        </label>
      ))}
      <p className="text-ink-soft text-pretty">
        Each needs 1 USDC there for each other chain: it is burnt as a test and arrives at your own portfolio.
      </p>
    </fieldset>
  );
}

/** What is chosen before anything is sent: profile, chains, amount. */
export function CashChoices({ chains, draft, change, owner, signer }: Props) {
  const fault = cashDraftFault(draft);
  return (
    <Form onSubmit={() => fault === null && change({ begun: { owner, signer } })}>
      <label className="block pt-3">
        <span className="font-semibold">Profile</span>
        <select
          value={draft.profile}
          onChange={({ target }) =>
            change({ profile: CASH_PROFILES.find((one) => one === target.value) ?? draft.profile })
          }
          className="mt-1 block min-h-11 w-full max-w-md rounded border border-ink-soft bg-raised px-3"
        >
          {CASH_PROFILES.map((profile) => (
            <option key={profile} value={profile}>
              {PROFILE_WORDS[profile]}
            </option>
          ))}
        </select>
      </label>
      <Limits profile={draft.profile} />
      <label className="block pt-4">
        <span className="font-semibold">The money is on</span>
        <select
          value={draft.mainChainId ?? ''}
          onChange={({ target }) =>
            change({
              mainChainId: chains.find(({ id }) => String(id) === target.value)?.id ?? null,
              otherChainIds: draft.otherChainIds.filter((id) => String(id) !== target.value),
            })
          }
          className="mt-1 block min-h-11 w-full max-w-md rounded border border-ink-soft bg-raised px-3"
        >
          <option value="">Choose a chain</option>
          {chains.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <Field
        label="USDC to put in"
        value={draft.amount}
        onChange={(amount) => change({ amount })}
        fault={null}
        inputMode="decimal"
      />
      <Others chains={chains} draft={draft} change={change} />
      <p role="status" className="pt-3 text-ink-soft">
        {fault}
      </p>
      <Button submit look="accent" disabled={fault !== null}>
        Go on to the transactions
      </Button>
    </Form>
  );
}
