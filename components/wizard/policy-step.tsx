'use client';

import { stepFault, WIZARD_PRESETS } from '../../lib/creation/draft.ts';
import { GUARD_PRESETS } from '../../lib/policy/guard-presets.ts';
import { PRESET_SUMMARIES } from '../../lib/policy/policy-presets.ts';
import { Field } from '../owner/field.tsx';
import { BacktestLoader } from './backtest-loader.tsx';
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
      <fieldset>
        <legend className="font-semibold">When it trades</legend>
        {WIZARD_PRESETS.map((preset) => (
          <label key={preset} className="flex min-h-11 items-start gap-3 py-2">
            <input
              type="radio"
              name="preset"
              className="mt-1"
              checked={draft.preset === preset}
              onChange={() => change({ preset })}
            />
            <span>
              <strong className="font-semibold">{preset}</strong>: {PRESET_SUMMARIES[preset]}
            </span>
          </label>
        ))}
      </fieldset>
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
