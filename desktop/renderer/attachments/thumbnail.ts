/** A base64 JPEG or WebP as an address; anything else in it is no picture and shows nothing. */
export const thumbnailUrl = (thumbnail: string): string =>
  `data:image/${thumbnail.startsWith('UklGR') ? 'webp' : 'jpeg'};base64,${thumbnail}`;
