import type { IndexDto } from '../../lib/api/indexes.ts';
import { BPS_WHOLE, parseDecimal } from '../../lib/money/fixed-point.ts';
import { FIELD } from '../ui/field.ts';
import { FormField } from './form-field.tsx';
import type { Told } from './use-asked.ts';

type Schedule = IndexDto['schedule'];

const SCHEDULES = [
  { everySeconds: 3_600, word: 'Every hour' },
  { everySeconds: 86_400, word: 'Every day' },
  { everySeconds: 604_800, word: 'Every week' },
] as const;

/** Basis points of percentage points as typed: null = no band, undefined = none that there is. */
export const bandOf = (typed: string): number | null | undefined => {
  if (typed === '') return null;
  const bps = Number(parseDecimal(typed, 2) ?? 0n);
  return bps >= 1 && bps <= BPS_WHOLE ? bps : undefined;
};

type Props = { readonly schedule: Schedule | null; readonly faults: Told['faults'] };

/** When an index is brought back to its shares. */
export function ScheduleFields({ schedule, faults }: Props) {
  const every = schedule?.everySeconds ?? 3_600;
  const band = schedule?.bandBps ?? null;
  return (
    <div className="flex flex-wrap items-start gap-4">
      <FormField label="Brought back to them" fault={faults['schedule.everySeconds']}>
        {(control) => (
          <select {...control} name="everySeconds" defaultValue={every} className={FIELD}>
            {SCHEDULES.every(({ everySeconds }) => everySeconds !== every) && (
              <option value={every}>Every {every} seconds</option>
            )}
            {SCHEDULES.map(({ everySeconds, word }) => (
              <option key={everySeconds} value={everySeconds}>
                {word}
              </option>
            ))}
          </select>
        )}
      </FormField>
      <FormField
        label="But only once a share is so many points off"
        fault={faults['schedule.bandBps']}
        hint="Empty: whenever a trade is large enough."
      >
        {(control) => (
          <input
            {...control}
            name="band"
            inputMode="decimal"
            autoComplete="off"
            defaultValue={band === null ? '' : String(band / 100)}
            className={`${FIELD} w-28 text-right`}
          />
        )}
      </FormField>
    </div>
  );
}
