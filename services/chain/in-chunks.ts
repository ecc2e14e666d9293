/** Providers cap addresses and topics of one filter; this stays below every cap that is documented. */
export const FILTER_WORDS_MAX = 1_000;

/** A list in parts that fit into one filter. */
export const inChunks = <T>(list: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / FILTER_WORDS_MAX) }, (_, index) =>
    list.slice(index * FILTER_WORDS_MAX, (index + 1) * FILTER_WORDS_MAX),
  );
