import { z } from 'zod';

/** A place in code, as a stack names it. */
export type Frame = {
  readonly filename: string;
  readonly function: string | null;
  readonly line: number;
  readonly column: number;
};

/** What nobody expected, as a line of the log told it: secrets are out of it already. */
export type Bug = {
  /** The event of its log line. */
  readonly event: string;
  readonly time: string;
  readonly type: string;
  readonly message: string;
  /** The innermost first; empty where only words were left. */
  readonly frames: readonly Frame[];
  /** Ids and figures of its line. */
  readonly tags: Readonly<Record<string, string>>;
};

const MESSAGE_LENGTH_MAX = 2_000;
const TAG_LENGTH_MAX = 200;
const TAG_NAME = /^[a-zA-Z0-9_.:-]{1,32}$/;

const lineSchema = z.looseObject({
  time: z.string(),
  msg: z.string(),
  type: z.string().optional(),
  why: z.string().optional(),
  code: z.string().optional(),
  stack: z.array(z.string()).optional(),
});
const TOLD_ELSEWHERE = ['time', 'level', 'msg', 'type', 'why', 'code', 'stack'];

const FRAME = /^at (?:async )?(?:(.+?) \()?(?:file:\/\/)?(.+?):(\d+):(\d+)\)?$/;

const frameOf = (text: string): readonly Frame[] => {
  const [, name, filename, line, column] = FRAME.exec(text) ?? [];
  if (filename === undefined) return [];
  return [
    {
      ...{ filename: filename.replace(`${process.cwd()}/`, ''), function: name ?? null },
      ...{ line: Number(line), column: Number(column) },
    },
  ];
};

const tagsOf = (line: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(line)
      .filter(
        ([name, value]) => TAG_NAME.test(name) && ['string', 'number', 'boolean'].includes(typeof value),
      )
      .filter(([name]) => !TOLD_ELSEWHERE.includes(name))
      .map(([name, value]) => [name, String(value).replaceAll('\n', ' ').slice(0, TAG_LENGTH_MAX)]),
  );

/** The bug that a line tells of: one with a stack, or with the code `bug`. Null for every other line. */
export const bugOfLine = (text: string): Bug | null => {
  // Most lines are none, and are not parsed for it.
  if (!text.includes('"stack":[') && !text.includes('"code":"bug"')) return null;
  const parsed = lineSchema.safeParse(JSON.parse(text));
  if (!parsed.success) return null;
  const { time, msg, type, why, code, stack } = parsed.data;
  if (stack === undefined && code !== 'bug') return null;
  return {
    ...{ event: msg, time, type: type ?? msg, message: (why ?? msg).slice(0, MESSAGE_LENGTH_MAX) },
    ...{ frames: (stack ?? []).flatMap(frameOf), tags: tagsOf(parsed.data) },
  };
};
