import { Section } from '../ui/section.tsx';

const FILES = [
  [
    'movements',
    'Movements',
    'every deposit, withdrawal and both sides of every fill, with its price in US dollars at that time',
  ],
  ['fills', 'Fills', 'what was sold for what, and what it gave away against the feeds'],
  ['orders', 'Orders', 'what was signed, and how it ended'],
  ['activity', 'Audit log', 'what people, the bot and the contract did'],
] as const;

/** Files for accounting; the API answers them to the owner, and to who guards the account. */
export function Exports({ portfolioId, isTold }: { readonly portfolioId: string; readonly isTold: boolean }) {
  return (
    <Section
      title="Files for your accounting"
      empty="The owner can fetch them here once signed in: every movement with its price in US dollars at that time, as CSV or JSON."
    >
      {isTold && (
        <ul>
          {FILES.map(([what, name, words]) => (
            <li key={what} className="flex flex-wrap gap-x-4 border-t border-line py-2">
              <span className="font-semibold">{name}</span>
              <span className="min-w-0 flex-1 text-pretty text-ink-soft">{words}</span>
              <span className="flex gap-x-3">
                {(['csv', 'json'] as const).map((format) => (
                  <a
                    key={format}
                    href={`/api/portfolios/${portfolioId}/export?what=${what}&format=${format}`}
                    download={`portfolio-${portfolioId}-${what}.${format}`}
                    className="inline-flex min-h-6 items-center text-accent hover:underline"
                  >
                    {format.toUpperCase()}
                    <span className="sr-only"> of {name.toLowerCase()}</span>
                  </a>
                ))}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
