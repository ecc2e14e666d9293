import { BUTTON } from '../ui/button.ts';
import { FIELD } from '../ui/field.ts';
import { Icon } from '../ui/icon.tsx';
import { equalRows, moreRows, type ShareRow, sumWords } from './typed-shares.ts';
import { type Asset, assetWords } from './use-assets.ts';

type Names = Pick<Asset, 'asset' | 'symbol' | 'chain'>;

type Props = {
  readonly rows: readonly ShareRow[];
  readonly change: (rows: readonly ShareRow[]) => void;
  /** What can be chosen. */
  readonly assets: readonly Names[];
  /** What is wrong, by a row's key. */
  readonly faults: Readonly<Record<number, string>>;
};

/** By its name where it is listed, else as the verifier calls it. */
const nameOf = (token: string, assets: readonly Names[]): string => {
  const listed = assets.find(({ asset }) => asset === token);
  return listed === undefined ? token : assetWords(listed);
};

type RowProps = Props & { readonly row: ShareRow };

function Row({ row, rows, change, assets, faults }: RowProps) {
  const { key, token, percent } = row;
  const set = (part: Partial<ShareRow>): void =>
    change(rows.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const name = nameOf(token, assets);
  const others = assets.filter(({ asset }) => asset !== token && rows.every((one) => one.token !== asset));
  const fault = faults[key];
  const said = `share-${key}-said`;
  return (
    <li>
      <div className="flex items-center gap-2">
        <select
          aria-label={`Asset: ${name}`}
          value={token}
          onChange={({ target }) => set({ token: target.value })}
          className={`${FIELD} min-w-0 flex-auto sm:max-w-72`}
        >
          <option value={token}>{name}</option>
          {others.map((other) => (
            <option key={other.asset} value={other.asset}>
              {assetWords(other)}
            </option>
          ))}
        </select>
        <input
          aria-label={`Per cent of ${name}`}
          aria-invalid={fault !== undefined}
          aria-describedby={said}
          value={percent}
          onChange={({ target }) => set({ percent: target.value })}
          inputMode="decimal"
          autoComplete="off"
          className={`${FIELD} w-20 shrink-0 text-right`}
        />
        <span aria-hidden="true" className="text-ink-soft">
          %
        </span>
        <button
          type="button"
          aria-label={`Leave out ${name}`}
          disabled={rows.length === 1}
          onClick={() => change(rows.filter((one) => one.key !== key))}
          className="inline-flex size-9 shrink-0 items-center justify-center rounded-md text-ink-soft hover:text-ink disabled:opacity-40 max-sm:size-11"
        >
          <Icon name="close" />
        </button>
      </div>
      <p id={said} className="pt-1 text-stop empty:hidden">
        {fault}
      </p>
    </li>
  );
}

/** The shares of an index as rows of an asset and its per cent, and what they make together while they are typed. */
export function ShareRows(props: Props) {
  const { rows, change, assets } = props;
  const { isWhole, words } = sumWords(rows);
  const more = moreRows(
    rows,
    assets.map(({ asset }) => asset),
  );
  return (
    <fieldset className="min-w-0">
      <legend className="pb-1 text-ink-soft">What it is to hold, 100 % in all</legend>
      <ul className="space-y-2">
        {rows.map((row) => (
          <Row key={row.key} row={row} {...props} />
        ))}
      </ul>
      <p role="status" className={`pt-2 ${isWhole ? 'text-good' : 'text-ink-soft'}`}>
        {words}
      </p>
      <div className="flex flex-wrap gap-3 pt-2">
        <button
          type="button"
          disabled={more === null}
          className={BUTTON.quiet}
          onClick={() => more !== null && change(more)}
        >
          <Icon name="plus" /> Add an asset
        </button>
        <button type="button" className={BUTTON.quiet} onClick={() => change(equalRows(rows))}>
          Equal shares
        </button>
      </div>
    </fieldset>
  );
}
