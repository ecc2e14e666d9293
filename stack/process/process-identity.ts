import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** State, parent, … of a process on Linux. The command name may hold spaces and brackets: fields count from its last one. */
const linuxFields = (pid: number): readonly string[] => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
};

const linuxIdentity = (pid: number): string | null => {
  try {
    const fields = linuxFields(pid);
    if (fields[0] === 'Z') return null;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return `${boot}/${fields[19] ?? ''}`;
  } catch {
    return null;
  }
};

const askPs = (column: string, pid: number): string =>
  spawnSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';

const portableIdentity = (pid: number): string | null => {
  const started = askPs('lstart', pid);
  return started === '' ? null : started;
};

/**
 * Tells one life of a process id from another: ids are handed out again, so a number in a file proves nothing.
 * Null when no such process runs (a zombie counts as gone).
 */
export const processIdentity = (pid: number): string | null =>
  process.platform === 'linux' ? linuxIdentity(pid) : portableIdentity(pid);

/** Who started the process; null when it can't be known. */
export const parentOf = (pid: number): number | null => {
  try {
    const parent = Number(process.platform === 'linux' ? linuxFields(pid)[1] : askPs('ppid', pid));
    return parent > 0 ? parent : null;
  } catch {
    return null;
  }
};
