import { anchorOf } from './doc-pages.ts';
import { GLOSSARY } from './glossary.ts';

/** Every word of the product, each with an anchor that pages lead to. */
export function GlossaryPage() {
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">Glossary</h1>
      <p className="max-w-prose pt-2 text-pretty text-ink-soft">
        One word for one thing, on the pages, in the API, in the database and in the code.
      </p>
      <dl className="pt-4">
        {Object.entries(GLOSSARY).map(([word, meaning]) => (
          <div
            key={word}
            id={anchorOf(word)}
            className="grid scroll-mt-6 gap-x-6 border-t border-line py-2 target:bg-(--track) sm:grid-cols-[10rem_1fr]"
          >
            <dt className="font-semibold">{word}</dt>
            <dd className="max-w-prose text-pretty">{meaning}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
