import { join } from 'node:path';
import { CHECKS, type CheckName, type Finding } from '../../lib/doctor/finding.ts';
import { examine, type Report } from '../../services/wire/operation/doctor.ts';
import { wholeOf } from '../bot/with-bot.ts';
import { type ExitCode, type Run, UsageError } from '../command/command.ts';
import type { Terminal } from '../command/terminal.ts';
import { variables } from '../environment.ts';
import type { DOCTOR_OPTIONS } from './options.ts';

const MIGRATIONS = join(import.meta.dirname, '..', '..', 'supabase', 'migrations');

const numberOf = (name: CheckName): number => CHECKS.indexOf(name) + 1;

const checkOf = (word: string): CheckName => {
  const found = CHECKS.find((name) => name === word || String(numberOf(name)) === word);
  if (found === undefined)
    throw new UsageError(
      `--only: there is no check ${word}; there are: ${CHECKS.map((name) => `${numberOf(name)} ${name}`).join(', ')}`,
    );
  return found;
};

const WORDS: Readonly<Record<Finding['state'], string>> = {
  ok: 'ok     ',
  warning: 'WARNING',
  fault: 'FAULT  ',
  skipped: '-      ',
};
const INDENT = ' '.repeat(8);

const linesOf = ({ check, state, says, disables, mend }: Finding): readonly string[] => [
  `${WORDS[state]} ${String(numberOf(check)).padStart(2)} ${check}: ${says}`,
  ...(disables === null ? [] : [`${INDENT}    effect: ${disables}`]),
  ...(mend === null ? [] : [`${INDENT}    mend:   ${mend}`]),
];

const count = (findings: readonly Finding[], state: Finding['state'], word: string): string => {
  const { length } = findings.filter((finding) => finding.state === state);
  return `${length === 0 ? 'no' : length} ${word}${length === 1 ? '' : 's'}`;
};

const say = ({ verdict, findings, leftOut }: Report, out: Terminal['out']): void => {
  for (const finding of findings) for (const line of linesOf(finding)) out(line);
  if (findings.some(({ check }) => check === 'environment') && leftOut.length > 0) {
    out('');
    out('Not set, which may be meant:');
    for (const { name, disables } of leftOut) out(`  ${name}: ${disables}`);
  }
  out('');
  const wrong = `${count(findings, 'fault', 'fault')}, ${count(findings, 'warning', 'warning')}`;
  out(verdict === 0 ? 'All is well.' : `${wrong.charAt(0).toUpperCase()}${wrong.slice(1)}.`);
};

const jsonOf = ({ verdict, findings, leftOut }: Report): string =>
  JSON.stringify({
    state: (['ok', 'warning', 'fault'] as const)[verdict],
    findings: findings.map((finding) => ({ number: numberOf(finding.check), ...finding })),
    leftOut,
  });

/** Looks at the whole set-up and says what is wrong with it; changes nothing. */
export const runDoctor: Run<typeof DOCTOR_OPTIONS> = async ({ values }, { out }): Promise<ExitCode> => {
  const range = { fallback: 20, min: 1, max: 600 };
  const timeoutMs = wholeOf('timeout-seconds', values['timeout-seconds'], range) * 1_000;
  const only = values.only?.map(checkOf) ?? null;
  const report = await examine({ variables: variables(), migrations: MIGRATIONS, only, timeoutMs });
  if (values.json) out(jsonOf(report));
  else say(report, out);
  return report.verdict;
};
