'use client';

import { useState } from 'react';
import type { ActMaker } from '../../lib/owner/owner-act.ts';
import type { AssetFact } from '../../lib/owner/read-portfolio.ts';
import { parseTargets, setTargetsAct } from '../../lib/owner/targets-action.ts';
import { Button } from '../wallet/button.tsx';
import { Field } from './field.tsx';
import { Form } from './form.tsx';

const shown = (bps: number): string => (bps / 100).toFixed(2);

type Props = {
  readonly assets: readonly AssetFact[];
  readonly blocked: boolean;
  readonly onAct: (maker: ActMaker) => void;
};

/** Other targets. They stand in the contract, so that changing them is a call of the owner’s wallet. */
export function TargetsForm({ assets, blocked, onAct }: Props) {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const texts = assets.map(({ token, targetBps }) => typed[token] ?? shown(targetBps));
  const read = parseTargets(texts);
  const isChanged = read.ok && read.targetsBps.some((bps, index) => bps !== assets[index]?.targetBps);
  return (
    <section aria-labelledby="targets-title" className="pt-8">
      <h2 id="targets-title" className="text-base font-semibold">
        Targets
      </h2>
      <p className="text-ink-soft">
        What share of the value each asset is to have. Another target voids every order that was signed so
        far.
      </p>
      <Form onSubmit={() => read.ok && onAct(setTargetsAct(read.targetsBps))}>
        {assets.map(({ token, symbol, targetBps }, index) => (
          <Field
            key={token}
            label={`Target of ${symbol ?? token}, in %`}
            value={texts[index] ?? ''}
            onChange={(text) => setTyped({ ...typed, [token]: text })}
            fault={read.ok ? null : (read.faults[index] ?? null)}
            hint={`Now ${shown(targetBps)} %.`}
            inputMode="decimal"
          />
        ))}
        <p role="status" className={read.ok ? 'text-ink-soft' : 'text-stop'}>
          {read.ok ? 'They come to 100.00 %.' : read.sentence}
        </p>
        <Button submit disabled={blocked || !isChanged}>
          Change the targets
        </Button>
      </Form>
    </section>
  );
}
