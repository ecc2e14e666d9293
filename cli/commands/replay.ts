import { command } from '../command/command.ts';
import { REPLAY_OPTIONS } from '../replay/options.ts';

export const replayCommand = command({
  name: 'replay',
  summary: 'Recomputes stored decisions from their rows: the snapshot, the policy, and nothing else.',
  about: ['What an older version of the engine would have done otherwise is shown, and counts as no fault.'],
  arguments: [{ name: 'DECISION_ID', optional: true, text: 'one decision' }],
  options: REPLAY_OPTIONS,
  examples: [{ words: '--all', text: 'Whether every stored decision can be explained by its row' }],
  exitCodes: {
    0: 'all are identical',
    1: 'there is no such decision, or no database',
    3: 'a decision of this engine version differs, or can’t be read',
  },
  load: async () => (await import('../replay/run-command.ts')).runReplayCommand,
});
