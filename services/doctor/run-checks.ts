import { CHECKS, type CheckName, type Finding, fault } from '../../lib/doctor/finding.ts';

/** One check, as it is carried out. What it throws becomes a fault of its own. */
export type Check = { readonly name: CheckName; readonly run: () => Promise<readonly Finding[]> };

export type Terms = {
  /** No check is waited for any longer. */
  readonly timeoutMs: number;
  /** Takes every secret out of a sentence. */
  readonly scrub: (text: string) => string;
};

const within = async ({ name, run }: Check, timeoutMs: number): Promise<readonly Finding[]> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly Finding[]>((resolve) => {
    timer = setTimeout(
      () =>
        resolve([
          fault(name, {
            says: `There was no answer within ${timeoutMs / 1_000} s.`,
            disables: 'what this check is about may not work, or take too long to be of use',
            mend: 'see that what it asks answers, or give it longer with --timeout-seconds',
          }),
        ]),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([run(), late]);
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return [
      fault(name, {
        says: `It could not be looked at: ${why}`,
        disables: 'what this check is about is not known',
        mend: 'mend what the message names',
      }),
    ];
  } finally {
    clearTimeout(timer);
  }
};

/** Carries all of them out at once, whatever becomes of others, and answers in the order of {@link CHECKS}. Never throws. */
export const runChecks = async (
  checks: readonly Check[],
  { timeoutMs, scrub }: Terms,
): Promise<readonly Finding[]> => {
  const found = (await Promise.all(checks.map((check) => within(check, timeoutMs)))).flat();
  const clean = found.map((finding) => ({ ...finding, says: scrub(finding.says) }));
  return CHECKS.flatMap((name) => clean.filter(({ check }) => check === name));
};

/** The gravest of what was found: 0 = all is well, 1 = a warning, 2 = a fault. */
export const verdictOf = (findings: readonly Finding[]): 0 | 1 | 2 => {
  if (findings.some(({ state }) => state === 'fault')) return 2;
  return findings.some(({ state }) => state === 'warning') ? 1 : 0;
};
