/** Waits for what may never end, and no longer than `ms`; whether it ended well is not asked. */
export async function inTime(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work.catch(() => {}), over]).finally(() => clearTimeout(timer));
}
