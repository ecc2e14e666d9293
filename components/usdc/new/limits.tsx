import type { CashProfile } from '../../../lib/cash/cash-policy.ts';
import { limitsInWords } from '../../../lib/creation/cash/limits-in-words.ts';
import { unbroken } from '../../ui/format.ts';

/** What the contracts of a profile allow, in sentences. */
export function Limits({ profile }: { readonly profile: CashProfile }) {
  return (
    <section aria-label="Its limits" className="pt-4">
      <h2 className="pb-1 font-semibold">
        What the contracts keep, <span className="font-normal text-ink-soft">profile “{profile}”</span>
      </h2>
      <ul className="list-disc pl-5 text-ink-soft">
        {limitsInWords(profile).map((sentence) => (
          <li key={sentence} className="py-0.5 text-pretty">
            {unbroken(sentence)}
          </li>
        ))}
      </ul>
    </section>
  );
}
