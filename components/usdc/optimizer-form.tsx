import type { UsdcQuery } from '../../lib/api/usdc-query.ts';
import { BUTTON } from '../ui/button.ts';
import { FIELD } from '../ui/field.ts';

type Props = {
  readonly query: UsdcQuery;
  readonly chains: readonly { readonly id: number; readonly name: string }[];
  /** What is wrong with what was asked. */
  readonly fault: string | null;
};

const WIDE = `${FIELD} block w-full`;

/** Asks what an amount would do. A plain form: it works before any script does, and its answer has an address of its own. */
export function OptimizerForm({ query, chains, fault }: Props) {
  return (
    <form action="/usdc#what-would-it-do" className="border-t border-line pt-3">
      <div className="flex flex-wrap items-end gap-3">
        <label className="block">
          <span className="block pb-1 text-ink-soft">USDC</span>
          <input
            name="amount"
            inputMode="decimal"
            autoComplete="off"
            defaultValue={query.amount ?? '10000'}
            aria-invalid={fault !== null}
            aria-describedby="optimizer-said"
            className={`${WIDE} sm:w-40`}
          />
        </label>
        <label className="block">
          <span className="block pb-1 text-ink-soft">Risk</span>
          <select name="risk" defaultValue={query.risk ?? 'balanced'} className={WIDE}>
            <option value="conservative">Conservative</option>
            <option value="balanced">Balanced</option>
            <option value="aggressive">Aggressive</option>
          </select>
        </label>
        {chains.length > 1 && (
          <label className="block">
            <span className="block pb-1 text-ink-soft">Chains</span>
            <select name="chain" defaultValue={query.chain ?? ''} className={WIDE}>
              <option value="">All of them</option>
              {chains.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <button type="submit" className={BUTTON.quiet}>
          See what it would do
        </button>
      </div>
      <p id="optimizer-said" role={fault === null ? undefined : 'alert'} className="pt-1.5 text-pretty">
        {fault === null ? (
          <span className="text-ink-soft">Nothing is moved, and nothing is kept of what you ask.</span>
        ) : (
          <span className="text-stop wrap-anywhere">{fault}</span>
        )}
      </p>
    </form>
  );
}
