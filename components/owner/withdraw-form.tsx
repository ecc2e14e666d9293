'use client';

import { useState } from 'react';
import { exactUnits } from '../../lib/owner/exact-units.ts';
import { withdrawShareAct, withdrawTokenAct } from '../../lib/owner/money-actions.ts';
import type { ActMaker } from '../../lib/owner/owner-act.ts';
import { parseAmount } from '../../lib/owner/parse-amount.ts';
import type { AssetFact } from '../../lib/owner/read-portfolio.ts';
import { Button } from '../wallet/button.tsx';
import { Field } from './field.tsx';
import { Form } from './form.tsx';
import { TokenChoice } from './token-choice.tsx';

/** Hundredths of a percent, so that "33.33" is exact. */
const SHARE_DECIMALS = 2;

function shareFault(text: string): { readonly bps: number | null; readonly fault: string | null } {
  if (text.trim() === '') return { bps: null, fault: null };
  const parsed = parseAmount(text, SHARE_DECIMALS);
  if (!parsed.ok) return { bps: null, fault: 'Type a share between 0.01 and 100.' };
  return parsed.units > 10_000n
    ? { bps: null, fault: 'More than 100 % is not there.' }
    : { bps: Number(parsed.units), fault: null };
}

type Props = {
  readonly assets: readonly AssetFact[];
  readonly blocked: boolean;
  readonly onAct: (maker: ActMaker) => void;
};

/** Takes out a share of everything, or some of one token. */
export function WithdrawForm({ assets, blocked, onAct }: Props) {
  const [share, setShare] = useState('');
  const [token, setToken] = useState(assets[0]?.token ?? '');
  const [amount, setAmount] = useState('');
  const { bps, fault } = shareFault(share);
  const asset = assets.find((listed) => listed.token === token);
  const typed = asset === undefined || amount.trim() === '' ? null : parseAmount(amount, asset.decimals);
  const tooMuch =
    typed?.ok && asset?.held != null && typed.units > asset.held ? 'More than the portfolio holds.' : null;
  const amountFault = typed === null ? null : typed.ok ? tooMuch : typed.sentence;
  return (
    <section aria-labelledby="withdraw-title" className="pt-8">
      <h2 id="withdraw-title" className="text-base font-semibold">
        Withdraw
      </h2>
      <p className="text-ink-soft">To the connected account, in kind. It needs no bot and no price.</p>
      <Form onSubmit={() => bps !== null && onAct(withdrawShareAct(bps))}>
        <Field
          label="Share of everything, in %"
          value={share}
          onChange={setShare}
          fault={fault}
          inputMode="decimal"
        />
        <Button submit disabled={blocked || bps === null}>
          Withdraw the share
        </Button>
      </Form>
      <div className="pt-4">
        <Form onSubmit={() => asset && onAct(withdrawTokenAct(asset, typed?.ok ? typed.units : null))}>
          <TokenChoice label="One token" assets={assets} value={token} onChange={setToken} />
          <Field
            label="Amount to withdraw"
            value={amount}
            onChange={setAmount}
            fault={amountFault}
            inputMode="decimal"
            hint={
              asset?.held == null
                ? 'Empty: all of it.'
                : `Empty: all of it, ${exactUnits(asset.held, asset.decimals)}.`
            }
          />
          <Button submit disabled={blocked || asset === undefined || amountFault !== null}>
            Withdraw the token
          </Button>
        </Form>
      </div>
    </section>
  );
}
