import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { ModelSettings } from '../../services/env-model.ts';
import { askDraftOf, modelOf } from '../../services/models/ask-draft.ts';
import { type CaseResult, runSuite, type SuiteReport, suiteCases } from './run-suite.ts';

/** How it ends: 1 = nobody is to be asked, or the words were wrong; 3 = a wrong figure reached a page. */
export const EXIT = { done: 0, refused: 1, wrong: 3 } as const;

const TRIES = 8;

const NO_KEY =
  'ANALYST_API_KEY is not set: no model words summaries here, and there is nobody to ask. Set it, with ANALYST_API where it is not Groq, and run this again.';

const lineOf = ({ name, passes, tries, whyNot }: CaseResult): string => {
  const why = Object.entries(whyNot).map(([code, count]) => `${code} ${count}`);
  return `${passes}/${tries}  ${name}${why.length === 0 ? '' : `  (${why.join(', ')})`}`;
};

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const sumLines = ({ cases, tries, passAt1, passEvery, wrong }: SuiteReport): readonly string[] => [
  '',
  `${cases.length} cases, ${tries} times each: pass@1 ${percent(passAt1)}, pass^${tries} ${percent(passEvery)}.`,
  wrong === 0
    ? 'No wrong figure reached a page.'
    : `${wrong} wrong ${wrong === 1 ? 'figure' : 'figures'} reached a page:`,
  ...cases.flatMap((one) => one.wrong),
];

const wholeFrom = (text: string, least: number, most: number): number | null =>
  /^\d{1,6}$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : null;

type Wished = { readonly tries: number; readonly pauseMs: number };

const wishedOf = (words: readonly string[]): Wished | string => {
  const { values } = parseArgs({
    args: [...words],
    options: {
      times: { type: 'string', default: String(TRIES) },
      'pause-ms': { type: 'string', default: '0' },
    },
  });
  const [tries, pauseMs] = [wholeFrom(values.times, 1, 100), wholeFrom(values['pause-ms'], 0, 600_000)];
  if (tries === null || pauseMs === null)
    return '--times must be a whole number from 1 to 100, --pause-ms one from 0 to 600000.';
  return { tries, pauseMs };
};

/**
 * `npm run analyst-suite [-- --times N] [--pause-ms N]`: has each question's facts, and a summary, worded by the model that the environment names,
 * so many times, by the code that the app runs; says how often its words stood, and what of them was wrong.
 */
export const analystSuite = async (
  words: readonly string[],
  model: ModelSettings | null,
  say: (line: string) => void,
): Promise<number> => {
  const wished = wishedOf(words);
  if (typeof wished === 'string') {
    say(wished);
    return EXIT.refused;
  }
  if (model === null) {
    say(NO_KEY);
    return EXIT.refused;
  }
  const { tries, pauseMs } = wished;
  say(`Asking ${model.name} at ${new URL(model.url).host}, ${tries} times each.`);
  const asking = {
    ...{ ask: askDraftOf(modelOf(model), model.timeoutMs), tries },
    pause: async () => {
      if (pauseMs > 0) await sleep(pauseMs);
    },
  };
  const report = await runSuite(suiteCases(), asking, (result) => say(lineOf(result)));
  for (const line of sumLines(report)) say(line);
  return report.wrong === 0 ? EXIT.done : EXIT.wrong;
};
