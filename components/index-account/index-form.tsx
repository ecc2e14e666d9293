'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import type { IndexDto } from '../../lib/api/indexes.ts';
import { apiRequest } from '../ui/api-request.ts';
import { BUTTON } from '../ui/button.ts';
import { FIELD } from '../ui/field.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { FormField } from './form-field.tsx';
import { bandOf, ScheduleFields } from './schedule-fields.tsx';
import { ShareRows } from './share-rows.tsx';
import { ToldLine } from './told-line.tsx';
import { typedIn } from './typed-form.ts';
import { moreRows, rowsOf, type ShareRow, typedShares } from './typed-shares.ts';
import { useAsked } from './use-asked.ts';
import { type Asset, useAssets } from './use-assets.ts';

const FIELDS = ['name', 'schedule.everySeconds', 'schedule.bandBps'];
const NO_BAND = 'A band is percentage points from 0.01 to 100, or nothing.';

type Props = { readonly id: string; readonly index: IndexDto | null };

/** A new index begins with the first asset of the list. */
const firstRows = (index: IndexDto | null, assets: readonly Asset[]): readonly ShareRow[] =>
  index === null
    ? (moreRows(
        [],
        assets.map(({ asset }) => asset),
      ) ?? [])
    : rowsOf(index.allocations);

function Form({ id, index, assets }: Props & { readonly assets: readonly Asset[] }) {
  const router = useRouter();
  const [rows, setRows] = useState(() => firstRows(index, assets));
  const { form, busy, told, ask, refuse } = useAsked(FIELDS);
  const [wrong, setWrong] = useState<Readonly<Record<number, string>>>({});
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const textOf = typedIn(event.currentTarget);
    const { allocations, faults } = typedShares(rows);
    const bandBps = bandOf(textOf('band'));
    setWrong(faults);
    if (bandBps === undefined || Object.keys(faults).length > 0) {
      refuse({ ...faults, ...(bandBps === undefined ? { 'schedule.bandBps': NO_BAND } : {}) });
      return;
    }
    const schedule = { everySeconds: Number(textOf('everySeconds')), bandBps };
    void ask({
      send: () =>
        apiRequest('PUT', `/api/accounts/${id}/index`, { name: textOf('name'), allocations, schedule }),
      done: () => {
        router.refresh();
        return 'Kept. The next tick looks at it.';
      },
    });
  };
  return (
    <form ref={form} onSubmit={submit}>
      <fieldset disabled={busy} className="min-w-0 space-y-4">
        <legend className="sr-only">What the account is to hold</legend>
        <FormField label="Your name for the index" fault={told.faults.name}>
          {(control) => (
            <input
              {...control}
              name="name"
              maxLength={80}
              autoComplete="off"
              defaultValue={index?.name ?? ''}
              className={`${FIELD} w-64`}
            />
          )}
        </FormField>
        <ShareRows rows={rows} change={setRows} assets={assets} faults={wrong} />
        <ScheduleFields schedule={index?.schedule ?? null} faults={told.faults} />
        <button type="submit" className={BUTTON.accent}>
          Keep these shares
        </button>
        <ToldLine told={told} />
      </fieldset>
    </form>
  );
}

/** What an account is to hold, written by its owner. Nothing here trades by itself. */
export function IndexForm(props: Props) {
  const { assets, why } = useAssets();
  if (why !== null && props.index === null) return <p className="text-stop">{why}</p>;
  // Shares that there are can be changed while the list can't be had.
  return assets === null && why === null ? (
    <Skeleton label="Asking for the list of assets" rows={2} />
  ) : (
    <Form {...props} assets={assets ?? []} />
  );
}
