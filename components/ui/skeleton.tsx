type Props = {
  /** What is being waited for, in a sentence. */
  readonly label: string;
  /** How many rows of 2.5 rem will stand here: the place is kept, so that nothing jumps when they come. */
  readonly rows: number;
};

/** Keeps the place of what is still on its way, and says so. */
export function Skeleton({ label, rows }: Props) {
  return (
    <div style={{ height: `${rows * 2.5}rem` }} className="overflow-hidden">
      <p role="status" className="sr-only">
        {label}
      </p>
      {[...Array(rows).keys()].map((row) => (
        <div key={row} aria-hidden="true" className="flex h-10 items-center border-t border-line">
          <span className="h-3 rounded bg-(--track)" style={{ width: row % 3 === 2 ? '38%' : '62%' }} />
        </div>
      ))}
    </div>
  );
}
