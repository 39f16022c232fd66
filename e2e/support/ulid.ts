// Ids as the web app makes them: ULIDs, 48 bits of time and 80 of chance in Crockford's base 32.
import { randomBytes } from 'node:crypto';

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export function ulid(): string {
  const chance = BigInt(`0x${randomBytes(10).toString('hex')}`);
  let rest = (BigInt(Date.now()) << 80n) | chance;
  let text = '';
  for (let digit = 0; digit < 26; digit += 1) {
    text = DIGITS[Number(rest & 31n)] + text;
    rest >>= 5n;
  }
  return text;
}
