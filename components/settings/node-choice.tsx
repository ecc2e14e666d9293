'use client';

import { type FormEvent, useEffect, useState } from 'react';
import * as z from 'zod/mini';
import { checkNode, nodeUrlFault } from '../own-node/node-ask.ts';
import { forgetNode, keepNode, uncheckedNode, useOwnNodes } from '../own-node/own-nodes.ts';
import { BUTTON } from '../ui/button.ts';
import { FIELD } from '../ui/field.ts';
import { formatCount } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { useRows } from './use-rows.ts';

const chainsSchema = z.object({ chains: z.array(z.object({ id: z.number(), name: z.string() })) });
type Chain = z.infer<typeof chainsSchema>['chains'][number];
const read = (answer: unknown): readonly Chain[] => chainsSchema.parse(answer).chains;

/** Asks a node that was typed in before this page was loaded which chain it is on; one on another is taken off the list. */
function useCheck(): string | null {
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    const fresh = uncheckedNode();
    if (fresh === undefined) return;
    void checkNode(fresh.url, Number(fresh.id)).then((checked) => {
      if (checked.ok) keepNode({ ...fresh, isChecked: true });
      else forgetNode(fresh.id);
      setSaid(
        checked.ok
          ? `It is on chain ${fresh.id}, at block ${formatCount(String(checked.block))}. Reads go to it from now on.`
          : checked.why,
      );
    });
  }, []);
  return said;
}

function NodeForm({ chains }: { readonly chains: readonly Chain[] }) {
  const [fault, setFault] = useState<string | null>(null);
  const use = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const url = String(typed.get('url') ?? '').trim();
    const wrong = nodeUrlFault(url);
    setFault(wrong);
    if (wrong !== null) return;
    keepNode({ id: String(typed.get('chain')), url, isChecked: false });
    // Only a page that is loaded anew may ask it; that page does so first of all.
    window.location.reload();
  };
  return (
    <form onSubmit={use} className="flex flex-wrap items-end gap-4 border-t border-line pt-3">
      <label className="block">
        <span className="block text-ink-soft">Chain</span>
        <select name="chain" className={FIELD}>
          {chains.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label className="block min-w-0">
        <span className="block text-ink-soft">Address of your node</span>
        <input
          name="url"
          inputMode="url"
          required
          autoComplete="off"
          placeholder="https://"
          className={`${FIELD} w-80`}
        />
      </label>
      <button type="submit" className={BUTTON.quiet}>
        Read by it
      </button>
      <p role="alert" className="w-full text-warn">
        {fault}
      </p>
    </form>
  );
}

/** By which node this browser reads the chain before somebody signs. */
export function NodeChoice() {
  const nodes = useOwnNodes();
  const { rows: chains, said: away } = useRows('/api/chains', read);
  const said = useCheck();
  const nameOf = (id: string): string =>
    chains?.find((chain) => String(chain.id) === id)?.name ?? `Chain ${id}`;
  return (
    <Section title="Your own node" note="kept in this browser">
      <div className="border-t border-line py-3">
        <p className="max-w-[60rem] text-pretty text-ink-soft">
          What this browser reads of a chain before you sign, it reads by your wallet’s node, or by yours if
          you name one: balances, allowances, the contract’s state, and what a transaction would do. What you
          sign goes by the wallet as ever, and so does what became of it. The pages’ own figures come from our
          server, which asks its own nodes: they are the same for everybody. Our server is told where your
          node is, because this page may speak with nobody else; it is not told the rest of its address.
        </p>
      </div>
      <ul>
        {nodes.map(({ id, url, isChecked }) => (
          <li
            key={id}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line py-2"
          >
            <span className="min-w-0">
              {nameOf(id)}
              <span className="block text-ink-soft wrap-anywhere">
                {new URL(url).host}
                {isChecked ? '' : ', which is being asked for its chain'}
              </span>
            </span>
            <button type="button" className={BUTTON.quiet} onClick={() => forgetNode(id)}>
              Read {nameOf(id)} by the wallet again
            </button>
          </li>
        ))}
      </ul>
      <p role="status">{said ?? away}</p>
      {chains !== null && chains.length > 0 && <NodeForm chains={chains} />}
    </Section>
  );
}
