/**
 * The signs that registers let stand in a company's name, beside letters and digits. The first is the table of the
 * United Kingdom's SI 2015/17, schedule 1; the second the signs of Japan's commercial register; the others are what the
 * guidance of the registers named shows or admits.
 */
export const registerSigns = {
  companiesHouse: [...`&@£$€¥*=#%+.,:;-!?/\\()[]{}<>«»'‘’"“”`],
  houmukyoku: [...'&’,-.・'],
  handelsregister: [...'&+-./,()!"„“\'’@#:'],
  infogreffe: [...`&'’-./()+°!?,:«»`],
  delaware: [...`!"#$%&'()*+,-./:;<=>?@[\\]^_\`{|}~`],
  egrul: [...'«»"№-.,+&!()/'],
  gongshang: [...'（）·'],
} as const;

export type Register = keyof typeof registerSigns;
