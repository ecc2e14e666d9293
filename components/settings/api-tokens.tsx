'use client';

import { type FormEvent, useState } from 'react';
import * as z from 'zod/mini';
import { SCOPES } from '../../lib/api/scopes.ts';
import { apiRequest } from '../ui/api-request.ts';
import { BUTTON } from '../ui/button.ts';
import { FIELD } from '../ui/field.ts';
import { formatInstant } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { ShownOnce } from './shown-once.tsx';
import { useRows } from './use-rows.ts';

const SCOPE_WORDS: Readonly<Record<(typeof SCOPES)[number], string>> = {
  'portfolios:read': 'read your portfolios',
  'portfolios:write': 'change their policies, names and drafts',
  'portfolios:run': 'ask for a check',
  'system:read': 'read what runs the system, where you may',
};

const tokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  lastUsedAtSeconds: z.nullable(z.number()),
  expiresAtSeconds: z.number(),
  revokedAtSeconds: z.nullable(z.number()),
});
type Token = z.infer<typeof tokenSchema>;
const listSchema = z.object({ rows: z.array(tokenSchema) });
const madeSchema = z.object({ token: z.nullable(z.string()) });
const read = (answer: unknown): readonly Token[] => listSchema.parse(answer).rows;

function TokenForm({
  onMade,
  say,
}: {
  readonly onMade: (token: string) => void;
  readonly say: (words: string) => void;
}) {
  const [busy, setBusy] = useState(false);
  const make = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    const typed = new FormData(form);
    setBusy(true);
    const answer = await apiRequest('POST', '/api/tokens', {
      name: String(typed.get('name') ?? ''),
      scopes: typed.getAll('scope').map(String),
      expiresInDays: Number(typed.get('days')),
    });
    setBusy(false);
    if (!answer.ok) return say(answer.problem.errors[0]?.message ?? answer.problem.detail);
    form.reset();
    onMade(madeSchema.parse(answer.value).token ?? '');
  };
  return (
    <form onSubmit={(event) => void make(event)} className="space-y-3 border-t border-line pt-3">
      <div className="flex flex-wrap gap-4">
        <label className="block">
          <span className="block text-ink-soft">Name of the new token</span>
          <input name="name" required maxLength={80} className={FIELD} />
        </label>
        <label className="block">
          <span className="block text-ink-soft">Good for so many days</span>
          <input
            name="days"
            type="number"
            required
            min={1}
            max={365}
            defaultValue={90}
            className={`${FIELD} w-28`}
          />
        </label>
      </div>
      <fieldset>
        <legend className="text-ink-soft">It may</legend>
        {SCOPES.map((scope) => (
          <label key={scope} className="flex min-h-8 cursor-pointer items-center gap-2">
            <input
              type="checkbox"
              name="scope"
              value={scope}
              defaultChecked={scope === 'portfolios:read'}
              className="size-4 accent-(--accent)"
            />
            {SCOPE_WORDS[scope]} <code className="font-mono text-[0.75rem] text-ink-soft">{scope}</code>
          </label>
        ))}
      </fieldset>
      <button type="submit" disabled={busy} className={BUTTON.quiet}>
        Make a token
      </button>
    </form>
  );
}

function TokenLine({ token, revoke }: { readonly token: Token; readonly revoke: () => void }) {
  const { lastUsedAtSeconds, revokedAtSeconds } = token;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line py-2">
      <span className="min-w-0 wrap-anywhere">
        {token.name === '' ? 'Without a name' : token.name}{' '}
        <code className="font-mono text-[0.75rem] text-ink-soft">{token.prefix}…</code>
        <span className="block text-ink-soft">
          {token.scopes.join(', ')} ·{' '}
          {lastUsedAtSeconds === null ? 'never used' : `last used ${formatInstant(lastUsedAtSeconds)}`} ·{' '}
          {revokedAtSeconds === null
            ? `until ${formatInstant(token.expiresAtSeconds)}`
            : `revoked ${formatInstant(revokedAtSeconds)}`}
        </span>
      </span>
      {revokedAtSeconds === null && (
        <button type="button" className={BUTTON.quiet} onClick={revoke}>
          Revoke<span className="sr-only"> the token {token.name}</span>
        </button>
      )}
    </li>
  );
}

/** Tokens for programs: what each may do, how to make one, and its end. */
export function ApiTokens() {
  const { rows, said, say, reload } = useRows('/api/tokens?limit=100', read);
  const [made, setMade] = useState<string | null>(null);
  const revoke = async ({ id }: Token): Promise<void> => {
    const answer = await apiRequest('DELETE', `/api/tokens/${id}`);
    say(answer.ok ? 'Revoked: whoever holds it is refused from now on.' : answer.problem.detail);
    await reload();
  };
  return (
    <Section title="Tokens for programs" note="the API is described under /docs/api">
      {rows === null && <Skeleton label="Asking for your tokens" rows={2} />}
      {rows?.length === 0 && <p className="border-t border-line py-2.5 text-ink-soft">You have none.</p>}
      <ul>
        {rows?.map((token) => (
          <TokenLine key={token.id} token={token} revoke={() => void revoke(token)} />
        ))}
      </ul>
      {made !== null && (
        <ShownOnce
          text={made}
          what="the token"
          note="It is shown now and never again: only its hash is kept."
        />
      )}
      <p role="status" className="text-warn">
        {said}
      </p>
      <TokenForm
        say={say}
        onMade={(token) => {
          say(null);
          setMade(token);
          void reload();
        }}
      />
    </Section>
  );
}
