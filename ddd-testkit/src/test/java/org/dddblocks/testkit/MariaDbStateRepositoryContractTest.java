package org.dddblocks.testkit;

import org.junit.jupiter.api.Tag;

@Tag("services")
class MariaDbStateRepositoryContractTest extends StateRepositoryContract implements OnMariaDb {}
