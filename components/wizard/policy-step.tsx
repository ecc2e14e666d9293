'use client';

import { stepFault, type WIZARD_PRESETS } from '../../lib/creation/draft.ts';
import { GUARD_PRESETS } from '../../lib/policy/guard-presets.ts';
import { Field } from '../owner/field.tsx';
import { BacktestLoader } from './backtest-loader.tsx';
import { PresetChoice } from './preset-choice.tsx';
import type { StepProps } from './step-props.ts';

const hours = (seconds: number): string =>
  seconds % 3_600 === 0 ? `${seconds / 3_600} h` : `${seconds / 60} min`;

/** What the contract itself holds the bot to, whatever the bot wants. */
function limitsSentence(preset: (typeof WIZARD_PRESETS)[number]): string {
  const guard = GUARD_PRESETS[preset];
  return (
    `Your contract will refuse anything worse than ${guard.maxSlippageBps / 100} % under the feeds, more than ` +
    `${guard.lossBpsPerDay / 100} % of loss or ${guard.turnoverBpsPerDay / 100} % of turnover a day, and trading a token ` +
    `back within ${hours(guard.cooldownSeconds)}. Orders live for at most ${hours(guard.orderTtlMaxSeconds)}.`
  );
}

/** When it trades, and what its contract never allows. */
export function PolicyStep({ draft, change, signer, wallet }: StepProps) {
  return (
    <>
      <PresetChoice draft={draft} change={change} />
      <p className="pt-2 text-pretty">{limitsSentence(draft.preset)}</p>
      <BacktestLoader key={draft.preset} draft={draft} wallet={wallet} />
      {signer === null ? (
        <Field
          label="The bot’s signer"
          value={draft.signer}
          onChange={(typed) => change({ signer: typed.slice(0, 60) })}
          fault={draft.signer === '' ? null : stepFault(draft, 2, false)}
          hint="This server doesn’t say which key its bot signs with: ask whoever runs it."
        />
      ) : (
        <p className="pt-3 text-pretty">
          Orders are signed by this site’s bot, <span className="font-mono break-all">{signer}</span>. It can
          withdraw nothing, and you can revoke it at any time.
        </p>
      )}
    </>
  );
}
