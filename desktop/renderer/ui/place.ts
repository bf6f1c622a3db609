/** A rectangle of the window, in pixels, taken when something was asked for there. */
export type Place = { x: number; y: number; width: number; height: number };

export const placeOf = (element: Element): Place => {
  const { x, y, width, height } = element.getBoundingClientRect();
  return { x, y, width, height };
};

/** What Base UI positions by: the place stays where it was, even if what stood there is gone. */
export const anchorOf = (place: Place | null) =>
  place && {
    getBoundingClientRect: () => DOMRect.fromRect(place),
  };
