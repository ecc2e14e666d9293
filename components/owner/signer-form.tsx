'use client';

import { useState } from 'react';
import { getAddress, isAddress } from 'viem';
import { rotateSignerAct } from '../../lib/owner/money-actions.ts';
import type { ActMaker } from '../../lib/owner/owner-act.ts';
import { Button } from '../wallet/button.tsx';
import { Field } from './field.tsx';
import { Form } from './form.tsx';

const isSome = (text: string): boolean => isAddress(text) && BigInt(text) !== 0n;

/** Names another bot key. */
export function SignerForm({
  blocked,
  onAct,
}: {
  readonly blocked: boolean;
  readonly onAct: (maker: ActMaker) => void;
}) {
  const [typed, setTyped] = useState('');
  const text = typed.trim();
  const fault =
    text === '' || isSome(text)
      ? null
      : 'That is no address: 0x and 40 hex digits, with a right checksum if it has capitals. To have no signer, revoke it.';
  return (
    <section aria-labelledby="signer-title" className="pt-8">
      <h2 id="signer-title" className="text-base font-semibold">
        Signer
      </h2>
      <p className="text-ink-soft">The bot’s key. Another one voids every order that was signed so far.</p>
      <Form onSubmit={() => onAct(rotateSignerAct(getAddress(text)))}>
        <Field label="New signer" value={typed} onChange={setTyped} fault={fault} />
        <Button submit disabled={blocked || !isSome(text)}>
          Change the signer
        </Button>
      </Form>
    </section>
  );
}
