import { testPairs } from '../../support/faults/test-pairs.ts';

testPairs('wechat-account', ['correct']);
