import { useId } from 'react';
import { DEMO_TEMPLATES } from '../../lib/demo/demo-templates.ts';
import type { DemoSetting } from '../../lib/demo/run-demo.ts';
import type { Demo } from './use-demo.ts';

/** A policy to choose, with the contract's limits that fit it. */
export type DemoPreset = Pick<DemoSetting, 'policy' | 'contract'> & {
  readonly name: string;
  readonly summary: string;
};

const SELECT = 'mt-1 block min-h-11 w-full rounded border border-ink-soft bg-raised px-3';

/** What is held, and by which policy. Another choice begins the same sixty days anew. */
export function DemoChoices({
  demo,
  presets,
}: {
  readonly demo: Demo;
  readonly presets: readonly DemoPreset[];
}) {
  const [template, policy] = [useId(), useId()];
  const { wanted, want, isReady } = demo;
  const { setting } = wanted;
  const preset = presets.find((one) => one.policy.preset === setting.policy.preset);
  const choose = (change: Partial<DemoSetting>): void =>
    want({ setting: { ...setting, ...change, shocks: [] } });
  return (
    <div className="grid gap-x-8 gap-y-3 border-t border-line py-4 sm:grid-cols-2">
      <div>
        <label htmlFor={template} className="font-semibold">
          Targets
        </label>
        <select
          id={template}
          disabled={!isReady}
          value={setting.template}
          onChange={({ target }) => {
            const chosen = DEMO_TEMPLATES.find(({ id }) => id === target.value);
            if (chosen !== undefined) choose({ template: chosen.id });
          }}
          className={SELECT}
        >
          {DEMO_TEMPLATES.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <div>
        <label htmlFor={policy} className="font-semibold">
          Policy
        </label>
        <select
          id={policy}
          disabled={!isReady}
          value={preset?.name}
          onChange={({ target }) => {
            const chosen = presets.find(({ name }) => name === target.value);
            if (chosen !== undefined) choose({ policy: chosen.policy, contract: chosen.contract });
          }}
          className={SELECT}
        >
          {presets.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
        <p className="pt-1 text-pretty text-ink-soft">{preset?.summary}</p>
      </div>
    </div>
  );
}
