'use client';

import { useId } from 'react';
import { BUTTON } from '../ui/button.ts';
import { choiceWords, fieldWords } from './field-words.ts';
import {
  type FormNode,
  isObject,
  type Json,
  kindOf,
  optionalPart,
  startOf,
  variantsOf,
} from './form-node.ts';
import { ScalarField, type ScalarProps } from './scalar-field.tsx';

/** What every field of the form knows: where faults are, what assets there are, and whether it may be changed. */
export type FormContext = {
  /** By path, names and indexes with dots between them. */
  readonly faults: ReadonlyMap<string, string>;
  readonly assets: NonNullable<ScalarProps['choices']>;
  readonly disabled: boolean;
};

export type PolicyFieldProps = Pick<ScalarProps, 'name' | 'node' | 'value' | 'onChange'> & {
  readonly path: string;
  readonly context: FormContext;
};

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const GRID = 'grid items-start gap-x-6 gap-y-4 sm:grid-cols-2';

function Fault({ path, context }: Pick<PolicyFieldProps, 'path' | 'context'>) {
  const fault = context.faults.get(path);
  return fault === undefined ? null : (
    <p role="alert" className="text-stop">
      This {fault}.
    </p>
  );
}

/** The fields of an object; what the schema fixes isn't shown. */
export function PolicyFields({ node, value, onChange, path, context }: PolicyFieldProps) {
  const own = isObject(value) ? value : {};
  const fields = Object.entries(node.properties ?? {}).filter(([, field]) => field.const === undefined);
  return (
    <div className={GRID}>
      {fields.map(([name, field]) => (
        <PolicyField
          key={name}
          name={name}
          node={field}
          value={own[name]}
          onChange={(next) => onChange({ ...own, [name]: next })}
          path={path === '' ? name : `${path}.${name}`}
          context={context}
        />
      ))}
    </div>
  );
}

function Group(props: PolicyFieldProps) {
  return (
    <fieldset className="col-span-full min-w-0 border-t border-line pt-3">
      <legend className="float-left w-full pb-2 font-semibold">{fieldWords(props.name).label}</legend>
      <div className="clear-both">
        <Fault {...props} />
        <PolicyFields {...props} />
      </div>
    </fieldset>
  );
}

/** One of several shapes: which one, and its fields. */
function Choice(props: PolicyFieldProps & { readonly variants: readonly FormNode[] }) {
  const { name, value, onChange, path, context, variants } = props;
  const id = useId();
  const kind = isObject(value) ? String(value.kind) : '';
  const chosen = variants.find((one) => kindOf(one) === kind) ?? variants[0];
  if (chosen === undefined) return null;
  return (
    <div className="col-span-full min-w-0 space-y-3">
      <label htmlFor={id} className="block">
        {fieldWords(name).label}
        <select
          id={id}
          value={kindOf(chosen)}
          disabled={context.disabled}
          onChange={({ target }) => {
            const next = variants.find((one) => kindOf(one) === target.value);
            if (next !== undefined) onChange(startOf(next));
          }}
          className="block min-h-11 w-full max-w-md rounded border border-ink-soft bg-raised px-3 disabled:text-ink-soft"
        >
          {variants.map((one) => (
            <option key={kindOf(one)} value={kindOf(one)}>
              {choiceWords(kindOf(one))}
            </option>
          ))}
        </select>
      </label>
      <Fault path={path} context={context} />
      <PolicyFields {...props} node={chosen} />
    </div>
  );
}

function Optional({ part, ...props }: PolicyFieldProps & { readonly part: FormNode }) {
  const { name, value, onChange, context } = props;
  const id = useId();
  return (
    <div className="col-span-full min-w-0 border-t border-line pt-3">
      <label htmlFor={id} className="flex min-h-11 items-center gap-2 font-semibold">
        <input
          id={id}
          type="checkbox"
          checked={value != null}
          disabled={context.disabled}
          onChange={({ target }) => onChange(target.checked ? startOf(part) : null)}
          className="size-5"
        />
        {fieldWords(name).label}
      </label>
      {value != null && <PolicyField {...props} node={part} />}
    </div>
  );
}

