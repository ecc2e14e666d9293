import { FIELD } from '../ui/field.ts';
import { FormField } from './form-field.tsx';

type Props = {
  readonly name: string;
  readonly label: string;
  readonly fault: string | undefined;
  readonly hint?: string;
};

/** An address of whichever chain, as a form's field. No browser completes or corrects it. */
export const AddressField = ({ name, label, fault, hint }: Props) => (
  <FormField label={label} fault={fault} hint={hint}>
    {(control) => (
      <input
        {...control}
        name={name}
        required
        autoComplete="off"
        spellCheck={false}
        className={`${FIELD} w-full sm:w-[32rem] font-mono`}
      />
    )}
  </FormField>
);
