import type { Leg } from '../decision.ts';
import type { AssetState, Snapshot } from '../snapshot.ts';

/** The holdings after every leg has filled whole at its limit price, without cost. */
export const filled = (snapshot: Snapshot, legs: readonly Leg[]): Snapshot => ({
  ...snapshot,
  assets: snapshot.assets.map((asset): AssetState => {
    let { units } = asset;
    for (const leg of legs) {
      if (leg.sellToken === asset.token) units -= leg.sellUnits;
      if (leg.buyToken === asset.token) units += leg.buyUnits;
    }
    return { ...asset, units };
  }),
});
