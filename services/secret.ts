import { inspect } from 'node:util';

/**
 * A value that can be used and never shown: printing, logging, serialising or interpolating it gives `[secret]`.
 * Only {@link Secret.reveal} gives it back.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}
