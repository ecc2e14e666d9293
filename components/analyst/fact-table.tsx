import { Age } from '../live/live.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { Scrolling } from '../ui/scrolling.tsx';
import { TableHead } from '../ui/table-head.tsx';
import type { FactGroup, FactLine } from './fact-groups.ts';

const HEADS = ['Fact', 'Of', 'Says', 'When', 'Rests on', 'Age'];

function Line({ line, href }: { readonly line: FactLine; readonly href: string }) {
  const { name, of, says, isMissing, when, restsOn, decisions, atSeconds } = line;
  return (
    <tr className="border-t border-line align-baseline">
      <th scope="row" className="py-2 pr-4 font-normal">
        {name}
      </th>
      <td className="py-2 pr-4">{of}</td>
      <td className={`py-2 pr-4 ${isMissing ? 'text-ink-soft' : 'whitespace-nowrap'}`}>{says}</td>
      <td className="py-2 pr-4 text-ink-soft">{when}</td>
      <td className="py-2 pr-4 wrap-anywhere text-ink-soft">
        {decisions.map((id) => (
          <span key={id}>
            <PageLink href={`${href}/decisions/${id}`} className="text-accent hover:underline">
              decision {id}
            </PageLink>
            ,{' '}
          </span>
        ))}
        {restsOn}
      </td>
      <td className="py-2 pr-4 whitespace-nowrap">
        {atSeconds === null ? '–' : <Age atSeconds={atSeconds} />}
      </td>
    </tr>
  );
}

/** Facts that tell of one thing, each with what it rests on and its age; many of them scroll by themselves. */
export function FactTable({ group, href }: { readonly group: FactGroup; readonly href: string }) {
  return (
    <Scrolling label={`${group.title}: facts, as a table`} className="relative max-h-96 overflow-auto">
      <table className="w-full min-w-[52rem] text-left">
        <TableHead heads={HEADS} />
        <tbody>
          {group.lines.map((line) => (
            <Line key={line.id} line={line} href={href} />
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}
