const SET_UP_FAILED = { ok: false, output: '', counts: null };

/**
 * Runs stages as soon as what they need has succeeded, as many at a time as fit on `cores`.
 * A stage whose need failed is not run and counts as failed.
 * @param {readonly import('./stages.mjs').Stage[]} stages
 * @param {{ cores: number, begin?: (stage: import('./stages.mjs').Stage, does: string) => void, report: (stage: import('./stages.mjs').Stage, outcome: import('./stages.mjs').Outcome, seconds: number) => void }} options
 * @returns {Promise<Map<string, import('./stages.mjs').Outcome>>}
 */
export async function runStages(stages, { cores, begin = () => {}, report }) {
  const outcomes = new Map();
  const running = new Map();
  let free = cores;
  const settle = (stage, outcome, seconds) => {
    outcomes.set(stage.name, outcome);
    report(stage, outcome, seconds);
  };
  const start = (stage) => {
    const begun = performance.now();
    const taken = Math.min(stage.cores, cores);
    free -= taken;
    const work = stage
      .work((does) => begin(stage, does))
      .catch((error) => ({ ...SET_UP_FAILED, output: String(error?.stack ?? error) }))
      .then((outcome) => {
        free += taken;
        running.delete(stage.name);
        settle(stage, outcome, (performance.now() - begun) / 1_000);
      });
    running.set(stage.name, work);
  };
  const waiting = [...stages];
  while (waiting.length > 0 || running.size > 0) {
    for (const stage of [...waiting]) {
      const lost = stage.needs.find((need) => outcomes.get(need)?.ok === false);
      const isReady = stage.needs.every((need) => outcomes.get(need)?.ok === true);
      if (lost !== undefined) {
        waiting.splice(waiting.indexOf(stage), 1);
        settle(stage, { ...SET_UP_FAILED, note: `not run: ${lost} failed` }, 0);
      } else if (isReady && free >= Math.min(stage.cores, cores)) {
        waiting.splice(waiting.indexOf(stage), 1);
        start(stage);
      }
    }
    if (running.size > 0) await Promise.race(running.values());
    else if (
      waiting.length > 0 &&
      !waiting.some((stage) => stage.needs.some((need) => outcomes.get(need)?.ok === false))
    )
      throw new Error(`stages wait for each other: ${waiting.map(({ name }) => name).join(', ')}`);
  }
  return outcomes;
}
