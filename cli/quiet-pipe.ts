/** A reader that has seen enough (`… | head`) closes the pipe: that ends the command, and is no fault of it. */
export const endQuietlyWithoutReader = (output: NodeJS.WriteStream): void => {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
};
