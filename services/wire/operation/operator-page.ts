import 'server-only';
import type { OperatorDto, OperatorView } from '../../../lib/api/operator-dto.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { readEnv } from '../../env.ts';
import { BLOCKED_REASONS, SIGNER_REASONS } from '../../portfolios/portfolio-state.ts';
import { asViewer } from '../../store/as-viewer.ts';
import { readOperatorOverview } from '../../store/pages/operator-rows.ts';
import { onAppDatabase } from '../app-sql.ts';
import { callerOf } from '../login/identity.ts';

const ROWS = 50;
/** An order that nobody fills for an hour asks too much, or nobody is there. */
const PATIENCE_SECONDS = 3_600;
/** Of the interval between ticks. */
const OVERDUE_TICKS = 3;

const mayOperate = (caller: { readonly kind: string; readonly role?: string }): boolean =>
  caller.kind !== 'anonymous' && (caller.role === 'operator' || caller.role === 'admin');

/** The overview of all portfolios for operators and admins; fails with `forbidden` for everybody else. @throws {EnvError} */
export const readOperatorPage = async (
  asked: Pick<Request, 'headers'>,
  view: OperatorView,
): Promise<Result<OperatorDto>> => {
  const caller = await callerOf(asked);
  if (!caller.ok) return caller;
  if (!mayOperate(caller.value)) return fail('forbidden', 'This page is for operators.');
  const overdueSeconds = OVERDUE_TICKS * readEnv().tickIntervalSeconds;
  const query = { view, limit: ROWS, blocked: BLOCKED_REASONS, signer: SIGNER_REASONS };
  const read = await onAppDatabase((sql) =>
    asViewer(sql, caller.value, (viewed) =>
      readOperatorOverview(viewed, { ...query, patienceSeconds: PATIENCE_SECONDS, overdueSeconds }),
    ),
  );
  return read.ok ? ok({ ...read.value, view }) : read;
};
