import type { Address } from 'viem';
import { exactUnits } from '../../lib/owner/exact-units.ts';
import type { PortfolioFacts } from '../../lib/owner/read-portfolio.ts';
import type { Move } from '../../lib/owner/simulate-calls.ts';

type Props = {
  readonly moves: readonly Move[] | null;
  readonly facts: PortfolioFacts;
  readonly account: Address;
};

/** What would move, a line each; what isn't known is said to be unknown. */
export function ActMoves({ moves, facts, account }: Props) {
  if (moves === null)
    return (
      <p className="text-ink-soft">
        Your wallet’s node can’t list the moves beforehand; the call itself was tried.
      </p>
    );
  const who = (address: Address): string =>
    address.toLowerCase() === account.toLowerCase()
      ? 'you'
      : address.toLowerCase() === facts.portfolio.toLowerCase()
        ? 'the portfolio'
        : address;
  return (
    <div className="border-t border-line pt-2">
      <h3 className="font-semibold">What moves, simulated on the newest block</h3>
      {moves.length === 0 && <p>No token.</p>}
      <ul>
        {moves.map(({ token, from, to, units }) => {
          const asset = facts.assets.find((listed) => listed.token.toLowerCase() === token.toLowerCase());
          return (
            <li key={`${token}${from}${to}${units}`}>
              {asset === undefined
                ? `${units} units of ${token}`
                : `${exactUnits(units, asset.decimals)} ${asset.symbol ?? token}`}
              , from {who(from)} to {who(to)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
