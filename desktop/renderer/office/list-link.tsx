import type { MouseEvent, ReactNode } from 'react';
import type { ServiceFilter } from '#shared/contract/service-list.ts';
import { useStores } from '../shell/context.ts';
import css from './list-link.module.css';
import { hashOf, type Place } from './place.ts';

/** As the place of the services says it. */
export const servicesPlace = (filter: ServiceFilter): Place => ({
  section: 'services',
  query: Object.fromEntries(
    Object.entries(filter).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, String(value)]],
    ),
  ),
});

type Props = {
  filter: ServiceFilter;
  /** What is counted, for whoever hears the figure alone; none where the words say it. */
  label: string;
  tabIndex?: number;
  /** Its cell's name in a grid. */
  cell?: string;
  children: ReactNode;
};

/** Leads to another section of the office. */
export function PlaceLink({
  section,
  children,
}: {
  section: Place['section'];
  children: ReactNode;
}) {
  return <Link place={{ section, query: {} }}>{children}</Link>;
}

/** A figure that opens the services behind it. */
export function ListLink({ filter, label, tabIndex, cell, children }: Props) {
  return (
    <Link place={servicesPlace(filter)} tabIndex={tabIndex} cell={cell}>
      {children}
      {label && <span className="out-of-sight"> {label}</span>}
    </Link>
  );
}

type LinkProps = Pick<Props, 'children'> & {
  place: Place;
  tabIndex?: number | undefined;
  cell?: string | undefined;
};

function Link({ place, tabIndex, cell, children }: LinkProps) {
  const { places } = useStores();
  function open(event: MouseEvent) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    places.go(place.section, place.query);
  }
  return (
    <a
      className={css.link}
      href={hashOf(place)}
      tabIndex={tabIndex}
      data-cell={cell}
      onClick={open}
    >
      {children}
    </a>
  );
}
