'use client';

import { type ReactNode, useId } from 'react';

type Props = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What is wrong with the value, in a sentence; null: nothing, or nothing typed yet. */
  readonly fault: string | null;
  readonly hint?: ReactNode;
  readonly inputMode?: 'decimal' | 'numeric' | 'text';
};

/** One line to type into, and what is wrong with what was typed. */
export function Field({ label, value, onChange, fault, hint, inputMode = 'text' }: Props) {
  const id = useId();
  return (
    <div className="pt-3">
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      <input
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        inputMode={inputMode}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={fault !== null}
        aria-describedby={`${id}-said`}
        className="mt-1 block min-h-11 w-full max-w-md rounded border border-ink-soft bg-raised px-3"
      />
      <p id={`${id}-said`} className={`empty:hidden pt-1 ${fault === null ? 'text-ink-soft' : 'text-stop'}`}>
        {fault ?? hint}
      </p>
    </div>
  );
}
