package org.dddblocks.testkit;

import org.junit.jupiter.api.Tag;

@Tag("services")
class MariaDbProjectionCrashTest extends ProjectionCrashes implements OnMariaDb {}
