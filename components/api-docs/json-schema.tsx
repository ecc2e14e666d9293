const REFERENCE = /"#\/components\/schemas\/(\w+)"/;

const schemaId = (name: string): string => `schema-${name}`;

/** A schema of the document as JSON, in which the name of another one leads to it. */
export function JsonSchema({
  schema,
  label,
  id,
}: {
  readonly schema: object;
  readonly label: string;
  /** The name by which others lead here. */
  readonly id?: string;
}) {
  const parts = JSON.stringify(schema, null, 2).split(REFERENCE);
  return (
    <section
      {...(id === undefined ? {} : { id: schemaId(id) })}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="mt-1 scroll-mt-6 overflow-x-auto border-l border-line pl-3"
    >
      <pre className="text-xs text-ink-soft leading-5">
        {parts.map((part, index) =>
          index % 2 === 0 ? (
            part
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text, which never move
            <a key={index} className="text-ink underline" href={`#${schemaId(part)}`}>
              {part}
            </a>
          ),
        )}
      </pre>
    </section>
  );
}
