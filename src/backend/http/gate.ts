/** Lets a few in at once; the others wait in the order in which they came. `leave` is to be called once. */
export function gate(most: number): () => Promise<() => void> {
  let inside = 0;
  const waiting: (() => void)[] = [];
  return async () => {
    if (inside >= most) await new Promise<void>((resolve) => void waiting.push(resolve));
    else inside += 1;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const next = waiting.shift();
      if (next) next();
      else inside -= 1;
    };
  };
}
