import { Word } from '../ui/word.tsx';

/** Says on every page of it that it is none that moves money. */
export const PaperMark = () => (
  <Word tone="plain" icon="flask" strong>
    Paper
  </Word>
);
