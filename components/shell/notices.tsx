import type { ReactNode } from 'react';
import { Icon } from '../ui/icon.tsx';
import { Word } from '../ui/word.tsx';

type BannerProps = {
  readonly kind: 'stop' | 'warning' | 'note';
  readonly title: string;
  readonly children: ReactNode;
};

const KINDS = {
  stop: { icon: 'stop', role: 'alert', colours: 'bg-stop-ground text-stop' },
  warning: { icon: 'warning', role: 'alert', colours: 'bg-warn-ground text-warn' },
  note: { icon: 'flask', role: 'note', colours: 'text-ink-soft' },
} as const;

/** One line across the page that holds for all of it. */
export function Banner({ kind, title, children }: BannerProps) {
  const { icon, role, colours } = KINDS[kind];
  return (
    <div
      role={role}
      className={`flex items-start gap-2.5 border-b border-line px-5 py-2.5 sm:px-9 ${colours}`}
    >
      <span className="pt-0.5">
        <Icon name={icon} />
      </span>
      <p className="text-pretty">
        <strong className={`font-semibold ${kind === 'note' ? 'text-ink' : ''}`}>{title}</strong> {children}
      </p>
    </div>
  );
}

type TroubleProps = { readonly title: string; readonly children: ReactNode };

/** What does not work, what to do, and what still works. */
export function Trouble({ title, children }: TroubleProps) {
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
