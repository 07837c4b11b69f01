/** What is made of something that was opened, which is closed where that throws. */
export async function orClosed<Made>(opened: AsyncDisposable, make: () => Promise<Made>): Promise<Made> {
  try {
    return await make();
  } catch (thrown) {
    await opened[Symbol.asyncDispose]();
    throw thrown;
  }
}

/** Closes what was opened last first, and each whatever became of the others. Throws what the first of them throws. */
export async function closeAll(opened: readonly AsyncDisposable[]): Promise<void> {
  const failures: unknown[] = [];
  for (const each of opened.toReversed()) await each[Symbol.asyncDispose]().then(undefined, (thrown: unknown) => failures.push(thrown));
  if (failures.length > 0) throw failures[0];
}