function Days({ value, onChange, context }: PolicyFieldProps) {
  const days = Array.isArray(value) ? (value as readonly Json[]) : [];
  return (
    <fieldset className="col-span-full flex flex-wrap gap-x-4">
      <legend>Days</legend>
      {WEEKDAYS.map((word, day) => (
        <label key={word} className="flex min-h-11 items-center gap-1.5">
          <input
            type="checkbox"
            checked={days.includes(day)}
            disabled={context.disabled}
            onChange={({ target }) =>
              onChange(
                target.checked
                  ? [...days, day].sort((a, b) => Number(a) - Number(b))
                  : days.filter((one) => one !== day),
              )
            }
            className="size-5"
          />
          {word}
        </label>
      ))}
    </fieldset>
  );
}

function List({ item, ...props }: PolicyFieldProps & { readonly item: FormNode }) {
  const { name, node, value, onChange, path, context } = props;
  const rows = Array.isArray(value) ? (value as readonly Json[]) : [];
  const replace = (index: number, next: readonly Json[]): void =>
    onChange([...rows.slice(0, index), ...next, ...rows.slice(index + 1)]);
  const least = node.minItems ?? 0;
  return (
    <fieldset className="col-span-full min-w-0 space-y-4 border-t border-line pt-3">
      <legend className="float-left w-full font-semibold">{fieldWords(name).label}</legend>
      <div className="clear-both space-y-4">
        <Fault path={path} context={context} />
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name but their place
          <div key={index} className="border-l-2 border-line pl-4">
            <PolicyField
              name={name === 'triggers' ? 'kind' : name}
              node={item}
              value={row}
              onChange={(next) => replace(index, [next])}
              path={`${path}.${index}`}
              context={context}
            />
            {rows.length > least && (
              <button
                type="button"
                disabled={context.disabled}
                onClick={() => replace(index, [])}
                className={`${BUTTON.quiet} mt-2`}
              >
                Take it out
              </button>
            )}
          </div>
        ))}
        {rows.length < (node.maxItems ?? Number.MAX_SAFE_INTEGER) && (
          <button
            type="button"
            disabled={context.disabled}
            onClick={() => onChange([...rows, newRow(item, context)])}
            className={BUTTON.quiet}
          >
            Add one
          </button>
        )}
      </div>
    </fieldset>
  );
}

/** A rule begins with an asset that there is. */
const newRow = (item: FormNode, { assets }: FormContext): Json => {
  const row = startOf(item);
  const [first] = assets;
  return isObject(row) && 'token' in row && first !== undefined ? { ...row, token: first.value } : row;
};

/** Any part of a policy, drawn from its schema: a field that is added to the schema is in the form. */
export function PolicyField(props: PolicyFieldProps) {
  const { name, node, path, context } = props;
  const part = optionalPart(node);
  if (part !== null)
    return isSimple(part) ? <OptionalNumber {...props} part={part} /> : <Optional {...props} part={part} />;
  const variants = variantsOf(node);
  if (variants !== null && variants.length > 0 && variants.every(({ type }) => type === 'object'))
    return <Choice {...props} variants={variants} />;
  if (name === 'days') return <Days {...props} />;
  if (node.type === 'array' && node.items !== undefined) return <List {...props} item={node.items} />;
  if (node.type === 'object')
    return name === 'assetRules' ? <PolicyFields {...props} /> : <Group {...props} />;
  return (
    <ScalarField
      {...props}
      fault={context.faults.has(path) ? `This ${context.faults.get(path)}.` : null}
      disabled={context.disabled}
      choices={name === 'token' ? context.assets : undefined}
    />
  );
}

const isSimple = ({ type }: FormNode): boolean => type === 'integer' || type === 'string';

/** A number that may be left away. */
function OptionalNumber({ part, ...props }: PolicyFieldProps & { readonly part: FormNode }) {
  const { value, onChange, context } = props;
  return (
    <div className="min-w-0">
      <label className="flex min-h-11 items-center gap-2">
        <input
          type="checkbox"
          checked={value != null}
          disabled={context.disabled}
          onChange={({ target }) => onChange(target.checked ? (part.maximum ?? startOf(part)) : null)}
          className="size-5"
        />
        {fieldWords(props.name).label} of its own
      </label>
      {value != null && <PolicyField {...props} node={part} />}
    </div>
  );
}
