import { BUTTON } from '../ui/button.ts';

type Props = {
  readonly chains: readonly { readonly id: number; readonly name: string }[];
  readonly chainId: number | undefined;
  readonly address: string;
  /** What is wrong with what was asked for. */
  readonly fault: string | null;
};

/** Asks for an address. A plain form: it works before any script does, and its answer has an address of its own. */
export function AddressForm({ chains, chainId, address, fault }: Props) {
  return (
    <form action="/try" className="pt-4">
      {chains.length > 1 && (
        <div className="pb-3">
          <label htmlFor="try-chain" className="font-semibold">
            Chain
          </label>
          <select
            id="try-chain"
            name="chain"
            defaultValue={chainId ?? chains[0]?.id}
            className="mt-1 block min-h-11 w-full max-w-md rounded border border-ink-soft bg-raised px-3"
          >
            {chains.map(({ id, name }) => (
              <option key={id} value={id}>
                {name} ({id})
              </option>
            ))}
          </select>
        </div>
      )}
      {chains.length === 1 && <input type="hidden" name="chain" value={chains[0]?.id} />}
      <label htmlFor="try-address" className="font-semibold">
        Address
      </label>
      <div className="flex flex-wrap gap-3 pt-1">
        <input
          id="try-address"
          name="address"
          key={address}
          defaultValue={address}
          autoComplete="off"
          spellCheck={false}
          placeholder="0x…"
          aria-invalid={fault !== null}
          aria-describedby="try-address-said"
          className="block min-h-11 w-full max-w-md rounded border border-ink-soft bg-raised px-3 font-mono text-[0.8125rem]"
        />
        <button type="submit" className={`${BUTTON.accent} min-h-11`}>
          Look at it
        </button>
      </div>
      <p id="try-address-said" role={fault === null ? undefined : 'alert'} className="pt-1 text-pretty">
        {fault === null ? (
          <span className="text-ink-soft">Yours or anybody’s. It is read, never asked for anything.</span>
        ) : (
          <span className="text-stop wrap-anywhere">{fault}</span>
        )}
      </p>
    </form>
  );
}
