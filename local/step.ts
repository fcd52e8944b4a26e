/** A step of the start, with the seconds since the process began. */
export const step = (what: string): string =>
  `${process.uptime().toFixed(1).padStart(5)} s  ${what}`;
