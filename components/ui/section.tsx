import { Children, type ReactNode } from 'react';

type Props = {
  readonly title: string;
  /** Beside the title: a count, a unit, a way to more. */
  readonly note?: ReactNode;
  /** What stands here when there is nothing, and how something gets here. */
  readonly empty?: ReactNode;
  readonly children?: ReactNode;
};

/** A titled part of a page; without content it says what would stand here. */
export function Section({ title, note, empty, children }: Props) {
  return (
    <section aria-label={title} className="min-w-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 pb-2">
        <h2 className="font-semibold">{title}</h2>
        {note !== undefined && <span className="text-ink-soft">{note}</span>}
      </div>
      {Children.toArray(children).length === 0 ? (
        <p className="border-t border-line py-2.5 text-pretty text-ink-soft">{empty}</p>
      ) : (
        children
      )}
    </section>
  );
}
