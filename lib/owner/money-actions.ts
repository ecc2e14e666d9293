import type { Address } from 'viem';
import { exactUnits } from './exact-units.ts';
import type { ActMaker } from './owner-act.ts';
import { setSignerCall, unpauseCall, withdrawCall, withdrawShareCall } from './owner-call.ts';
import type { AssetFact } from './read-portfolio.ts';

const named = ({ symbol, token }: AssetFact): string => symbol ?? token;

const amountText = (asset: AssetFact, units: bigint): string =>
  `${exactUnits(units, asset.decimals)} ${named(asset)}`;

/** Trading goes on, with what is signed from now on. */
export const unpauseAct: ActMaker = ({ portfolio, generation }) => ({
  id: 'unpause',
  title: 'Unpause',
  intent: 'Unpause',
  call: unpauseCall(portfolio),
  effects: [
    'No token moves.',
    `The bot may sign new orders. Those signed up to generation ${generation} stay void.`,
  ],
  confirmBy: null,
  grave: false,
});

/** Another bot key. */
export const rotateSignerAct =
  (signer: Address): ActMaker =>
  ({ portfolio, signer: former }) => ({
    id: 'rotate-signer',
    title: 'Change the signer',
    intent: `Change the signer to ${signer.slice(0, 6)}…${signer.slice(-4)}`,
    call: setSignerCall(portfolio, signer),
    effects: [
      'No token moves.',
      `${former} loses every right; ${signer} may sign orders from now on.`,
      'Every order signed so far is void.',
    ],
    confirmBy: null,
    grave: false,
  });

/** A share of every asset, rounded down. */
export const withdrawShareAct =
  (bps: number): ActMaker =>
  ({ portfolio, assets }, to) => ({
    id: 'withdraw-share',
    title: 'Withdraw a share',
    intent: `Withdraw ${bps / 100} % of everything`,
    call: withdrawShareCall(portfolio, { bps, to }),
    effects: [
      `To ${to}:`,
      ...assets.map((asset) =>
        asset.held === null
          ? `${named(asset)}: the token doesn’t say what is held`
          : amountText(asset, (asset.held * BigInt(bps)) / 10_000n),
      ),
    ],
    confirmBy: null,
    grave: true,
  });

/** Some of one token; null: all of it. */
export const withdrawTokenAct =
  (asset: AssetFact, units: bigint | null): ActMaker =>
  ({ portfolio }, to) => ({
    id: 'withdraw-token',
    title: `Withdraw ${named(asset)}`,
    intent: `Withdraw ${units === null ? `all ${named(asset)}` : amountText(asset, units)}`,
    call: withdrawCall(portfolio, { token: asset.token, units, to }),
    effects: [`To ${to}:`, amountText(asset, units ?? asset.held ?? 0n)],
    confirmBy: null,
    grave: true,
  });
