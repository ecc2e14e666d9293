import { existsSync, readFileSync } from 'node:fs';

const NONE = { passed: 0, failed: 0, skipped: 0 };

const readJson = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);

/** Counts of a Vitest JSON report; a file that failed to load counts as one failure. */
export function countVitest(file) {
  const report = readJson(file);
  if (report === null) return NONE;
  const broken = report.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

const MESSAGE_LINES = 30;

/** What failed in a Vitest JSON report and why, the test's name first; empty when nothing did. */
export function vitestFailures(file) {
  const report = readJson(file);
  const said = [];
  for (const suite of report?.testResults ?? []) {
    const failed = suite.assertionResults.filter(({ status }) => status === 'failed');
    if (suite.status === 'failed' && failed.length === 0) said.push(`${suite.name}\n${suite.message}`);
    for (const { fullName, failureMessages } of failed)
      said.push(`${suite.name}\n  ${fullName}\n${failureMessages.join('\n')}`);
  }
  return said.map((text) => text.split('\n').slice(0, MESSAGE_LINES).join('\n')).join('\n\n');
}

/** Counts of a Playwright JSON report; a test that passed only when tried again counts as failed. */
export function countPlaywright(file) {
  const report = readJson(file);
  if (report === null) return NONE;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky + report.errors.length, skipped };
}

const titlesOf = (suite, path) => [
  ...(suite.specs ?? []).map(({ title }) => [...path, title].join(' › ')),
  ...(suite.suites ?? []).flatMap((inner) => titlesOf(inner, [...path, inner.title])),
];

/** The titles of all tests in what Playwright prints as JSON for `--list`, each after its file and groups. */
export function journeysOf(output) {
  const { suites } = JSON.parse(output.slice(output.indexOf('{')));
  return suites.flatMap((file) => titlesOf(file, [file.title]));
}

const sumOf = (output, pattern) =>
  [...output.matchAll(pattern)].reduce((sum, [, count]) => sum + Number(count), 0);

/** Counts in what forge and mocha print, summed over both where a run shows both. */
export function countSolidity(output) {
  return {
    passed: sumOf(output, /Suite result: \w+\. (\d+) passed/g) + sumOf(output, /^\s*(\d+) passing\b/gm),
    failed:
      sumOf(output, /Suite result: \w+\. \d+ passed; (\d+) failed/g) + sumOf(output, /^\s*(\d+) failing\b/gm),
    skipped: sumOf(output, /Suite result: .*?; (\d+) skipped/g) + sumOf(output, /^\s*(\d+) pending\b/gm),
  };
}

/** Counts of a search: its last line says them. */
export function countSimulation(output) {
  const last = [...output.matchAll(/^simulation: (\d+) passed, (\d+) failed$/gm)].at(-1);
  return { passed: Number(last?.[1] ?? 0), failed: Number(last?.[2] ?? 0), skipped: 0 };
}
