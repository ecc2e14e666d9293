import { JsonSchema } from './json-schema.tsx';

type Parameter = {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description?: string;
};
type Content = Readonly<Record<string, { readonly schema: object }>>;
type Answer = { readonly description: string; readonly content?: Content };
type Operation = {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses?: Readonly<Record<string, Answer>>;
};

const PROBLEM = 'application/problem+json';
const NO_CONTENT: Content = {};

function whoOf({ security = [] }: Operation): string {
  // A way without any proof: then the others need not be said.
  if (security.some((way) => Object.keys(way).length === 0)) {
    const [scope] = security.flatMap(({ token = [] }) => token);
    return scope === undefined ? 'anyone' : `anyone; a token needs ${scope}`;
  }
  return security
    .map(({ token }) => {
      if (token === undefined) return 'a session';
      return token.length === 0 ? 'any token' : `a token with ${token.join(', ')}`;
    })
    .join(', or ');
}

function Body({
  title,
  label,
  content = NO_CONTENT,
}: {
  readonly title: string;
  readonly label: string;
  readonly content?: Content | undefined;
}) {
  return Object.entries(content).map(([type, { schema }]) => (
    <details key={type} className="mt-1">
      <summary className="cursor-pointer">
        {title} <code className="font-mono text-ink-soft">{type}</code>
      </summary>
      <JsonSchema schema={schema} label={`${label}, ${type}`} />
    </details>
  ));
}

function Parameters({ parameters }: { readonly parameters: readonly Parameter[] }) {
  if (parameters.length === 0) return null;
  return (
    <ul className="mt-2">
      {parameters.map(({ name, in: where, required, description }) => (
        <li key={`${where} ${name}`} className="text-pretty">
          <code className="font-mono">{name}</code>{' '}
          <span className="text-ink-soft">
            {where}
            {required ? ', needed' : ''}
            {description === undefined ? '' : ` · ${description}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Refusals({ answers }: { readonly answers: readonly (readonly [string, Answer])[] }) {
  return (
    <p className="mt-2 text-pretty text-ink-soft">
      Refused with{' '}
      {answers.map(([status, { description }], index) => (
        <span key={status}>
          {index === 0 ? '' : '; '}
          {status}{' '}
          {description.split(', ').map((code, place) => (
            <span key={code}>
              {place === 0 ? '' : ', '}
              <a className="underline" href={`#${code}`}>
                {code}
              </a>
            </span>
          ))}
        </span>
      ))}
      .
    </p>
  );
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
  const { operationId, summary, description, parameters = [], requestBody, responses = {} } = operation;
  const name = `${method} ${path}`;
  const all = Object.entries(responses);
  const answers = all.filter(([, { content = NO_CONTENT }]) => content[PROBLEM] === undefined);
  // `default` is what may happen to every request, and is said once for all of them.
  const refusals = all.filter(
    ([status, { content }]) => status !== 'default' && content?.[PROBLEM] !== undefined,
  );
  return (
    <article id={operationId} className="mt-5 scroll-mt-6 border-t border-line pt-4">
      <h3 className="font-mono font-semibold break-all">
        <a className="hover:underline" href={`#${operationId}`}>
          {name}
        </a>
      </h3>
      <p className="mt-1 max-w-prose text-pretty">
        {summary} {description}
      </p>
      <p className="mt-1 text-ink-soft">Asked by {whoOf(operation)}.</p>
      <Parameters parameters={parameters} />
      <div className="mt-2">
        <Body title="Takes" label={`What ${name} takes`} content={requestBody?.content} />
        {answers.map(([status, { description: words, content }]) =>
          content === undefined ? (
            <p key={status} className="mt-1">
              {status} <span className="text-ink-soft">{words}</span>
            </p>
          ) : (
            <Body key={status} title={`Answers ${status}`} label={`What ${name} answers`} content={content} />
          ),
        )}
      </div>
      {refusals.length > 0 && <Refusals answers={refusals} />}
    </article>
  );
}
