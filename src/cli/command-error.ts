/** What a person at the terminal did or must do: one line, no stack, exit code 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
