import { EMERGENCY_ACTIONS, type EmergencyAction } from '../../lib/owner/emergency-actions.ts';
import type { ActMaker } from '../../lib/owner/owner-act.ts';
import { Button } from '../wallet/button.tsx';

const actOf =
  ({ id, title, confirmBy, call, effects }: EmergencyAction): ActMaker =>
  (facts, account) => ({
    ...{ id, title, confirmBy },
    intent: title,
    call: call(facts, account),
    effects: effects(facts, account),
    grave: true,
  });

/** Why nothing can be pressed while no wallet is connected. */
export const CONNECT_FIRST = 'Connect your wallet first.';

type Props = {
  /** Why nothing can be pressed yet; null: everything can. */
  readonly blocked: string | null;
  readonly chainId: number;
  readonly address: string;
  /** Absent where the server draws it, before any wallet is known. */
  readonly onAct?: (maker: ActMaker) => void;
};

/** What stops a portfolio, each with one wallet call. Always there, also while nothing is known. */
export function EmergencyBox({ blocked, chainId, address, onAct }: Props) {
  return (
    <section aria-labelledby="emergency-title" className="mt-4 rounded border border-stop p-4">
      <h2 id="emergency-title" className="text-base font-semibold">
        Emergency
      </h2>
      <ul>
        {EMERGENCY_ACTIONS.map((action) => (
          <li
            key={action.id}
            className="grid items-center gap-x-6 gap-y-1 py-2 sm:grid-cols-[minmax(0,1fr)_auto]"
          >
            <p className="text-pretty">{action.meaning}</p>
            <div>
              <Button
                look="grave"
                disabled={blocked !== null}
                {...(onAct && { onClick: () => onAct(actOf(action)) })}
              >
                {action.title}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <p className="pt-2 text-ink-soft text-pretty">
        {blocked !== null && `${blocked} `}
        The same works without this site: keep a copy of the{' '}
        <a href={`/rescue.html#${address}`} className="underline">
          rescue page
        </a>
        , which needs only your wallet (portfolio <span className="break-all">{address}</span> on chain{' '}
        {chainId}).
      </p>
    </section>
  );
}
