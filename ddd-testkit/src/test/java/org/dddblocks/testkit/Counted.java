package org.dddblocks.testkit;

import org.junit.jupiter.api.extension.ExtendWith;

/** A run of a contract whose executed tests are counted. */
@ExtendWith(ExecutedTests.class)
interface Counted {}
