/** "16.000": a whole number as money and counts are written, in threes. */
export const groupedDigits = (number: number | bigint) => String(number).replace(/\B(?=(\d{3})+$)/g, '.')
