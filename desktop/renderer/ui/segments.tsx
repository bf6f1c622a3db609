import { Tabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import css from './segments.module.css';

type Props<V extends string> = {
  label: string;
  value: V;
  segments: readonly { value: V; label: string; count: number | null; dot: boolean }[];
  onChange: (value: V) => void;
  children: ReactNode;
};

/** A few views of the same place, one at a time. */
export function Segments<V extends string>(props: Props<V>) {
  const { label, value, segments, onChange, children } = props;
  return (
    <Tabs.Root value={value} onValueChange={(next: V) => onChange(next)} className={css.root}>
      <Tabs.List className={css.list} aria-label={label} activateOnFocus>
        {segments.map((segment) => (
          <Tabs.Tab key={segment.value} value={segment.value} className={css.tab}>
            <span className={css.word}>{segment.label}</span>
            {segment.count !== null && <span className={css.count}>{segment.count}</span>}
            {segment.dot && <span className={css.dot} />}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {segments.map((segment) => (
        <Tabs.Panel key={segment.value} value={segment.value} className={css.panel} tabIndex={-1}>
          {segment.value === value && children}
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}
