import { spawn } from 'node:child_process';

// Reads `add SIGNAL PID` and `del SIGNAL PID`; when the pipe closes, its writer is gone, however it died.
const script = `
trap '' INT TERM HUP
list=
while read -r op sig pid; do
  case $op in
    add) list="$list $sig:$pid" ;;
    del) new=; for e in $list; do [ "$e" = "$sig:$pid" ] || new="$new $e"; done; list=$new ;;
  esac
done
for e in $list; do kill -s "\${e%%:*}" -- -"\${e##*:}" 2>/dev/null; done
n=0
while [ $n -lt 50 ]; do
  alive=
  for e in $list; do kill -s 0 -- -"\${e##*:}" 2>/dev/null && alive=1; done
  [ -z "$alive" ] && exit 0
  sleep 0.1; n=$((n+1))
done
for e in $list; do kill -s KILL -- -"\${e##*:}" 2>/dev/null; done
`;

/** Ends what it was told of when this process dies in whatever way, SIGKILL included. */
export type Watchdog = {
  readonly pid: number;
  readonly add: (pid: number, signal: NodeJS.Signals) => void;
  readonly remove: (pid: number, signal: NodeJS.Signals) => void;
  readonly end: () => void;
};

/** One small shell, holding the other end of a pipe to this process. */
export const startWatchdog = (): Watchdog => {
  const shell = spawn('/bin/sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  shell.stdin.on('error', () => undefined);
  shell.unref();
  const tell = (op: 'add' | 'del', pid: number, signal: NodeJS.Signals): void => {
    shell.stdin.write(`${op} ${signal.replace('SIG', '')} ${pid}\n`);
  };
  return {
    pid: shell.pid ?? -1,
    add: (pid, signal) => tell('add', pid, signal),
    remove: (pid, signal) => tell('del', pid, signal),
    end: () => shell.stdin.end(),
  };
};
