import type { Metadata } from 'next';
import { DocsFrame } from '../../../components/docs/docs-frame.tsx';
import { ALERT_KINDS, ALERT_RULES, runbookAnchor } from '../../../lib/alerts/alert-kinds.ts';

export const metadata: Metadata = { title: 'Alerts' };

/** What each alert means and what can be done, from the table by which they are raised. */
export default function AlertDocsPage() {
  return (
    <DocsFrame here="alerts">
      <h1 className="text-2xl font-semibold tracking-tight">Alerts</h1>
      <p className="mt-2 max-w-prose text-pretty">
        An alert is something that is wrong now. It is told once, and told again when it has passed. What
        concerns a portfolio is told to its owner, what concerns the whole system to operators.
      </p>
      {ALERT_KINDS.map((kind) => {
        const { title, severity, meaning, remedy } = ALERT_RULES[kind];
        return (
          <section key={kind} id={runbookAnchor(kind)} aria-label={title} className="mt-8 scroll-mt-6">
            <h2 className="text-lg font-semibold">{title}</h2>
            <p className="text-ink-soft">
              <code className="font-mono">{kind}</code> ·{' '}
              {severity === 'critical' ? 'told in quiet hours too' : 'waits for the end of quiet hours'}
            </p>
            <p className="mt-1 max-w-prose text-pretty">
              {meaning} {remedy}
            </p>
          </section>
        );
      })}
    </DocsFrame>
  );
}
