'use client';

import { useState } from 'react';
import { approveAct, depositAct, readTokenRights } from '../../lib/owner/deposit-action.ts';
import { exactUnits } from '../../lib/owner/exact-units.ts';
import { parseAmount } from '../../lib/owner/parse-amount.ts';
import { type PortfolioFacts, readPortfolio } from '../../lib/owner/read-portfolio.ts';
import { Button } from '../wallet/button.tsx';
import type { Prepare } from './act-dialog.tsx';
import { Field } from './field.tsx';
import { TokenChoice } from './token-choice.tsx';

/** What comes next: the allowance, and once it suffices the deposit itself. */
const prepareDeposit =
  (facts: PortfolioFacts, token: string, text: string): Prepare =>
  async (wallet) => {
    const fresh = await readPortfolio(wallet.ask, facts.portfolio);
    const asset = fresh.assets.find((listed) => listed.token === token);
    if (asset === undefined) throw new Error('The portfolio doesn’t list this token any more.');
    const typed = parseAmount(text, asset.decimals);
    if (!typed.ok) throw new Error(typed.sentence);
    const holder = wallet.account;
    const spender = facts.portfolio;
    const rights = await readTokenRights(wallet.ask, { token: asset.token, holder, spender });
    if (rights.balance < typed.units)
      throw new Error(`You hold ${exactUnits(rights.balance, asset.decimals)} of it, which is less.`);
    const deposit = { portfolio: facts.portfolio, asset, units: typed.units };
    return {
      facts: fresh,
      act: rights.allowance < typed.units ? approveAct(deposit, spender) : depositAct(deposit),
    };
  };

type Props = {
  readonly facts: PortfolioFacts;
  readonly blocked: boolean;
  readonly onPrepare: (prepare: Prepare) => void;
};

/** Puts some of one token in. Two steps where the portfolio isn't allowed to take it yet. */
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
        From the connected account. Two steps: you allow exactly this amount, then it moves.
      </p>
      <TokenChoice label="Token to deposit" assets={facts.assets} value={token} onChange={setToken} />
      <Field
        label="Amount to deposit"
        value={amount}
        onChange={setAmount}
        fault={typed !== null && !typed.ok ? typed.sentence : null}
        inputMode="decimal"
      />
      <Button
        disabled={blocked || !typed?.ok}
        onClick={() => onPrepare(prepareDeposit(facts, token, amount))}
      >
        Deposit: next step
      </Button>
    </section>
  );
}
