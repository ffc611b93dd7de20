/** Says at the end of a build which contract tests ran on which database, and what was not run and why. */
@NullMarked
package org.dddblocks.buildreport;

import org.jspecify.annotations.NullMarked;
