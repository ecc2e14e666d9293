import { type ReactNode, useId } from 'react';

/** What a control is given, so that its label and what is wrong with it are told together with it. */
type Control = { readonly id: string; readonly 'aria-invalid': boolean; readonly 'aria-describedby': string };

type Props = {
  readonly label: string;
  /** What is wrong with it, in a sentence. */
  readonly fault: string | undefined;
  readonly hint?: ReactNode;
  readonly children: (control: Control) => ReactNode;
};

/** One control of a form with its label, and below it what is wrong with what was put in. */
export function FormField({ label, fault, hint, children }: Props) {
  const id = useId();
  const [said, hinted] = [`${id}-said`, `${id}-hint`];
  return (
    <div className="min-w-0 max-w-full">
      <label htmlFor={id} className="block pb-1 text-ink-soft">
        {label}
      </label>
      {children({ id, 'aria-invalid': fault !== undefined, 'aria-describedby': `${said} ${hinted}` })}
      <p id={said} className="max-w-prose pt-1 text-pretty text-stop empty:hidden">
        {fault}
      </p>
      <p id={hinted} className="max-w-prose pt-1 text-pretty text-ink-soft empty:hidden">
        {hint}
      </p>
    </div>
  );
}
