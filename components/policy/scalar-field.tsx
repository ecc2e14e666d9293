'use client';

import { useId } from 'react';
import { choiceWords, fieldWords, meaningOf, unitText } from './field-words.ts';
import type { FormNode, Json } from './form-node.ts';

const INPUT =
  'mt-1 block min-h-11 w-full rounded border border-ink-soft bg-raised px-3 disabled:text-ink-soft';

export type ScalarProps = {
  readonly name: string;
  readonly node: FormNode;
  readonly value: Json | undefined;
  readonly onChange: (value: Json) => void;
  /** What is wrong with it; null = nothing. */
  readonly fault: string | null;
  readonly disabled: boolean;
  /** What may be chosen from, by its words, where the schema takes any text. */
  readonly choices?: readonly { readonly value: string; readonly words: string }[] | undefined;
};

/** A whole number where the text is one; else the text, for the field to be told wrong instead of changed. */
const numberOr = (text: string): Json => (/^-?\d{1,15}$/.test(text.trim()) ? Number(text) : text);

/** What the field's own bounds say of its value; null = nothing. */
export const boundsFault = ({ type, minimum, maximum }: FormNode, value: Json | undefined): string | null => {
  if (type !== 'integer' && type !== 'number') return null;
  const range = `a whole number from ${(minimum ?? 0).toLocaleString('en-US')} to ${(maximum ?? 0).toLocaleString('en-US')}`;
  if (typeof value !== 'number') return `This must be ${range}.`;
  return value < (minimum ?? -Infinity) || value > (maximum ?? Infinity) ? `This must be ${range}.` : null;
};

/** One value of a policy: a number with its unit and what it comes to, a text, or one of several words. */
export function ScalarField({ name, node, value, onChange, fault, disabled, choices }: ScalarProps) {
  const id = useId();
  const { label, unit } = fieldWords(name);
  const isNumber = node.type === 'integer' || node.type === 'number';
  const meaning = meaningOf(unit, value);
  const wrong = boundsFault(node, value) ?? fault;
  const options = choices ?? node.enum?.map((one) => ({ value: String(one), words: choiceWords(one) }));
  const common = { id, disabled, 'aria-invalid': wrong !== null, 'aria-describedby': `${id}-said` };
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="flex flex-wrap justify-between gap-x-3">
        <span>{label}</span>
        <span className="text-ink-soft">{unitText(unit)}</span>
      </label>
      {options === undefined ? (
        <input
          {...common}
          value={value === undefined || value === null ? '' : String(value)}
          onChange={({ target }) => onChange(isNumber ? numberOr(target.value) : target.value)}
          inputMode={isNumber ? 'numeric' : unit === 'usd' ? 'decimal' : 'text'}
          autoComplete="off"
          className={INPUT}
        />
      ) : (
        <select
          {...common}
          value={String(value ?? '')}
          onChange={({ target }) => onChange(target.value)}
          className={INPUT}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.words}
            </option>
          ))}
        </select>
      )}
      <p id={`${id}-said`} className={`pt-1 text-pretty ${wrong === null ? 'text-ink-soft' : 'text-stop'}`}>
        {wrong ?? `${meaning === null ? '' : `= ${meaning}. `}${node.description ?? ''}`}
      </p>
    </div>
  );
}
