import type { ReactNode } from 'react';

type Props = {
  readonly label: ReactNode;
  readonly value: string;
  /** The one number that matters most: larger, and over the full width of a narrow page. */
  readonly large?: boolean;
  readonly children: ReactNode;
};

/** One number with its name above, and its unit, age or source below. */
export function Figure({ label, value, large = false, children }: Props) {
  return (
    <div className={large ? 'col-span-2 min-w-0 lg:col-span-1' : 'min-w-0'}>
      <dt className="text-ink-soft">{label}</dt>
      <dd
        className={
          large
            ? 'text-[1.75rem] leading-10 tracking-tight sm:text-[2rem]'
            : 'text-xl leading-8 tracking-tight'
        }
      >
        {value}
      </dd>
      <dd className="text-ink-soft">{children}</dd>
    </div>
  );
}
