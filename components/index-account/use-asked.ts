'use client';

import { type RefObject, useEffect, useRef, useState } from 'react';
import type { ApiAnswer, ApiProblem } from '../ui/api-request.ts';

/** What a form was told: of a field beside it, of all of it below. */
export type Told = {
  readonly faults: Readonly<Record<string, string>>;
  readonly said: string | null;
  readonly isRefusal: boolean;
};

const NOTHING: Told = { faults: {}, said: null, isRefusal: false };

/** "must be an address" as a sentence. */
const sentence = (words: string): string =>
  `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? '' : '.'}`;

/** A refusal as a form with these fields shows it: what is of none of them stands below. */
export const refusalOf = ({ errors, detail }: ApiProblem, fields: readonly string[]): Told => {
  const own = errors.filter(({ field }) => fields.includes(field));
  const faults = Object.fromEntries(own.map(({ field, message }) => [field, sentence(message)]));
  const said = own.length > 0 ? null : sentence(errors[0]?.message ?? detail);
  return { faults, said, isRefusal: true };
};

type Ask = {
  readonly send: () => Promise<ApiAnswer>;
  /** What is said once it is done. */
  readonly done: (value: unknown) => string | null;
  /** What is said of what `send` throws; what a form's own request throws is a bug. */
  readonly thrown?: (error: unknown) => string;
};

export type Asked = {
  readonly form: RefObject<HTMLFormElement | null>;
  readonly busy: boolean;
  readonly told: Told;
  readonly ask: (what: Ask) => Promise<void>;
  /** Says what a form found wrong by itself, before anybody was asked. */
  readonly refuse: (faults: Told['faults']) => void;
};

/** Sends a form and tells what came of it; where a field was refused, its person goes on there. */
export function useAsked(fields: readonly string[]): Asked {
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [told, tell] = useState<Told>(NOTHING);
  useEffect(() => {
    // Busy fields are disabled and take no focus.
    if (busy || Object.keys(told.faults).length === 0) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [busy, told]);
  const ask = async ({ send, done, thrown }: Ask): Promise<void> => {
    setBusy(true);
    tell(NOTHING);
    try {
      const answer = await send();
      tell(answer.ok ? { ...NOTHING, said: done(answer.value) } : refusalOf(answer.problem, fields));
    } catch (error) {
      if (thrown === undefined) throw error;
      tell({ ...NOTHING, said: thrown(error), isRefusal: true });
    } finally {
      setBusy(false);
    }
  };
  return { form, busy, told, ask, refuse: (faults) => tell({ faults, said: null, isRefusal: true }) };
}
