import fc from 'fast-check';

// A property that has failed has seen the bug: to shrink its example took one test longer than its time.
fc.configureGlobal({ endOnFailure: true });
