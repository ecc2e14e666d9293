import type { Metadata } from 'next';
import { EndpointSection } from '../../../components/api-docs/endpoint-section.tsx';
import { JsonSchema } from '../../../components/api-docs/json-schema.tsx';
import { DocsFrame } from '../../../components/docs/docs-frame.tsx';
import { ENDPOINTS } from '../../../lib/api/endpoints.ts';
import { type OpenApi, openApiOf } from '../../../lib/api/openapi.ts';
import { PROBLEM_CODES, problemRow } from '../../../lib/api/problem.ts';

export const metadata: Metadata = { title: 'API' };

const DOCUMENT: OpenApi = openApiOf(ENDPOINTS);
const TAGS = [...new Set(ENDPOINTS.map(({ tag }) => tag))];

function Problems() {
  return (
    <section className="mt-10">
      <h2 className="text-lg font-semibold">Codes of refusals</h2>
      <p className="mt-1 max-w-prose text-pretty text-ink-soft">
        Every refusal is <code className="font-mono">application/problem+json</code>. 5xx is never your
        request’s fault: what isn’t listed here is 503, and passes.
      </p>
      <ul className="mt-2 space-y-1">
        {PROBLEM_CODES.map((code) => (
          <li key={code} id={code} className="scroll-mt-6">
            <code className="font-mono">{code}</code>{' '}
            <span className="text-ink-soft">
              {problemRow(code).status} · {problemRow(code).title}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export default function ApiPage() {
  return (
    <DocsFrame here="api">
      <h1 className="text-2xl font-semibold tracking-tight">API</h1>
      <p className="mt-2 max-w-prose">
        What these pages do, programs can do as well, with a token of yours. The same as a file for tools:{' '}
        <a className="underline" href="/api/openapi.json">
          openapi.json
        </a>
        .
      </p>
      <nav aria-label="Parts of the API" className="mt-4 flex flex-wrap gap-x-4 gap-y-1">
        {TAGS.map((tag) => (
          <a key={tag} className="underline" href={`#${tag.toLowerCase()}`}>
            {tag}
          </a>
        ))}
        <a className="underline" href="#schemas">
          Schemas
        </a>
      </nav>
      {TAGS.map((tag) => (
        <section key={tag} id={tag.toLowerCase()} className="mt-8">
          <h2 className="text-lg font-semibold">{tag}</h2>
          {ENDPOINTS.filter((endpoint) => endpoint.tag === tag).map(({ id, path, method }) => (
            <EndpointSection
              key={id}
              method={method}
              path={path}
              operation={DOCUMENT.paths[path]?.[method.toLowerCase()] ?? {}}
            />
          ))}
        </section>
      ))}
      <Problems />
      <section className="mt-10">
        <h2 id="schemas" className="text-lg font-semibold">
          Schemas
        </h2>
        {Object.entries(DOCUMENT.components.schemas).map(([name, schema]) => (
          <details key={name} className="mt-2">
            <summary className="cursor-pointer font-mono">{name}</summary>
            <JsonSchema schema={schema} label={`Schema ${name}`} id={name} />
          </details>
        ))}
      </section>
    </DocsFrame>
  );
}
