import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const linuxIdentity = (pid: number): string | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The command name may hold spaces and brackets: fields are counted after its last bracket.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return null;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return `${boot}/${fields[19] ?? ''}`;
  } catch {
    return null;
  }
};

const portableIdentity = (pid: number): string | null => {
  const answer = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  const started = answer.stdout?.trim() ?? '';
  return started === '' ? null : started;
};

/**
 * Tells one life of a process id from another: ids are handed out again, so a number in a file proves nothing.
 * Null when no such process runs (a zombie counts as gone).
 */
export const processIdentity = (pid: number): string | null =>
  process.platform === 'linux' ? linuxIdentity(pid) : portableIdentity(pid);
