import { nameOf } from './plans.ts';
import { type Plan, type Ran, runScenario } from './scenario.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/** How a search goes: it ends when the time is up, but not before so many scenarios. */
export type Terms = {
  readonly seconds: number;
  readonly least: number;
  readonly trace: boolean;
  /** Ends with the first that is broken. */
  readonly untilBroken: boolean;
  readonly say: (line: string) => void;
};

/** Told on the way each so many scenarios: whoever ends a search of hours knows how far it was. */
const TOLD_EVERY = 250;

/** What a search came to. */
export type Found = {
  readonly ran: number;
  readonly broken: readonly { readonly plan: Plan; readonly violations: readonly string[] }[];
  /** Strikes that were drawn. */
  readonly drawn: number;
  /** Strikes that met their point. */
  readonly met: number;
  /** Different pairs of point and fault that ran. */
  readonly pairs: ReadonlySet<string>;
  /** The hash of each seed's trace. */
  readonly hashes: ReadonlyMap<number, string>;
  readonly seconds: number;
};

/** A scenario that can't be run is broken too: nobody knows what it would have shown. */
const outcomeOf = async (
  world: SimulatedWorld,
  plan: Plan,
): Promise<Pick<Ran, 'violations'> & Partial<Ran>> => {
  try {
    return await runScenario(world, plan);
  } catch (error) {
    const words = error instanceof Error ? error.message.slice(0, 300) : String(error);
    return { violations: [`it could not be run: ${words}`] };
  }
};

/** Runs plans one after the other, telling each that broke an invariant with what repeats it. */
export const search = async (world: SimulatedWorld, plans: readonly Plan[], terms: Terms): Promise<Found> => {
  const startMs = performance.now();
  const seconds = (): number => (performance.now() - startMs) / 1_000;
  const broken: Found['broken'][number][] = [];
  const [pairs, hashes] = [new Set<string>(), new Map<number, string>()];
  let [ran, drawn, met] = [0, 0, 0];
  for (const plan of plans) {
    if (seconds() > terms.seconds && ran >= terms.least) break;
    if (terms.untilBroken && broken.length > 0) break;
    const outcome = await outcomeOf(world, plan);
    ran += 1;
    drawn += plan.strikes.length;
    met += outcome.met?.length ?? 0;
    for (const { point, fault } of outcome.met ?? []) pairs.add(`${fault.name}@${point}`);
    if (outcome.traceHash !== undefined) hashes.set(plan.seed, outcome.traceHash);
    if (terms.trace) for (const line of outcome.trace ?? []) terms.say(`  ${line.slice(0, 300)}`);
    if (outcome.violations.length > 0) broken.push({ plan, violations: outcome.violations });
    if (terms.trace || outcome.violations.length > 0)
      terms.say(`seed ${plan.seed}  ${nameOf(plan)}  trace ${outcome.traceHash ?? 'none'}`);
    for (const violation of outcome.violations) terms.say(`  VIOLATION ${violation}`);
    if (ran % TOLD_EVERY === 0)
      terms.say(
        `so far ${ran} in ${seconds().toFixed(0)} s, ${broken.length} broken, seed ${plan.seed} the last`,
      );
  }
  return { ran, broken, drawn, met, pairs, hashes, seconds: seconds() };
};
