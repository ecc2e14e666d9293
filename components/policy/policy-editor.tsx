'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { PolicyDto } from '../../lib/api/policies.ts';
import type { PolicyFormDto } from '../../lib/api/portfolio-settings-dto.ts';
import { apiRequest, problemSentence } from '../ui/api-request.ts';
import { TableHead } from '../ui/table-head.tsx';
import { useListening } from '../ui/use-listening.ts';
import { Button } from '../wallet/button.tsx';
import type { FormNode, Json } from './form-node.ts';
import { type Difference, policyDifferences } from './policy-differences.ts';
import { PolicyFields } from './policy-field.tsx';
import { PolicyPreview } from './policy-preview.tsx';
import { faultsOf, usePolicyPlan } from './use-policy-plan.ts';

type Saving =
  | { readonly kind: 'idle' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved'; readonly version: number }
  | { readonly kind: 'refused'; readonly sentence: string; readonly faults: ReadonlyMap<string, string> }
  /** Somebody wrote another version meanwhile. */
  | { readonly kind: 'overtaken'; readonly current: PolicyDto };

const NO_FAULTS: ReadonlyMap<string, string> = new Map();

/** The version that a form began with, and what has been made of it. */
function usePolicyDraft(portfolioId: string, { stored, suggested }: PolicyFormDto) {
  const router = useRouter();
  const [base, setBase] = useState(stored);
  const [policy, setPolicy] = useState((suggested ?? stored.policy) as Json);
  const [saving, setSaving] = useState<Saving>({ kind: 'idle' });
  const take = (version: PolicyDto, draft: Json): void => {
    setBase(version);
    setPolicy(draft);
    setSaving({ kind: 'idle' });
  };
  const save = async (): Promise<void> => {
    setSaving({ kind: 'saving' });
    const body = { version: base.version, policy };
    const answer = await apiRequest('PUT', `/api/portfolios/${portfolioId}/policy`, body);
    if (answer.ok) {
      const written = answer.value as PolicyDto;
      take(written, written.policy as Json);
      setSaving({ kind: 'saved', version: written.version });
      router.refresh();
      return;
    }
    const { problem } = answer;
    if (problem.code === 'version-stale' && problem.current !== null)
      setSaving({ kind: 'overtaken', current: problem.current as PolicyDto });
    else setSaving({ kind: 'refused', sentence: problemSentence(problem), faults: faultsOf(problem.errors) });
  };
  return { base, policy, saving, setPolicy, take, save };
}

function Differences({
  rows,
  heads,
}: {
  readonly rows: readonly Difference[];
  readonly heads: readonly string[];
}) {
  return (
    <table className="w-full text-left">
      <TableHead heads={['Field', ...heads]} cell="py-1 pr-3" />
      <tbody>
        {rows.map(({ path, label, before, after }) => (
          <tr key={path} className="border-t border-line">
            <th scope="row" className="py-1 pr-3 text-left font-normal">
              {label}
            </th>
            <td className="py-1 pr-3 wrap-anywhere">{before}</td>
            <td className="py-1 wrap-anywhere">{after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type Draft = ReturnType<typeof usePolicyDraft>;

/** Somebody was faster: what they wrote, and the two ways on. */
function Overtaken({ current, draft }: { readonly current: PolicyDto; readonly draft: Draft }) {
  return (
    <div role="alert" className="space-y-2 border-l-2 border-warn pl-4">
      <p className="text-pretty">
        <strong className="font-semibold">Version {current.version} was saved meanwhile</strong> by{' '}
        {current.createdBy}. Nothing of yours is lost; this is where the two differ:
      </p>
      <Differences
        rows={policyDifferences(current.policy as Json, draft.policy)}
        heads={[`Version ${current.version}`, 'Yours']}
      />
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => draft.take(current, draft.policy)}>Keep mine, and save it after theirs</Button>
        <Button onClick={() => draft.take(current, current.policy as Json)}>Take theirs</Button>
      </div>
    </div>
  );
}

function SaveBar({ draft, mayChange }: { readonly draft: Draft; readonly mayChange: boolean }) {
  const { saving, base, policy } = draft;
  const changes = policyDifferences(base.policy as Json, policy);
  if (saving.kind === 'overtaken') return <Overtaken current={saving.current} draft={draft} />;
  return (
    <div className="space-y-3">
      {changes.length > 0 && <Differences rows={changes} heads={[`Version ${base.version}`, 'Now']} />}
      <p role="status" className={`text-pretty ${saving.kind === 'refused' ? 'text-stop' : 'text-ink-soft'}`}>
        {saving.kind === 'saving' && 'Saving…'}
        {saving.kind === 'saved' &&
          `Saved as version ${saving.version}. It is in force from the next look on.`}
        {saving.kind === 'refused' && saving.sentence}
        {saving.kind === 'idle' &&
          changes.length === 0 &&
          `As version ${base.version} has it. Nothing is changed yet.`}
      </p>
      {mayChange && (
        <div className="flex flex-wrap gap-2">
          <Button
            look="accent"
            disabled={changes.length === 0 || saving.kind === 'saving'}
            onClick={() => void draft.save()}
          >
            Save the policy
          </Button>
          {changes.length > 0 && (
            <Button onClick={() => draft.take(base, base.policy as Json)}>Undo the changes</Button>
          )}
        </div>
      )}
    </div>
  );
}

type Props = {
  readonly portfolioId: string;
  readonly form: PolicyFormDto;
  /** Others see it, and see what another policy would do, but can't save. */
  readonly mayChange: boolean;
};

/** Every field of a policy, what the bot would do by it, and its next version. */
export function PolicyEditor({ portfolioId, form, mayChange }: Props) {
  const draft = usePolicyDraft(portfolioId, form);
  const isListening = useListening();
  const plan = usePolicyPlan(portfolioId, draft.policy);
  const refused = draft.saving.kind === 'refused' ? draft.saving.faults : NO_FAULTS;
  const faults = plan.kind === 'refused' && plan.faults.size > 0 ? plan.faults : refused;
  return (
    <div className="grid gap-x-10 gap-y-6 lg:grid-cols-[1fr_22rem]">
      <form onSubmit={(event) => event.preventDefault()} aria-label="Policy" className="min-w-0">
        <PolicyFields
          name="policy"
          node={form.schema as FormNode}
          value={draft.policy}
          onChange={draft.setPolicy}
          path=""
          context={{ faults, assets: form.assets, disabled: !isListening || draft.saving.kind === 'saving' }}
        />
      </form>
      <aside aria-label="What it would do" className="min-w-0 space-y-6 lg:sticky lg:top-4 lg:self-start">
        <PolicyPreview state={plan} />
        <SaveBar draft={draft} mayChange={mayChange} />
      </aside>
    </div>
  );
}
