import type { ReactNode } from 'react';
import { Word } from '../ui/word.tsx';

type Props = { readonly title: string; readonly children: ReactNode };

/** What does not work, what to do, and what still works. */
export function Trouble({ title, children }: Props) {
  return (
    <section role="alert" className="max-w-xl pt-8 text-sm">
      <Word tone="warn" icon="warning" strong>
        Not available
      </Word>
      <h2 className="pt-2 text-lg font-semibold">{title}</h2>
      <div className="space-y-3 pt-2 text-pretty">{children}</div>
      <p className="border-t border-line pt-3 mt-5 text-ink-soft text-pretty">
        What still works: every rule that guards the money is in your contract, not here. Orders already open
        stay within them, and you can pause, cancel or withdraw with your wallet alone.
      </p>
    </section>
  );
}
