/** What is asked for in one turn of the event loop is done together: one commit for many. */

/** @param work does all of them, or throws and has done none */
export function inOneTurn<Q, A>(work: (questions: Q[]) => A[]): (question: Q) => Promise<A> {
  let waiting: {
    question: Q;
    resolve: (answer: A) => void;
    reject: (error: unknown) => void;
  }[] = [];
  const all = () => {
    const batch = waiting;
    waiting = [];
    try {
      const answers = work(batch.map((one) => one.question));
      batch.forEach((one, n) => {
        one.resolve(answers[n] as A);
      });
    } catch (error) {
      for (const one of batch) one.reject(error);
    }
  };
  return (question) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(all);
      waiting.push({ question, resolve, reject });
    });
}
