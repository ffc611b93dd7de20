package org.dddblocks.testkit;

import org.junit.jupiter.api.Tag;

@Tag("services")
class MariaDbRepositoryCrashTest extends RepositoryCrashes implements OnMariaDb {}
