type Props = {
  /** The name of each column, no two alike. */
  readonly heads: readonly string[];
  /** Columns of numbers in a table whose words stand left. */
  readonly numbers?: readonly string[];
  /** Spacing and side of each head: what the table's cells have. */
  readonly cell?: string;
};

/** The head of a table: what each column is. */
export function TableHead({ heads, numbers = [], cell = 'py-1 pr-4' }: Props) {
  return (
    <thead className="text-ink-soft">
      <tr>
        {heads.map((head) => (
          <th
            key={head}
            scope="col"
            className={`${cell} font-normal ${numbers.includes(head) ? 'text-right' : ''}`}
          >
            {head}
          </th>
        ))}
      </tr>
    </thead>
  );
}
