'use client';

import { useState } from 'react';
import { NUMBER_FORMS, NUMBERS_CHOSEN, type NumberForm, parseNumberForm } from '../shell/number-form.ts';
import { FIELD } from '../ui/field.ts';
import { useListening } from '../ui/use-listening.ts';

const WORDS: Readonly<Record<NumberForm, string>> = {
  en: '1,234,567.89, as in English',
  de: '1.234.567,89, as in German',
  fr: '1 234 567,89, as in French',
  'de-CH': '1’234’567.89, as in Switzerland',
  'en-IN': '12,34,567.89, as in India',
};
const YEAR_SECONDS = 31_536_000;

/** How numbers are written on every page of this browser. Kept in a cookie, beside the theme. */
export function NumberChoice({ initial }: { readonly initial: NumberForm }) {
  const [form, setForm] = useState(initial);
  const isListening = useListening();
  const choose = (next: NumberForm): void => {
    setForm(next);
    document.documentElement.dataset['numbers'] = next;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
    document.cookie = `numbers=${next}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    window.dispatchEvent(new Event(NUMBERS_CHOSEN));
  };
  return (
    <select
      aria-label="How numbers are written"
      value={form}
      disabled={!isListening}
      onChange={({ target }) => choose(parseNumberForm(target.value))}
      className={FIELD}
      data-as-written
    >
      {NUMBER_FORMS.map((each) => (
        <option key={each} value={each}>
          {WORDS[each]}
        </option>
      ))}
    </select>
  );
}
