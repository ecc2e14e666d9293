import type { ReactNode } from 'react';
import { Icon } from '../ui/icon.tsx';

type Props = { readonly kind: 'warning' | 'note'; readonly title: string; readonly children: ReactNode };

/** One line across the page that holds for all of it. */
export function Banner({ kind, title, children }: Props) {
  const isWarning = kind === 'warning';
  return (
    <div
      role={isWarning ? 'alert' : 'note'}
      className={`flex items-start gap-2.5 border-b border-line px-5 py-2.5 sm:px-9 ${isWarning ? 'bg-warn-ground text-warn' : 'text-ink-soft'}`}
    >
      <span className="pt-0.5">
        <Icon name={isWarning ? 'warning' : 'flask'} />
      </span>
      <p className="text-pretty">
        <strong className={`font-semibold ${isWarning ? '' : 'text-ink'}`}>{title}</strong> {children}
      </p>
    </div>
  );
}
