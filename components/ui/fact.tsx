import type { ReactNode } from 'react';

/** A name and what it stands for, one line of a list. */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-4 border-t border-line py-2">
      <dt className="text-ink-soft">{name}</dt>
      <dd className="text-right wrap-anywhere">{children}</dd>
    </div>
  );
}
