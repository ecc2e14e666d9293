import type { CashMoveDto } from '../../lib/api/cash.ts';
import { formatInstant, formatUsd } from '../ui/format.ts';
import { Hex } from '../ui/hex.tsx';
import { Scrolling } from '../ui/scrolling.tsx';
import { TableHead } from '../ui/table-head.tsx';
import { Word } from '../ui/word.tsx';
import { moveWords, SCORE_WORDS } from './cash-words.ts';

function Score({ score }: Pick<CashMoveDto, 'score'>) {
  if (score.usd === null) return <span className="text-ink-soft">{SCORE_WORDS[score.state]}</span>;
  const isBad = score.usd.startsWith('-');
  return (
    <Word tone={isBad ? 'warn' : 'good'} icon={isBad ? 'below' : 'above'}>
      {formatUsd(score.usd.replace('-', ''))} {isBad ? 'worse' : 'better'}
    </Word>
  );
}

function Row({ move }: { readonly move: CashMoveDto }) {
  const { status, doneAtSeconds, wishedAtSeconds, amountUsd, costUsd, txHash } = move;
  return (
    <tr className="border-t border-line">
      <th scope="row" className="py-2 pr-4 text-left font-normal whitespace-nowrap">
        {formatInstant(doneAtSeconds ?? wishedAtSeconds)}
      </th>
      <td className="py-2 pr-4">
        {moveWords(move)}
        {status !== 'done' && (
          <p className="max-w-prose text-pretty text-ink-soft">
            {status}
            {move.why !== null && `: ${move.why}`}
          </p>
        )}
      </td>
      <td className="py-2 pr-4 text-right whitespace-nowrap">{formatUsd(amountUsd)}</td>
      <td className="py-2 pr-4 text-right whitespace-nowrap">
        {costUsd === null ? '–' : formatUsd(costUsd)}
      </td>
      <td className="py-2 pr-4 text-right whitespace-nowrap">
        <Score score={move.score} />
      </td>
      <td className="py-2 text-right">{txHash === null ? '–' : <Hex hex={txHash} kind="transaction" />}</td>
    </tr>
  );
}

const HEADS = ['Done', 'Move', 'Amount', 'Gas and fees', 'Against staying', 'Transaction'];

/** Moves with what each came to, the good and the bad ones. */
export function CashMoves({ moves }: { readonly moves: readonly CashMoveDto[] }) {
  return (
    <Scrolling label="Moves and their scores, as a table">
      <table className="w-full min-w-[52rem] text-left">
        <TableHead heads={HEADS} numbers={HEADS.slice(2)} cell="py-1 pr-4 last:pr-0" />
        <tbody>
          {moves.map((move) => (
            <Row key={move.id} move={move} />
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}
