'use client';

import { useState } from 'react';
import { parseAmount } from '../../lib/owner/parse-amount.ts';
import type { PortfolioFacts } from '../../lib/owner/read-portfolio.ts';
import { Button } from '../wallet/button.tsx';
import type { Prepare } from './act-dialog.tsx';
import { Field } from './field.tsx';
import { Form } from './form.tsx';
import { prepareDeposit } from './prepare-deposit.ts';
import { TokenChoice } from './token-choice.tsx';

type Props = {
  readonly facts: PortfolioFacts;
  readonly blocked: boolean;
  readonly onPrepare: (prepare: Prepare) => void;
};

/** Puts some of one token in. Two steps where the portfolio isn't allowed to take it yet, and the wallet can't do them as one. */
export function DepositForm({ facts, blocked, onPrepare }: Props) {
  const [token, setToken] = useState<string>(facts.assets[0]?.token ?? '');
  const [amount, setAmount] = useState('');
  const asset = facts.assets.find((listed) => listed.token === token);
  const typed = asset === undefined || amount.trim() === '' ? null : parseAmount(amount, asset.decimals);
  return (
    <section aria-labelledby="deposit-title" className="pt-8">
      <h2 id="deposit-title" className="text-base font-semibold">
        Deposit
      </h2>
      <p className="text-ink-soft">
        From the connected account. You allow exactly this amount, by a signature where the token takes one,
        then it moves; a wallet that can does both as one.
      </p>
      <Form onSubmit={() => onPrepare(prepareDeposit(facts, { token, amount }))}>
        <TokenChoice label="Token to deposit" assets={facts.assets} value={token} onChange={setToken} />
        <Field
          label="Amount to deposit"
          value={amount}
          onChange={setAmount}
          fault={typed !== null && !typed.ok ? typed.sentence : null}
          inputMode="decimal"
        />
        <Button submit disabled={blocked || !typed?.ok}>
          Deposit: next step
        </Button>
      </Form>
    </section>
  );
}
