import { sayCosts } from './cost-facts.ts';
import type { Facts } from './fact.ts';
import { FactList } from './fact-list.ts';
import { sayAnomalies, sayMarkets, sayPriceChanges, saySeries } from './market-facts.ts';
import type { Markets } from './markets.ts';
import type { FactSpan, PortfolioRead, Scene } from './portfolio-read.ts';
import { sayBudgets, sayWhatIsHeld } from './present-facts.ts';
import { sayContributions, sayDrawdown, sayPerformance, sayRebalanceEffects } from './span-facts.ts';
import { subjectNames } from './subject-names.ts';

/** Every token of a span: those of both ends and of the newest look, and by their address those that came and went in between. */
const namesOf = (
  { start, flows, fills, look }: PortfolioRead,
  end: Scene['end'],
): ReadonlyMap<string, string> => {
  const assets = new Map<string, { readonly token: string; readonly symbol: string }>();
  for (const one of [...end.assets, ...(look?.assets ?? []), ...(start?.assets ?? [])])
    if (!assets.has(one.token)) assets.set(one.token, one);
  const moved = [
    ...flows.map(({ token }) => token),
    ...fills.flatMap(({ sellToken, buyToken }) => [sellToken, buyToken]),
  ];
  for (const token of moved) if (!assets.has(token)) assets.set(token, { token, symbol: '' });
  return subjectNames([...assets.values()]);
};

const sceneOf = (read: PortfolioRead, end: Scene['end'], spanName: FactSpan): Scene => {
  const from =
    read.start?.timeSeconds ?? read.flows[0]?.timeSeconds ?? read.steps[0]?.atSeconds ?? end.timeSeconds;
  const sources = (read.look?.assets ?? []).flatMap(({ source }) => source ?? []);
  return {
    ...{ ...read, end, spanName },
    span: { from, to: end.timeSeconds },
    names: namesOf(read, end),
    sources: [...new Set(sources)].sort(),
    asOf: Math.max(end.timeSeconds, read.look?.atSeconds ?? 0),
  };
};

/**
 * Everything that the stored rows of one portfolio say of now and of a span. Ids are `<measure>.<now or span>`, then a decision, a time or a
 * block where there are several, then the asset (`contribution.30d:WETH`, `correlation.30d:WETH/WBTC`). What there is no fact of is named
 * with its reason.
 */
export const portfolioFacts = (read: PortfolioRead, markets: Markets, spanName: FactSpan): Facts => {
  const list = new FactList();
  const { about, end, look } = read;
  if (end === null)
    return {
      about,
      asOf: look?.atSeconds ?? 0,
      facts: [],
      missing: [{ id: 'value.now', why: 'never-valued' }],
    };
  const scene = sceneOf(read, end, spanName);
  sayWhatIsHeld(list, scene);
  sayBudgets(list, scene);
  sayPerformance(list, scene);
  sayDrawdown(list, scene);
  sayContributions(list, scene);
  sayRebalanceEffects(list, scene);
  sayCosts(list, scene);
  sayPriceChanges(list, scene);
  saySeries(list, scene);
  const jumps = sayMarkets(list, scene, markets);
  sayAnomalies(list, scene, jumps);
  return { about, asOf: scene.asOf, facts: list.facts, missing: list.missing };
};
