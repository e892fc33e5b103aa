import { testRandom } from '../../support/faults/test-random.ts';

testRandom(1);
