import type { FailureCode } from '../../lib/failure-code.ts';

/** What a kind of fault is called among those of its caller. */
export type HttpCodes = Readonly<
  Record<'unavailable' | 'limited' | 'keyRefused' | 'refused' | 'malformed', FailureCode>
>;

type Rule = {
  readonly code: keyof HttpCodes;
  /** What a person reads after the service's name. */
  readonly words: string;
  /**
   * Whether the same question is asked again within the same minute; `other-key` = with a key that wasn't refused, or, where there is none,
   * when the service itself says when.
   */
  readonly again: 'yes' | 'other-key' | 'no';
  /** When the service is asked anew after the last attempt. */
  readonly quietSeconds: number;
};

/** Every way in which a service fails over HTTP, and what is done about it. The only place that says what is retried when. */
export const HTTP_FAULTS = {
  unreachable: { code: 'unavailable', words: 'cannot be reached', again: 'yes', quietSeconds: 30 },
  'timed-out': {
    code: 'unavailable',
    words: 'gave no answer in time',
    again: 'yes',
    quietSeconds: 30,
  },
  'server-error': { code: 'unavailable', words: 'is in trouble', again: 'yes', quietSeconds: 30 },
  limited: {
    code: 'limited',
    words: 'wants fewer questions',
    again: 'other-key',
    quietSeconds: 60,
  },
  'key-refused': {
    code: 'keyRefused',
    words: 'refuses the key',
    again: 'other-key',
    quietSeconds: 600,
  },
  'question-refused': {
    code: 'refused',
    words: 'refuses the question',
    again: 'no',
    quietSeconds: 300,
  },
  redirected: {
    code: 'malformed',
    words: 'sends us elsewhere, which is not followed',
    again: 'no',
    quietSeconds: 300,
  },
  'wrong-type': { code: 'malformed', words: 'answers no JSON', again: 'no', quietSeconds: 60 },
  oversized: { code: 'malformed', words: 'answers too much', again: 'no', quietSeconds: 300 },
  truncated: { code: 'unavailable', words: 'broke off in mid-answer', again: 'yes', quietSeconds: 30 },
  malformed: { code: 'malformed', words: 'answers malformed JSON', again: 'no', quietSeconds: 60 },
} as const satisfies Readonly<Record<string, Rule>>;

export type HttpFault = keyof typeof HTTP_FAULTS;

/** The fault of a status that is not 200. */
export const faultOfStatus = (status: number): HttpFault => {
  if (status === 401 || status === 403) return 'key-refused';
  if (status === 429) return 'limited';
  if (status >= 500) return 'server-error';
  return status >= 300 && status < 400 ? 'redirected' : 'question-refused';
};
