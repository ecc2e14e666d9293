'use client';

import { WIZARD_PRESETS } from '../../lib/creation/draft.ts';
import { PRESET_SUMMARIES } from '../../lib/policy/policy-presets.ts';
import type { StepProps } from './step-props.ts';

/** When it trades: one of the presets. */
export function PresetChoice({ draft, change }: Pick<StepProps, 'draft' | 'change'>) {
  return (
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
  );
}
