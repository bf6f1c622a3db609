/** Encrypts a file, to be killed while it does. */
import { seal } from './seal.ts';

const [file = '', key = ''] = process.argv.slice(2);
process.stdout.write('begun\n', () => seal(file, key));
