'use client';

import { useState } from 'react';
import { type Address, getAddress, isAddress } from 'viem';
import type { ActMaker } from '../../lib/owner/owner-act.ts';
import {
  acceptOwnershipAct,
  offerOwnershipAct,
  withdrawOfferAct,
} from '../../lib/owner/ownership-actions.ts';
import type { PortfolioFacts } from '../../lib/owner/read-portfolio.ts';
import { Button } from '../wallet/button.tsx';
import { Field } from './field.tsx';
import { Form } from './form.tsx';

type Props = {
  readonly facts: PortfolioFacts;
  readonly account: Address | null;
  readonly blocked: boolean;
  readonly onAct: (maker: ActMaker) => void;
};

const same = (one: Address | null, other: Address): boolean => one?.toLowerCase() === other.toLowerCase();

function faultOf(typed: string, { owner, portfolio }: PortfolioFacts): string | null {
  if (typed === '') return null;
  if (!isAddress(typed))
    return 'That is no address: 0x and 40 hex digits, with a right checksum if it has capitals.';
  if (BigInt(typed) === 0n) return 'The address of zero can own nothing.';
  if (same(typed, owner)) return 'That account owns it already.';
  return same(typed, portfolio) ? 'A portfolio can’t own itself.' : null;
}

/** Hands the portfolio over in two steps: the owner names the next one, who accepts. */
export function OwnershipForm({ facts, account, blocked, onAct }: Props) {
  const [text, setText] = useState('');
  const typed = text.trim();
  const fault = faultOf(typed, facts);
  const { pendingOwner } = facts;
  const isOffered = BigInt(pendingOwner) !== 0n;
  return (
    <section aria-labelledby="ownership-title" className="pt-8">
      <h2 id="ownership-title" className="text-base font-semibold">
        Hand it over
      </h2>
      <p className="text-ink-soft text-pretty">
        Two steps: you name the next owner, and that account accepts here. Until then it stays yours.
      </p>
      {isOffered && (
        <div className="pt-2">
          <p>
            Offered to <span className="font-mono break-all">{pendingOwner}</span>, who has not accepted yet.
          </p>
          <div className="flex flex-wrap gap-3 pt-2">
            {same(account, pendingOwner) && (
              <Button look="accent" disabled={blocked} onClick={() => onAct(acceptOwnershipAct)}>
                Accept the portfolio
              </Button>
            )}
            <Button disabled={blocked || !same(account, facts.owner)} onClick={() => onAct(withdrawOfferAct)}>
              Take the offer back
            </Button>
          </div>
        </div>
      )}
      <Form onSubmit={() => onAct(offerOwnershipAct(getAddress(typed)))}>
        <Field label="Next owner" value={text} onChange={setText} fault={fault} />
        <Button submit disabled={blocked || typed === '' || fault !== null || !same(account, facts.owner)}>
          Offer it
        </Button>
      </Form>
    </section>
  );
}
