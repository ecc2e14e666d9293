import { Children, type ReactNode } from 'react';

type Props = {
  readonly title: string;
  readonly note: string;
  readonly empty: string;
  readonly children: ReactNode;
};

/** A short list with its count, or a sentence that says what would stand here. */
export function SideList({ title, note, empty, children }: Props) {
  return (
    <section aria-label={title} className="min-w-0">
      <div className="flex items-baseline justify-between gap-4 pb-2">
        <h3 className="font-semibold">{title}</h3>
        <span className="text-ink-soft">{note}</span>
      </div>
      {Children.count(children) === 0 ? (
        <p className="border-t border-line py-2.5 text-ink-soft">{empty}</p>
      ) : (
        <ul>{children}</ul>
      )}
    </section>
  );
}
