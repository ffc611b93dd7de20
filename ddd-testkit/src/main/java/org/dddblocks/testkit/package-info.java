/** Laws, fixtures and contract suites. */
@NullMarked
package org.dddblocks.testkit;

import org.jspecify.annotations.NullMarked;
