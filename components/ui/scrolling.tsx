import type { ReactNode } from 'react';

type Props = {
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
};

/** What may be wider than the page, with a name: it scrolls by itself, by keyboard too. */
export function Scrolling({ label, className = 'relative overflow-x-auto', children }: Props) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className={className}
    >
      {children}
    </section>
  );
}
