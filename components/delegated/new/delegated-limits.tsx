import type { DelegatedDraft } from '../../../lib/creation/delegated/delegated-draft.ts';
import { delegatedLimits } from '../../../lib/creation/delegated/limits-in-words.ts';
import { unbroken } from '../../ui/format.ts';

/** What can be lost, and what nobody keeps, in sentences. */
export function DelegatedLimits({ preset }: { readonly preset: DelegatedDraft['preset'] }) {
  return (
    <section aria-label="Its limits" className="pt-4">
      <h2 className="pb-1 font-semibold">
        What the contract keeps, <span className="font-normal text-ink-soft">policy “{preset}”</span>
      </h2>
      <ul className="list-disc pl-5 text-ink-soft">
        {delegatedLimits(preset).map((sentence) => (
          <li key={sentence} className="py-0.5 text-pretty">
            {unbroken(sentence)}
          </li>
        ))}
      </ul>
    </section>
  );
}
