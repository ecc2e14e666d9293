'use client';

import { useState } from 'react';
import * as z from 'zod/mini';
import { endEverySession } from '../session/end-session.ts';
import { apiRequest } from '../ui/api-request.ts';
import { BUTTON } from '../ui/button.ts';
import { FIELD } from '../ui/field.ts';
import { Section } from '../ui/section.tsx';

const pageSchema = z.object({ rows: z.array(z.unknown()), nextCursor: z.nullable(z.string()) });
const idSchema = z.object({ id: z.string() });

const asked = async (path: string): Promise<unknown> => {
  const answer = await apiRequest('GET', path);
  if (!answer.ok) throw new Error(answer.problem.detail);
  return answer.value;
};

/** All pages of a list. */
const all = async (path: string): Promise<readonly unknown[]> => {
  const rows: unknown[] = [];
  for (let cursor: string | null = null; ; ) {
    const page: z.infer<typeof pageSchema> = pageSchema.parse(
      await asked(
        `${path}${path.includes('?') ? '&' : '?'}limit=200${cursor === null ? '' : `&cursor=${cursor}`}`,
      ),
    );
    rows.push(...page.rows);
    cursor = page.nextCursor;
    if (cursor === null) return rows;
  }
};

const drafts = async (): Promise<readonly unknown[]> =>
  z.object({ rows: z.array(z.unknown()) }).parse(await asked('/api/drafts')).rows;

const portfolios = async (): Promise<readonly unknown[]> => [
  ...(await all('/api/portfolios?archived=no')),
  ...(await all('/api/portfolios?archived=yes')),
];

const ofPortfolio = async (portfolio: unknown) => {
  const { id } = idSchema.parse(portfolio);
  const of = `/api/portfolios/${id}`;
  return {
    portfolio,
    policies: await all(`${of}/policies`),
    activity: await all(`${of}/activity`),
    movements: await all(`${of}/cash-flows`),
    fills: await all(`${of}/fills`),
    orders: await all(`${of}/orders`),
  };
};

/** Everything that the API holds of whoever is signed in. @throws where it refuses */
const everything = async (address: string) => {
  const owned = [];
  for (const one of await portfolios()) owned.push(await ofPortfolio(one));
  return {
    address,
    at: new Date().toISOString(),
    ...z.record(z.string(), z.unknown()).parse(await asked('/api/sessions')),
    tokens: await all('/api/tokens'),
    drafts: await drafts(),
    portfolios: owned,
  };
};

const save = (name: string, content: unknown): void => {
  const url = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  URL.revokeObjectURL(url);
};

const done = async (work: ReturnType<typeof apiRequest>): Promise<void> => {
  const answer = await work;
  if (!answer.ok) throw new Error(answer.problem.detail);
};

/** Ends what can be ended: sessions last, so that what went before is still allowed. */
const removeAll = async (): Promise<void> => {
  for (const one of await drafts()) await done(apiRequest('DELETE', `/api/drafts/${idSchema.parse(one).id}`));
  for (const one of await all('/api/portfolios?archived=no'))
    await done(
      apiRequest('PATCH', `/api/portfolios/${idSchema.parse(one).id}`, {
        name: '',
        shared: false,
        archived: true,
      }),
    );
  for (const one of await all('/api/tokens'))
    await done(apiRequest('DELETE', `/api/tokens/${idSchema.parse(one).id}`));
  await endEverySession();
};

const WORD = 'delete';

/** What is kept about an address, as a file; and the end of what is its person's own. */
export function OwnRecords({ address }: { readonly address: string }) {
  const [busy, setBusy] = useState(false);
  const [typed, setTyped] = useState('');
  const [said, setSaid] = useState<string | null>(null);
  const attempt = (work: Promise<unknown>, words: string): void => {
    setBusy(true);
    setSaid(null);
    work
      .then(() => setSaid(words))
      .catch((error: unknown) =>
        setSaid(error instanceof Error ? error.message : 'That did not work. Try again.'),
      )
      .finally(() => setBusy(false));
  };
  return (
    <Section title="What is kept about your address">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line py-3">
        <button
          type="button"
          disabled={busy}
          className={BUTTON.quiet}
          onClick={() =>
            attempt(
              everything(address).then((content) => save(`1balancer-${address}.json`, content)),
              'The file is in your downloads.',
            )
          }
        >
          Fetch all of it as JSON
        </button>
        <p className="min-w-[min(100%,15rem)] flex-1 text-pretty text-ink-soft">
          Sessions, tokens (never the tokens themselves), drafts, and of each portfolio its policies,
          activity, movements, fills and orders.
        </p>
      </div>
      <div className="space-y-2 border-t border-line pt-3">
        <p className="max-w-[60rem] text-pretty">
          Deleting removes your drafts, revokes your tokens, takes name and sharing off your portfolios and
          archives them, so that the bot looks at them no more, and signs you out everywhere. Your contracts
          and what is in them stay yours: the chain keeps them, every transfer and every fill, and nobody can
          delete that. The audit log and what the bot decided stay as well, because nothing is ever removed
          from them.
        </p>
        <label className="block">
          <span className="block text-ink-soft">Type “{WORD}” to confirm</span>
          <input
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
            autoComplete="off"
            className={FIELD}
          />
        </label>
        <button
          type="button"
          disabled={busy || typed.trim().toLowerCase() !== WORD}
          className={BUTTON.grave}
          onClick={() => attempt(removeAll(), 'Deleted, and signed out everywhere.')}
        >
          Delete what is mine here
        </button>
        <p role="status" className="text-warn">
          {said}
        </p>
      </div>
    </Section>
  );
}
