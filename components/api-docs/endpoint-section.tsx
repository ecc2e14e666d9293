type Parameter = {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description?: string;
};
type Content = Readonly<Record<string, { readonly schema: object }>>;
type Operation = {
  readonly operationId?: string;
  readonly summary?: string;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses?: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
};

const NO_CONTENT: Content = {};

function whoOf({ security = [] }: Operation): string {
  const ways = security.map((way) => {
    if ('token' in way) return way.token?.length ? `a token with ${way.token.join(', ')}` : 'any token';
    return 'session' in way ? 'a session' : 'nobody in particular';
  });
  return ways.join(', or ');
}

function Form({
  title,
  content = NO_CONTENT,
}: {
  readonly title: string;
  readonly content?: Content | undefined;
}) {
  return Object.entries(content).map(([type, { schema }]) => (
    <details key={type} className="mt-1">
      <summary>
        {title} <code className="font-mono">{type}</code>
      </summary>
      <pre className="mt-1 overflow-x-auto text-sm">{JSON.stringify(schema, null, 2)}</pre>
    </details>
  ));
}

/** One endpoint as the document has it: who may ask, what it takes, what it answers. */
export function EndpointSection({
  method,
  path,
  operation,
}: {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}) {
  const { operationId, summary, parameters = [], requestBody, responses = {} } = operation;
  return (
    <article id={operationId} className="mt-5 border-t pt-3">
      <h3 className="font-mono break-all">
        {method} {path}
      </h3>
      <p className="mt-1 max-w-prose">{summary}</p>
      <p className="mt-1">Asked by {whoOf(operation)}.</p>
      {parameters.length > 0 && (
        <ul className="mt-1">
          {parameters.map(({ name, in: where, required, description }) => (
            <li key={`${where} ${name}`}>
              <code className="font-mono">{name}</code> ({where}
              {required ? ', needed' : ''}) {description}
            </li>
          ))}
        </ul>
      )}
      <Form title="Takes" content={requestBody?.content} />
      {Object.entries(responses).map(([status, { description, content }]) => (
        <div key={status}>
          <Form title={`${status}: ${description}`} content={content} />
        </div>
      ))}
    </article>
  );
}
