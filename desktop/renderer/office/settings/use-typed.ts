import { type ChangeEvent, useState } from 'react';

/** A number as it is typed: what is no number stays in the field, and is NaN. */
export function useTyped(
  value: number,
  onChange: (value: number) => void,
  read: (typed: string) => number,
) {
  const [typed, setTyped] = useState(String(value));
  return {
    // What was put back, or what the server made of it.
    value: Object.is(read(typed), value) ? typed : String(value),
    onChange: (event: ChangeEvent<HTMLInputElement>) => {
      setTyped(event.target.value);
      onChange(read(event.target.value));
    },
  };
}
