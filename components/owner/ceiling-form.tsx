'use client';

import { useState } from 'react';
import type { ActMaker } from '../../lib/owner/owner-act.ts';
import { parseAmount } from '../../lib/owner/parse-amount.ts';
import { allowanceCeilingAct } from '../../lib/owner/public-book-action.ts';
import type { AssetFact } from '../../lib/owner/read-portfolio.ts';
import { Button } from '../wallet/button.tsx';
import { Field } from './field.tsx';
import { Form } from './form.tsx';
import { TokenChoice } from './token-choice.tsx';

type Ceiling = { readonly units: bigint | null; readonly fault: string | null };

/** Nothing typed: no ceiling but what is there. */
function ceilingOf(text: string, decimals: number): Ceiling {
  if (text.trim() === '') return { units: null, fault: null };
  if (/^0+(\.0*)?$/.test(text.trim())) return { units: 0n, fault: null };
  const typed = parseAmount(text, decimals);
  return typed.ok ? { units: typed.units, fault: null } : { units: null, fault: typed.sentence };
}

type Props = {
  readonly assets: readonly AssetFact[];
  readonly blocked: boolean;
  readonly onAct: (maker: ActMaker) => void;
};

/** How much of one asset the bot may let 1inch’s router take at most. */
export function CeilingForm({ assets, blocked, onAct }: Props) {
  const [token, setToken] = useState(assets[0]?.token ?? '');
  const [amount, setAmount] = useState('');
  const asset = assets.find((listed) => listed.token === token);
  const { units, fault } = ceilingOf(amount, asset?.decimals ?? 0);
  return (
    <Form onSubmit={() => asset && onAct(allowanceCeilingAct(asset, units))}>
      <TokenChoice label="Asset that may be sold there" assets={assets} value={token} onChange={setToken} />
      <Field
        label="At most at a time"
        value={amount}
        onChange={setAmount}
        fault={fault}
        inputMode="decimal"
        hint="Empty: all that is there. 0: none of it. The bot allows what open orders need, up to this."
      />
      <Button submit disabled={blocked || asset === undefined || fault !== null}>
        Set the ceiling
      </Button>
    </Form>
  );
}
