import { FIELD } from '../ui/field.ts';
import { FormField } from './form-field.tsx';
import type { Told } from './use-asked.ts';

type Props = { readonly faults: Told['faults']; readonly name?: string; readonly capUsd?: string };

/** What an account is called, and how much it takes in. */
export const NameAndCap = ({ faults, name, capUsd }: Props) => (
  <div className="flex flex-wrap items-start gap-4">
    <FormField label="Your name for it" fault={faults.name}>
      {(control) => (
        <input
          {...control}
          name="name"
          maxLength={80}
          autoComplete="off"
          defaultValue={name}
          className={`${FIELD} w-64`}
        />
      )}
    </FormField>
    <FormField
      label="Takes in up to, US dollars"
      fault={faults.capUsd}
      hint="A deposit that would bring it above that gets no address."
    >
      {(control) => (
        <input
          {...control}
          name="capUsd"
          required
          inputMode="decimal"
          autoComplete="off"
          defaultValue={capUsd}
          className={`${FIELD} w-40`}
        />
      )}
    </FormField>
  </div>
);
